package io.mittari.explain;

import io.mittari.facts.FactDetails;
import io.mittari.measures.Measure;
import java.math.BigDecimal;
import java.sql.Date;
import java.time.LocalDate;
import org.apache.spark.sql.Row;

/**
 * A row behind a value.
 *
 * @param entity entity whose row it is; its conformed table has it
 * @param key the values of the row's key, joined by |
 * @param day the day on which it counts; null where it always does
 * @param repId rep who is credited
 * @param repName the rep's name
 * @param team the rep's team
 * @param segment segment that is credited
 * @param channel channel that is credited; null of a stay
 * @param days calendar days of the stay in a stage; null of every other row
 * @param amount amount in the row's own currency; null where none counts
 * @param currency currency of the amount
 * @param rate one unit of the currency in the reporting currency
 * @param part what the row adds to the measure, in the measure's unit
 * @param note what else is to be known; may be null
 */
public record BehindRow(
        String entity,
        String key,
        LocalDate day,
        String repId,
        String repName,
        String team,
        String segment,
        String channel,
        Integer days,
        BigDecimal amount,
        String currency,
        BigDecimal rate,
        BigDecimal part,
        String note) {
    static BehindRow of(Row row, Measure measure) {
        return of(
                row,
                row.getAs("channel"),
                null,
                row.getAs(FactDetails.AMOUNT),
                row.getAs(FactDetails.CURRENCY),
                row.getAs(FactDetails.RATE),
                measure.unit().exact(row.<Long>getAs("part")));
    }

    /** Rows of {@link StageRows}. */
    static BehindRow ofStay(Row row) {
        return of(row, null, row.getAs("days"), null, null, null, BigDecimal.valueOf(row.<Long>getAs("part")));
    }

    private static BehindRow of(
            Row row,
            String channel,
            Integer days,
            BigDecimal amount,
            String currency,
            BigDecimal rate,
            BigDecimal part) {
        Date day = row.getAs(FactDetails.DAY);
        return new BehindRow(
                row.getAs(FactDetails.ENTITY),
                row.getAs(FactDetails.KEY),
                day == null ? null : day.toLocalDate(),
                row.getAs("rep_id"),
                row.getAs("name_of_rep"),
                row.getAs("team_of_rep"),
                row.getAs("segment"),
                channel,
                days,
                amount,
                currency,
                rate,
                part,
                row.getAs(FactDetails.NOTE));
    }
}
