package io.mittari.demo;

import io.mittari.model.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * A synthetic lake: the extracts of five years of a company that sells subscriptions, and the configuration that maps
 * them. One plan gives the same bytes on every machine (but for the folder's own name in the configuration); memory
 * does not grow with the number of opportunities.
 */
public final class DemoLake {
    /** Name of the configuration file in the lake's folder. */
    public static final String CONFIGURATION = "mittari.conf";

    private static final List<String> FOLDERS = List.of("crm", "finance");
    private static final int PROGRESS_STEP = 1_000;

    private final LakePlan plan;
    private final Loads loads;
    private final Seasons seasons;
    private final Reps reps;
    private final Opportunities opportunities;

    /** A lake of that plan, not written yet. */
    public DemoLake(LakePlan plan) {
        this.plan = plan;
        loads = new Loads(plan);
        seasons = new Seasons(plan);
        reps = new Reps(plan);
        opportunities = new Opportunities(plan, seasons, reps);
    }

    /**
     * Writes {@code crm/}, {@code finance/} and {@value #CONFIGURATION} to the folder, in place of a generated lake
     * that is there.
     *
     * @param progress takes the number of opportunities written so far, now and then
     * @throws Failure of usage where the folder holds extracts of another origin, or cannot be written to
     */
    public void write(Path directory, LongConsumer progress) {
        Path lake = directory.toAbsolutePath().normalize();
        try {
            clear(lake);
            Files.createDirectories(lake);
            Files.writeString(lake.resolve(CONFIGURATION), DemoConfiguration.text(plan, lake));
            writeSmallExtracts(lake);
            new AccountExtract(plan, loads, reps, opportunities).write(lake);
            writeOpportunities(lake, progress);
        } catch (IOException failed) {
            throw unwritable(lake, failed);
        } catch (UncheckedIOException failed) {
            throw unwritable(lake, failed.getCause());
        }
    }

    private void writeSmallExtracts(Path lake) throws IOException {
        Expectations expectations = new Expectations(seasons, reps);
        RepExtract.write(plan, lake, loads, reps);
        ExchangeRateExtract.write(plan, lake);
        TimesheetExtract.write(plan, lake, loads, reps);
        new ExpenseExtract(plan, loads, seasons, reps, expectations).write(lake);
        try (var quotas = new QuotaExtract(plan, lake, loads, seasons, reps, expectations)) {
            quotas.write();
        }
    }

    private void writeOpportunities(Path lake, LongConsumer progress) throws IOException {
        try (var deals = new OpportunityExtract(plan, lake, loads, reps);
                var history = new StageHistoryExtract(plan, lake, loads);
                var leads = new LeadExtract(plan, lake, loads, reps);
                var invoices = new InvoiceExtract(plan, lake, loads);
                var subscriptions = new SubscriptionExtract(plan, lake, loads)) {
            for (long index = 0; index < plan.opportunities(); index++) {
                Opportunity opportunity = opportunities.at(index);
                deals.write(opportunity);
                history.write(opportunity);
                leads.write(opportunity);
                if (opportunity.isWon()) {
                    invoices.write(opportunity);
                    subscriptions.write(opportunity);
                }
                if ((index + 1) % PROGRESS_STEP == 0 || index + 1 == plan.opportunities()) {
                    progress.accept(index + 1);
                }
            }
        }
    }

    /** Removes the extracts of a lake that was generated here before; nobody else's. */
    private static void clear(Path lake) throws IOException {
        List<Path> folders =
                FOLDERS.stream().map(lake::resolve).filter(Files::exists).toList();
        Path configuration = lake.resolve(CONFIGURATION);
        boolean isForeign = Files.exists(configuration)
                ? !Files.readString(configuration).startsWith(DemoConfiguration.FIRST_LINE)
                : !folders.isEmpty();
        if (isForeign) {
            throw Failure.usage(
                    "Cannot write a lake to %s: it holds %s of another origin. Choose another folder with --dir"
                            .formatted(
                                    lake,
                                    Files.exists(configuration)
                                            ? CONFIGURATION
                                            : folders.get(0).getFileName()));
        }
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Failure unwritable(Path lake, IOException failed) {
        return Failure.usage(
                "Cannot write a lake to %s: %s. Choose a folder with --dir that you may write to, with enough room"
                        .formatted(lake, failed),
                failed);
    }
}
