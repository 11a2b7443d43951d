package io.mittari.demo;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;

/** finance/fx_rates, with the canonical columns: weekly rates, one load without a dt folder. */
final class ExchangeRateExtract {
    private static final Extract<Rate> EXTRACT = Extract.<Rate>at("finance/fx_rates")
            .text("currency", rate -> rate.currency().name())
            .day("valid_on", Rate::validOn)
            .number("rate", ColumnType.RATE, Rate::rate)
            .dirty(331, Blemish.wrong("unparsable rate", "rate", "n/a"));

    private ExchangeRateExtract() {}

    /** Writes the rates of all Mondays from two weeks before the first day, as the first forecasts are older than it. */
    static void write(LakePlan plan, Path lake) throws IOException {
        LocalDate first = plan.firstDay().minusWeeks(2).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        try (var rows = ExtractWriter.toOneLoad(EXTRACT, plan, lake)) {
            for (LocalDate day = first; !day.isAfter(plan.lastDay()); day = day.plusWeeks(1)) {
                for (Currency currency : List.of(Currency.USD, Currency.GBP, Currency.SEK)) {
                    rows.write(0, new Rate(currency, day, currency.rate(day, plan.seed())));
                }
            }
        }
    }

    private record Rate(Currency currency, LocalDate validOn, BigDecimal rate) {}
}
