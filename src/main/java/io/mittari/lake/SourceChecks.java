package io.mittari.lake;

import static io.mittari.model.QualityCheck.gate;
import static io.mittari.model.QualityCheck.inputGate;
import static io.mittari.model.QualityCheck.warning;

import io.mittari.model.Entity;
import io.mittari.model.QualityCheck;
import io.mittari.settings.Settings;
import io.mittari.settings.Source;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The gates and warnings about one source. Every message names the source, the figures and the setting. */
final class SourceChecks {
    /** A newest load that is older than so many days is worth a warning. */
    private static final int LATE_AFTER_DAYS = 3;

    private final Source source;
    private final Settings.Gates gates;

    SourceChecks(Source source, Settings.Gates gates) {
        this.source = source;
        this.gates = gates;
    }

    /** Whether there is a load up to the reporting date, and how old the newest is. */
    List<QualityCheck> ofInput(List<Load> loads, LocalDate reportingDate) {
        List<QualityCheck> checks = new ArrayList<>();
        Optional<Load> newest = loads.isEmpty() ? Optional.empty() : Optional.of(loads.get(loads.size() - 1));
        checks.add(inputGate(
                name("load_present"),
                "Source %s has a load up to %s below %s (%s)"
                        .formatted(source.name(), reportingDate, source.path(), source.key("path")),
                newest.isPresent(),
                newest.map(load -> "load " + load.name()).orElse("no load"),
                "a load up to " + reportingDate));
        newest.flatMap(Load::date).ifPresent(date -> addAge(checks, date, reportingDate));
        return checks;
    }

    private void addAge(List<QualityCheck> checks, LocalDate newest, LocalDate reportingDate) {
        long age = ChronoUnit.DAYS.between(newest, reportingDate);
        String observed = "%d days, of %s".formatted(age, newest);
        source.maxAgeDays()
                .ifPresent(limit -> checks.add(inputGate(
                        name("load_age"),
                        "The newest load of source %s is at most %s old (%s)"
                                .formatted(source.name(), days(limit), source.key("max_age_days")),
                        age <= limit,
                        observed,
                        "at most " + days(limit))));
        checks.add(warning(
                name("load_late"),
                "The newest load of source %s is at most %s older than %s"
                        .formatted(source.name(), days(LATE_AFTER_DAYS), reportingDate),
                age <= LATE_AFTER_DAYS,
                observed,
                "at most " + days(LATE_AFTER_DAYS)));
    }

    /** Whether every load has the columns that another has or that the mapping names. */
    QualityCheck ofColumns(List<String> lacking) {
        return warning(
                name("columns"),
                "Every load of source %s has the columns that are mapped or that other loads have (%s)"
                        .formatted(source.name(), source.key("columns")),
                lacking.isEmpty(),
                lacking.isEmpty() ? "all" : "lacking, and read as null: " + String.join("; ", lacking),
                "all");
    }

    /** What the books of the source say. */
    List<QualityCheck> ofAccount(Account account, Optional<Long> previousRows) {
        List<QualityCheck> checks = new ArrayList<>();
        checks.add(rejectedShare(account));
        checks.add(balance(account));
        checks.add(gate(
                name("reserved_name"),
                "No rep, team, segment or channel of source %s is called All, which stands for all members"
                        .formatted(source.name()),
                account.membersCalledAll() == 0,
                rows(account.membersCalledAll()),
                rows(0)));
        if (source.mode() == Source.Mode.SNAPSHOT) {
            checks.add(gate(
                    name("snapshot_rows"),
                    "The snapshot of source %s has rows".formatted(source.name()),
                    account.read() > 0,
                    rows(account.read()),
                    "at least 1 row"));
            previousRows.ifPresent(previous -> checks.add(shareOfPrevious(account, previous)));
        }
        addEntityChecks(checks, account);
        return checks;
    }

    private QualityCheck rejectedShare(Account account) {
        BigDecimal limit = gates.maxRejectedShare().multiply(BigDecimal.valueOf(account.read()));
        boolean passed = account.rejected() <= gates.minRejectedRows()
                || BigDecimal.valueOf(account.rejected()).compareTo(limit) <= 0;
        return gate(
                name("rejected_share"),
                "At most %s of the rows of source %s are rejected (gates.max_rejected_share), or at most %s (gates.min_rejected_rows)"
                        .formatted(gates.maxRejectedShare(), source.name(), gates.minRejectedRows()),
                passed,
                "%d of %s".formatted(account.rejected(), rows(account.read())),
                "at most %s or %s"
                        .formatted(limit.stripTrailingZeros().toPlainString(), rows(gates.minRejectedRows())));
    }

    private QualityCheck balance(Account account) {
        Optional<SourceLoad> wrong = account.loads().stream()
                .filter(load -> parts(load) != load.rowsRead())
                .findFirst();
        return gate(
                name("balance"),
                "In every load of source %s rows read = used + superseded + deleted + filtered + rejected"
                        .formatted(source.name()),
                wrong.isEmpty(),
                wrong.map(load -> "load %s: %s, of which %d are accounted for"
                                .formatted(load.load(), rows(load.rowsRead()), parts(load)))
                        .orElse(rows(account.read()) + " accounted for"),
                "every row accounted for");
    }

    private static long parts(SourceLoad load) {
        return load.rowsUsed() + load.rowsSuperseded() + load.rowsDeleted() + load.rowsFiltered() + load.rowsRejected();
    }

    private QualityCheck shareOfPrevious(Account account, long previous) {
        BigDecimal least = gates.minShareOfPrevious().multiply(BigDecimal.valueOf(previous));
        return gate(
                name("share_of_previous"),
                "The snapshot of source %s has at least %s of the rows of the last published run (gates.min_share_of_previous)"
                        .formatted(source.name(), gates.minShareOfPrevious()),
                BigDecimal.valueOf(account.read()).compareTo(least) >= 0,
                rows(account.read()),
                "at least %s of %s".formatted(least.stripTrailingZeros().toPlainString(), rows(previous)));
    }

    private void addEntityChecks(List<QualityCheck> checks, Account account) {
        if (source.entity() == Entity.QUOTAS) {
            checks.add(none(
                    "overlapping_quotas", "No two quotas of a rep and segment share a day", account.overlapping()));
        }
        if (source.entity() == Entity.LEADS) {
            checks.add(none(
                    "date_order", "No lead was converted or qualified before it was created", account.disordered()));
        }
        if (source.entity() == Entity.REPS) {
            checks.add(none("date_order", "No rep left before being hired", account.disordered()));
        }
        if (RowRules.amountColumn(source.entity()).isPresent()) {
            checks.add(warning(
                    name("exchange_rates"),
                    "Every currency of source %s has a rate (source fx_rates) on or before the first amount in it"
                            .formatted(source.name()),
                    account.currenciesWithoutRate().isEmpty(),
                    account.currenciesWithoutRate().isEmpty()
                            ? "all"
                            : "not for amounts in " + String.join(", ", account.currenciesWithoutRate()),
                    "all"));
        }
    }

    private QualityCheck none(String rule, String description, long count) {
        return warning(
                name(rule), "%s (source %s)".formatted(description, source.name()), count == 0, rows(count), rows(0));
    }

    private String name(String rule) {
        return rule + "." + source.name();
    }

    private static String rows(long count) {
        return count == 1 ? "1 row" : count + " rows";
    }

    private static String days(long count) {
        return count == 1 ? "1 day" : count + " days";
    }
}
