package io.mittari.kpis;

import io.mittari.settings.KpiDefinition.Better;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The places of values: 1 is the best, equal values share a place (1, 1, 3). */
final class Ranking {
    private final Map<BigDecimal, Integer> ranks = new HashMap<>();
    private final int count;

    Ranking(List<BigDecimal> values, Better better) {
        List<BigDecimal> sorted = values.stream()
                .map(BigDecimal::stripTrailingZeros)
                .sorted(
                        switch (better) {
                            case HIGHER -> java.util.Comparator.<BigDecimal>reverseOrder();
                            case LOWER -> java.util.Comparator.<BigDecimal>naturalOrder();
                        })
                .toList();
        this.count = sorted.size();
        for (int index = 0; index < count; index++) {
            ranks.putIfAbsent(sorted.get(index), index + 1);
        }
    }

    int rank(BigDecimal value) {
        return ranks.get(value.stripTrailingZeros());
    }

    /** (n - rank) / (n - 1): 1 for the best, 0 for the last; null where there is only one. */
    BigDecimal percentile(BigDecimal value) {
        return count == 1
                ? null
                : BigDecimal.valueOf(count - rank(value))
                        .divide(BigDecimal.valueOf(count - 1L), 6, RoundingMode.HALF_UP);
    }
}
