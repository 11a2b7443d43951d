package io.mittari.kpis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mittari.model.ExitCode;
import io.mittari.model.Failure;
import io.mittari.settings.KpiDefinition;
import io.mittari.settings.KpiDefinition.Better;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CatalogTest {
    @Test
    void aKpiStandsAfterThoseThatItIsMadeOf() {
        Catalog catalog = catalog(kpi("double_size", "size * 2", null), kpi("size", "bookings", "won_deals"));

        assertThat(catalog.all()).extracting(Kpi::name).containsExactly("size", "double_size");
        assertThat(catalog.inputs("double_size")).containsExactly("won_deals", "bookings");
    }

    @Test
    void theFormulaIsReadable() {
        Catalog catalog = catalog(
                kpi("rate", "won_deals", "won_deals + lost_deals"), kpi("off", "abs(bookings - forecast)", "bookings"));

        assertThat(catalog.formula("rate")).isEqualTo("won_deals / (won_deals + lost_deals)");
        assertThat(catalog.formula("off")).isEqualTo("abs(bookings - forecast) / bookings");
    }

    @Test
    void allFaultsAreReportedAtOnceWithTheirPlaces() {
        assertThatThrownBy(() -> catalog(
                        kpi("lost", "wonn_deals", null),
                        kpi("broken", "1 +", null),
                        kpi("strange", "concat(bookings, 1)", null),
                        kpi("revenue", "bookings", null),
                        kpi("mixed", "bookings + won_deals", null),
                        kpi("apples", "bookings", "won_deals", "ratio")))
                .isInstanceOf(Failure.class)
                .extracting(failure -> ((Failure) failure).exitCode(), Throwable::getMessage)
                .satisfies(values -> {
                    assertThat(values.get(0)).isEqualTo(ExitCode.USAGE);
                    assertThat((String) values.get(1))
                            .contains("test.conf:1: KPI lost uses 'wonn_deals', which is neither a measure nor a KPI")
                            .contains("KPI broken numerator: '1 +' is no expression")
                            .contains("KPI strange numerator: a formula cannot use")
                            .contains("KPI revenue bears the name of a measure but means something else")
                            .contains("KPI mixed adds money and count")
                            .contains("KPI apples is a ratio of money and count");
                });
    }

    @Test
    void aKpiCannotReferToItself() {
        assertThatThrownBy(() -> catalog(kpi("a", "b", null), kpi("b", "a + 1", null)))
                .hasMessageContaining("KPI a refers to itself: a -> b -> a");
    }

    @Test
    void aKpiMayBeTheMeasureOfItsName() {
        assertThat(catalog(kpi("qualified_leads", "qualified_leads", null)).kpiColumns())
                .isEmpty();
    }

    private static Catalog catalog(KpiDefinition... definitions) {
        return new Catalog(
                List.of(definitions),
                Arrays.stream(definitions).map(KpiDefinition::name).toList());
    }

    private static KpiDefinition kpi(String name, String numerator, String denominator) {
        return kpi(name, numerator, denominator, "money");
    }

    private static KpiDefinition kpi(String name, String numerator, String denominator, String unit) {
        return new KpiDefinition(
                name,
                name,
                name,
                "",
                unit,
                Better.HIGHER,
                false,
                numerator,
                Optional.ofNullable(denominator),
                "test.conf:1");
    }
}
