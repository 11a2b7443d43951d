package io.mittari.close;

import io.mittari.explain.RunInputs;
import io.mittari.measures.Measure;
import io.mittari.model.Failure;
import io.mittari.model.Period;
import io.mittari.model.PeriodType;
import io.mittari.settings.Settings;
import io.mittari.warehouse.Close;
import io.mittari.warehouse.CloseEvent;
import io.mittari.warehouse.CloseEvent.Action;
import io.mittari.warehouse.CloseLog;
import io.mittari.warehouse.ClosedPeriod;
import io.mittari.warehouse.Closes;
import io.mittari.warehouse.PublishedRun;
import io.mittari.warehouse.Warehouse;
import io.mittari.warehouse.WarehouseLock;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Closes, approves and reopens periods. A quarter is closed with its months; a year by itself, once its quarters are
 * closed.
 */
public final class Closing {
    private final Settings settings;
    private final Clock clock;
    private final Warehouse warehouse;
    private final Closes closes;

    /**
     * @param spark a session whose time zone is UTC
     * @param settings the deployment
     * @param clock what tells when something was signed
     */
    public Closing(SparkSession spark, Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.warehouse = new Warehouse(spark, settings.warehouse());
        this.closes = warehouse.closes();
    }

    /**
     * Whether a period could be closed now.
     *
     * @throws Failure (usage) where nothing is published, or the period is no published quarter or year
     */
    public Readiness readiness(String periodName) {
        return prepared(periodName, closes.log()).readiness();
    }

    /** The close of a period whose figures are the published ones, if there is one. */
    public Optional<ClosedPeriod> inEffect(String periodName) {
        return closes.log().newest(periodName).filter(ClosedPeriod::isInEffect);
    }

    /**
     * Freezes the figures of a period as the newest run has published them.
     *
     * @param by who closes it
     * @param note what they say, if anything
     * @return the entry as it was written
     * @throws Failure with exit 3 and all obstacles where something stands in the way; with exit 4 where a run or another
     *     close holds the warehouse; with exit 2 as {@link #readiness}
     */
    public CloseEvent close(String periodName, String by, Optional<String> note) {
        Signature signature = new Signature(by, note);
        return locked("close", lock -> {
            CloseLog log = closes.log();
            Prepared prepared = prepared(periodName, log);
            Readiness readiness = prepared.readiness();
            Optional<ClosedPeriod> before = log.newest(periodName);
            refuse("close " + periodName, readiness.obstacles());
            if (needsApproval()) {
                before.flatMap(ClosedPeriod::reopened)
                        .filter(reopened -> signature.isOf(reopened.by()))
                        .ifPresent(reopened -> {
                            throw Failure.gate(("Cannot close %s: %s has reopened it, and must not close it, too"
                                            + " (close.approvers is set). Somebody else has to.")
                                    .formatted(periodName, reopened.by()));
                        });
            }
            int version = before.map(close -> close.close().version()).orElse(0) + 1;
            Close close = close(readiness, version, lock.runId());
            FrozenFigures figures = new FrozenFigures(
                    warehouse,
                    readiness.run(),
                    Quarters.covered(settings.calendar(), readiness.period()),
                    prepared.inputs(),
                    prepared.reconciliation());
            return closes.freeze(event(close, Action.CLOSE, signature), figures.rows(), lock);
        });
    }

    /**
     * Lets a close take effect that needs the consent of a second person.
     *
     * @throws Failure with exit 2 where there is nothing to approve, with exit 3 where this person must not, with exit 4
     *     where a run or another close holds the warehouse
     */
    public CloseEvent approve(String periodName, String by, Optional<String> note) {
        Signature signature = new Signature(by, note);
        return locked("approve", lock -> {
            ClosedPeriod newest = newest(closes.log(), periodName);
            if (newest.state() != ClosedPeriod.State.AWAITING_APPROVAL) {
                throw Failure.usage("There is nothing to approve: version %d of %s is %s"
                        .formatted(
                                newest.close().version(),
                                periodName,
                                newest.state().words()));
            }
            if (settings.close().approvers().stream().noneMatch(signature::isOf)) {
                throw Failure.gate("Cannot approve %s: %s is none of close.approvers, which are %s"
                        .formatted(
                                periodName,
                                by,
                                String.join(", ", settings.close().approvers())));
            }
            if (signature.isOf(newest.closed().by())) {
                throw Failure.gate("Cannot approve %s: %s has closed it, and somebody else has to approve it"
                        .formatted(periodName, by));
            }
            return closes.record(event(newest.close(), Action.APPROVE, signature), lock);
        });
    }

    /**
     * Makes the figures of a closed period those of the runs again. What was frozen stays readable.
     *
     * @throws Failure with exit 2 where the period is not closed, with exit 3 where its year is, with exit 4 where a run or
     *     another close holds the warehouse
     */
    public CloseEvent reopen(String periodName, String by, String reason) {
        Signature signature = new Signature(by, Optional.of(reason));
        return locked("reopen", lock -> {
            CloseLog log = closes.log();
            ClosedPeriod newest = newest(log, periodName);
            if (newest.state() == ClosedPeriod.State.REOPENED) {
                throw Failure.usage("%s is not closed: its version %d was reopened by %s"
                        .formatted(
                                periodName,
                                newest.close().version(),
                                newest.reopened().orElseThrow().by()));
            }
            closedYear(log, newest.close()).ifPresent(year -> {
                throw Failure.gate("Cannot reopen %s: its year %s is closed, too. Reopen %s first"
                        .formatted(periodName, year, year));
            });
            return closes.record(event(newest.close(), Action.REOPEN, signature), lock);
        });
    }

    private CloseEvent locked(String purpose, Function<WarehouseLock, CloseEvent> work) {
        String unique = UUID.randomUUID().toString().substring(0, 6);
        Instant now = now();
        try (WarehouseLock lock = warehouse.lock("%s-%s-%s".formatted(purpose, now, unique))) {
            return work.apply(lock);
        }
    }

    /**
     * What a close needs to know.
     *
     * @param readiness whether the period can be closed
     * @param inputs what the run's figures were made of
     * @param reconciliation of bookings with revenue, where both have a source
     */
    private record Prepared(Readiness readiness, RunInputs inputs, Optional<Dataset<Row>> reconciliation) {}

    private Prepared prepared(String periodName, CloseLog log) {
        PublishedRun run = warehouse.publishedRun();
        Period period = Quarters.closable(warehouse, run, settings.calendar(), periodName);
        Obstacles obstacles = new Obstacles(warehouse, settings, run, log);
        List<String> found = new ArrayList<>(obstacles.of(period));
        List<String> notes = new ArrayList<>(obstacles.checks("warn"));
        RunInputs inputs = RunInputs.of(warehouse, run, settings, EnumSet.allOf(Measure.class));
        Optional<Dataset<Row>> reconciliation = Reconciliation.isPossible(inputs)
                ? Optional.of(
                        new Reconciliation(inputs, period, settings.close().reconciliationTolerance())
                                .rows()
                                .localCheckpoint())
                : Optional.empty();
        reconciliation.map(ReconciledTotal::of).ifPresent(total -> {
            settings.close()
                    .maxDifferenceShare()
                    .filter(share -> !total.isWithin(share))
                    .ifPresent(share -> found.add(
                            "Bookings and revenue of %s differ by more than close.max_difference_share, %s: %s"
                                    .formatted(period.name(), share.toPlainString(), total.words())));
            notes.add("Reconciliation: " + total.words());
        });
        notes.addAll(new Gaps(warehouse, run).of(period));
        return new Prepared(new Readiness(period, run, found, notes), inputs, reconciliation);
    }

    private static void refuse(String what, List<String> obstacles) {
        if (!obstacles.isEmpty()) {
            throw Failure.gate("Cannot %s:\n%s".formatted(what, String.join("\n", obstacles)));
        }
    }

    private Close close(Readiness readiness, int version, String closeId) {
        Period period = readiness.period();
        return new Close(
                closeId,
                period.type().typeName(),
                period.name(),
                period.start(),
                period.end(),
                version,
                needsApproval(),
                Close.FrozenRun.of(readiness.run()),
                Map.of());
    }

    private boolean needsApproval() {
        return !settings.close().approvers().isEmpty();
    }

    private ClosedPeriod newest(CloseLog log, String periodName) {
        return log.newest(periodName)
                .orElseThrow(() -> Failure.usage("%s was never closed in %s; `mittari closes` lists what was"
                        .formatted(periodName, settings.warehouse().path())));
    }

    /** The closed year that holds a quarter. */
    private static Optional<String> closedYear(CloseLog log, Close close) {
        return log.closes().stream()
                .filter(year -> year.state() != ClosedPeriod.State.REOPENED)
                .map(ClosedPeriod::close)
                .filter(year -> year.periodType().equals(PeriodType.YEAR.typeName()))
                .filter(year -> !year.period().equals(close.period()))
                .filter(year ->
                        !year.start().isAfter(close.start()) && !year.end().isBefore(close.end()))
                .map(Close::period)
                .findFirst();
    }

    private CloseEvent event(Close close, Action action, Signature signature) {
        return new CloseEvent(0, close, action, signature.by(), now(), signature.note(), "");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
