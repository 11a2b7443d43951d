package io.mittari.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void isTheNameWithTheFewestEdits() {
        assertThat(Nearest.of("acount_id", List.of("owner_id", "account_id", "amount")))
                .isEqualTo("account_id");
    }

    @Test
    void isTheFirstOfEquallyNearNames() {
        assertThat(Nearest.of("ab", List.of("ac", "aa"))).isEqualTo("ac");
    }

    @Test
    void findsTheRightNameInAnotherSection() {
        assertThat(Nearest.key("calendar.reporting", List.of("calendar.first_month", "currency.reporting")))
                .isEqualTo("currency.reporting");
    }
}
