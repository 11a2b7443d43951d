package io.mittari.demo;

import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;

/**
 * finance/quotas and finance/forecasts, with the canonical columns. Quotas are one load without a dt folder; a load of
 * forecasts holds what was submitted since the one before.
 */
final class QuotaExtract implements Closeable {
    private static final double STRETCH = 0.95;
    /** One quarter of so many has a quota for its first month too, by mistake. */
    private static final int QUOTAS_PER_OVERLAP = 97;

    private static final Extract<Quota> QUOTAS = Extract.<Quota>at("finance/quotas")
            .text("rep_id", quota -> quota.rep().id())
            .text("period_type", quota -> quota.months() == 1 ? "month" : "Quarter")
            .day("period_start", Quota::start)
            .number("amount", ColumnType.MONEY, Quota::amount)
            .text("currency", quota -> quota.currency().name())
            .text("segment", Quota::segment)
            .dirty(
                    97,
                    Blemish.wrong("negative quota", "amount", Amounts.units(-5_000)),
                    Blemish.wrong("no period's start", "period_start", LocalDate.of(2026, 2, 15)));

    private static final Extract<Forecast> FORECASTS = Extract.<Forecast>at("finance/forecasts")
            .text("rep_id", forecast -> forecast.quota().rep().id())
            .text("period_type", forecast -> forecast.quota().months() == 1 ? "month" : "quarter")
            .day("period_start", forecast -> forecast.quota().start())
            .moment("submitted_at", Forecast::submitted)
            .number("amount", ColumnType.MONEY, Forecast::amount)
            .text("currency", forecast -> forecast.quota().currency().name())
            .text("segment", forecast -> forecast.quota().segment())
            .dirty(
                    331,
                    Blemish.wrong("unknown period type", "period_type", "week"),
                    Blemish.wrong("unparsable amount", "amount", "120k"),
                    Blemish.missing("rep_id"));

    private final LakePlan plan;
    private final Loads loads;
    private final Seasons seasons;
    private final Reps reps;
    private final Expectations expectations;
    private final ExtractWriter<Quota> quotas;
    private final ExtractWriter<Forecast> forecasts;

    QuotaExtract(LakePlan plan, Path lake, Loads loads, Seasons seasons, Reps reps, Expectations expectations) {
        this.plan = plan;
        this.loads = loads;
        this.seasons = seasons;
        this.reps = reps;
        this.expectations = expectations;
        quotas = ExtractWriter.toOneLoad(QUOTAS, plan, lake);
        forecasts = ExtractWriter.toLoads(FORECASTS, plan, lake, loads);
    }

    /** Writes the quotas and forecasts of every rep in every quarter in which the rep is employed at its beginning. */
    void write() {
        for (int quarter = 0; quarter * 3 < seasons.months(); quarter++) {
            for (Rep rep : reps.all()) {
                if (rep.isEmployed(seasons.month(quarter * 3))) {
                    write(rep, quarter);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        quotas.close();
        forecasts.close();
    }

    /** One rep of seven has monthly quotas; one of five of the largest customers' reps has some for the middle too. */
    private void write(Rep rep, int quarter) {
        int months = rep.number() % 7 == 4 ? 1 : 3;
        for (int month = quarter * 3; month < quarter * 3 + 3; month += months) {
            Draws draws = new Draws(plan.seed(), Draws.Topic.QUOTA, rep.number() * 1_000L + month);
            double share = rep.segment() == Segment.ENTERPRISE && rep.number() % 5 == 2 ? 0.9 : 1;
            Quota own = quota(rep, month, months, null, share);
            quotas.write(0, own);
            writeForecasts(own, draws);
            if (share < 1) {
                quotas.write(0, quota(rep, month, months, Segment.MID_MARKET.text(), 1 - share));
            }
            if (months == 3 && (rep.number() * 31 + quarter) % QUOTAS_PER_OVERLAP == 5) {
                quotas.write(0, quota(rep, month, 1, null, share));
            }
        }
    }

    private Quota quota(Rep rep, int month, int months, String segment, double share) {
        LocalDate start = seasons.month(month);
        double expected = 0;
        for (int next = month; next < month + months; next++) {
            expected += expectations.bookingsOfRep(rep, next);
        }
        Currency currency = switch (rep.region()) {
            case NORDICS, DACH -> Currency.EUR;
            case UK -> rep.number() % 2 == 0 ? Currency.GBP : Currency.EUR;
            case AMERICAS -> Currency.USD;
        };
        double amount = currency.ofReporting(expected * share * rep.ramp(start.plusDays(45L)) * STRETCH);
        BigDecimal rounded = Amounts.units(Math.max(1, Math.round(amount / 500)) * 500);
        return new Quota(rep, months, start, rounded, currency, segment);
    }

    /** One before the period, but for one rep of ten who forgets it, and some during it. */
    private void writeForecasts(Quota quota, Draws draws) {
        double opinion = draws.between(0.8, 1.35);
        LocalDate before = quota.start().minusDays(draws.between(2, 8));
        if (!draws.chance(0.1)) {
            writeForecast(quota, before, opinion, draws);
        }
        for (int week = 2; week < quota.months() * 4; week += 4) {
            opinion += draws.between(-0.1, 0.1);
            writeForecast(quota, quota.start().plusDays(week * 7L), opinion, draws);
        }
    }

    private void writeForecast(Quota quota, LocalDate day, double opinion, Draws draws) {
        long submitted = Moments.inOfficeHours(day, draws);
        BigDecimal amount = Amounts.toCents(quota.amount().doubleValue() * opinion);
        if (day.isBefore(quota.rep().hiredOn())) {
            return;
        }
        forecasts.write(loads.of(submitted), new Forecast(quota, submitted, amount));
    }

    private record Quota(Rep rep, int months, LocalDate start, BigDecimal amount, Currency currency, String segment) {}

    private record Forecast(Quota quota, long submitted, BigDecimal amount) {}
}
