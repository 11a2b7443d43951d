package io.mittari.explain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.mittari.model.PeriodType;
import io.mittari.stages.StageTotals;
import java.util.Locale;
import org.apache.spark.sql.Column;

/** What the figures of a stage follow from: sums over stays. */
enum StageInput {
    ENTERED("Distinct opportunities that entered the stage in the period, at their first entry in it."),
    STAYS_ENDED("Stays in the stage that ended in the period."),
    DAYS("Calendar days of the stays that ended in the period."),
    MOVED_ON("Ended stays that led to another stage or a won deal."),
    LOST("Ended stays that ended with a lost deal.");

    private final String description;

    StageInput(String description) {
        this.description = description;
    }

    /** How formulas name it. */
    String inputName() {
        return name().toLowerCase(Locale.ROOT);
    }

    String description() {
        return description;
    }

    String unit() {
        return this == DAYS ? "days" : "count";
    }

    /** Whether a row of {@link io.mittari.facts.Facts#stayRows} stands behind it, in a period of that type. */
    Column isBehind(PeriodType type) {
        Column isEnd = col("ended").equalTo(1);
        return switch (this) {
            case ENTERED -> col("entered_" + type.typeName()).equalTo(1);
            case STAYS_ENDED, DAYS -> isEnd;
            case MOVED_ON -> isEnd.and(col("lost").equalTo(0));
            case LOST -> isEnd.and(col("lost").equalTo(1));
        };
    }

    /** What such a row adds: a stay that began and ended on one day adds 0 days. */
    Column part() {
        return this == DAYS ? col("days").cast("long") : lit(1L);
    }

    /** What the rows come to. */
    long sum(StageTotals totals) {
        return this == DAYS ? totals.days() : rows(totals);
    }

    /** How many rows there are. */
    long rows(StageTotals totals) {
        return switch (this) {
            case ENTERED -> totals.entered();
            case STAYS_ENDED, DAYS -> totals.ended();
            case MOVED_ON -> totals.movedOn();
            case LOST -> totals.lost();
        };
    }
}
