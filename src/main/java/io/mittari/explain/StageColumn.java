package io.mittari.explain;

import io.mittari.model.Failure;
import io.mittari.settings.Nearest;
import io.mittari.stages.StageTotals;
import io.mittari.warehouse.KpiTables;
import io.mittari.warehouse.PublishedColumn;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The figures of {@code stage_performance}, and what they follow from. */
public enum StageColumn {
    ENTERED("count", "entered", StageInput.ENTERED),
    STAYS_ENDED("count", "stays_ended", StageInput.STAYS_ENDED),
    AVERAGE_DAYS("days", "days / stays_ended", StageInput.DAYS, StageInput.STAYS_ENDED),
    MEDIAN_DAYS("days", "percentile(days, 0.5)", StageInput.DAYS),
    P90_DAYS("days", "percentile(days, 0.9)", StageInput.DAYS),
    MOVED_ON("count", "moved_on", StageInput.MOVED_ON),
    LOST("count", "lost", StageInput.LOST),
    MOVED_ON_SHARE("ratio", "moved_on / stays_ended", StageInput.MOVED_ON, StageInput.STAYS_ENDED),
    BOTTLENECK_RANK("rank", "1 + number of stages whose median_days is longer", StageInput.DAYS);

    private final String unit;
    private final String formula;
    private final List<StageInput> inputs;

    StageColumn(String unit, String formula, StageInput... inputs) {
        this.unit = unit;
        this.formula = formula;
        this.inputs = List.of(inputs);
    }

    /** The column of that name; empty where there is none. */
    public static Optional<StageColumn> named(String name) {
        return Arrays.stream(values())
                .filter(column -> column.columnName().equals(name))
                .findFirst();
    }

    /**
     * The column of that name.
     *
     * @throws Failure with exit 2, which names the nearest one, where there is none
     */
    static StageColumn known(String name) {
        return named(name).orElseThrow(() -> {
            List<String> names =
                    Arrays.stream(values()).map(StageColumn::columnName).toList();
            return Failure.usage(
                    "stage_performance has no figure '%s' (KPI); the nearest is %s. It has %s. For another figure leave --stage out"
                            .formatted(name, Nearest.of(name, names), String.join(", ", names)));
        });
    }

    /** The column's name. */
    public String columnName() {
        return name().toLowerCase(Locale.ROOT);
    }

    String unit() {
        return unit;
    }

    /** What it follows from, by the names of columns and inputs. */
    String formula() {
        return formula;
    }

    /** What it follows from; the rank from those of every stage. */
    List<StageInput> inputs() {
        return inputs;
    }

    /** What the table says of the column. */
    String description() {
        return KpiTables.STAGE_PERFORMANCE.columns().stream()
                .filter(column -> column.name().equals(columnName()))
                .map(PublishedColumn::comment)
                .collect(Collectors.joining());
    }

    /** The figure of a stage; empty where no stay ended. */
    Optional<BigDecimal> value(StageTotals stage, StageRows all) {
        return switch (this) {
            case ENTERED -> Optional.of(BigDecimal.valueOf(stage.entered()));
            case STAYS_ENDED -> Optional.of(BigDecimal.valueOf(stage.ended()));
            case AVERAGE_DAYS -> Optional.ofNullable(stage.averageDays());
            case MEDIAN_DAYS -> Optional.ofNullable(stage.medianDays());
            case P90_DAYS -> Optional.ofNullable(stage.ninthDecile());
            case MOVED_ON -> Optional.of(BigDecimal.valueOf(stage.movedOn()));
            case LOST -> Optional.of(BigDecimal.valueOf(stage.lost()));
            case MOVED_ON_SHARE -> Optional.ofNullable(stage.movedOnShare());
            case BOTTLENECK_RANK ->
                Optional.ofNullable(stage.medianDays())
                        .map(median ->
                                BigDecimal.valueOf(1L + all.longerThan(median).size()));
        };
    }

    /** The formula with the numbers of a stage. */
    String numbers(StageTotals stage, StageRows all) {
        return switch (this) {
            case ENTERED, STAYS_ENDED, MOVED_ON, LOST ->
                value(stage, all).orElseThrow().toPlainString();
            case AVERAGE_DAYS -> stage.days() + " / " + stage.ended();
            case MOVED_ON_SHARE -> stage.movedOn() + " / " + stage.ended();
            case MEDIAN_DAYS -> numbers(stage.median(), stage.ended());
            case P90_DAYS -> numbers(stage.ninth(), stage.ended());
            case BOTTLENECK_RANK -> "1 + " + numbers(all.longerThan(stage.medianDays()));
        };
    }

    private static String numbers(Optional<StageTotals.Percentile> percentile, long stays) {
        return percentile
                .map(between -> between.tenths() == 0
                        ? "%d, at place %d of %d by length".formatted(between.below(), between.place() + 1, stays)
                        : "%d + 0.%d * (%d - %d), between places %d and %d of %d by length"
                                .formatted(
                                        between.below(),
                                        between.tenths(),
                                        between.above(),
                                        between.below(),
                                        between.place() + 1,
                                        between.place() + 2,
                                        stays))
                .orElse("(none)");
    }

    private static String numbers(List<String> longer) {
        return longer.isEmpty() ? "0" : "%d (%s)".formatted(longer.size(), String.join(", ", longer));
    }
}
