package io.mittari.cli;

import io.mittari.LocalSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reports on what the demo and a small, hostile lake have published, each written once for all tests. */
final class PublishedReports {
    /** A name that a page could take for markup, and one that a spreadsheet could take for a formula. */
    static final String MARKUP = "</script><script>document.title='broken'</script><b>Bo";

    static final String FORMULA = "=HYPERLINK(\"http://localhost/\";\"Ann\")";

    private static final Map<String, Path> PAGES = new HashMap<>();
    private static Path hostile;

    private PublishedReports() {}

    /** The page about the demo, on the newest quarter that is over: the first example of the help. */
    static synchronized Path demo() {
        return PAGES.computeIfAbsent(
                "demo", key -> report(HelpExamples.of("report").get(0), PublishedDemo.configuration()));
    }

    /** The page about a month of the demo, in Finnish: the second example of the help. */
    static synchronized Path finnishMonth() {
        return PAGES.computeIfAbsent(
                "Finnish", key -> report(HelpExamples.of("report").get(1), PublishedDemo.configuration()));
    }

    /** The page about a lake of two reps with hostile names and 32 channels, on the quarter that is running. */
    static synchronized Path hostile() {
        return PAGES.computeIfAbsent(
                "hostile", key -> report("report --period 2026-Q4 --out /reports", hostileConfiguration()));
    }

    static Path workbook(Path page) {
        return page.resolveSibling(page.getFileName().toString().replace(".html", ".xlsx"));
    }

    /** A published table of the demo. */
    static Dataset<Row> table(String name) {
        return LocalSpark.session().read().format("delta").load(PublishedDemo.folder() + "/warehouse/" + name);
    }

    private static Path report(String example, String configuration) {
        try {
            Path folder = Files.createTempDirectory("mittari-report");
            Outcome outcome = HelpExamples.outcome(example, configuration, folder);
            if (outcome.exitCode() != 0) {
                throw new IllegalStateException(outcome.err());
            }
            return Path.of(outcome.lines().get(0).replaceFirst("Page: +", ""));
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private static String hostileConfiguration() {
        try {
            hostile = Files.createTempDirectory("mittari-hostile");
            write("opportunities/all.csv", """
                    opportunity_id,owner_id,status,stage,created_at,closed_at,amount,channel
                    o1,r1,won,Won,2026-06-01,2026-09-20,100,
                    o2,r2,lost,Lost,2026-09-01,2026-10-11,50,
                    o3,r1,won,Won,2026-09-01,2026-10-12,1234.50,
                    o4,r1,won,Won,2026-09-01,2026-10-12,70,c31
                    """ + openOpportunitiesOfChannels(30));
            write("reps/all.csv", """
                    rep_id,rep_name,team
                    r1,"%s",+358
                    r2,"%s",@home
                    """.formatted(FORMULA.replace("\"", "\"\""), MARKUP));
            write("mittari.conf", """
                    currency.reporting = EUR
                    warehouse.path = "FOLDER/warehouse"
                    sources.opportunities.path = "FOLDER/opportunities"
                    sources.reps.path = "FOLDER/reps"
                    """.replace("FOLDER", hostile.toString()));
            String configuration = hostile.resolve("mittari.conf").toString();
            Outcome outcome = Outcome.of("run", "--conf", configuration);
            if (outcome.exitCode() != 0) {
                throw new IllegalStateException(outcome.err());
            }
            return configuration;
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** One of each of the channels c01, c02 and so on. */
    private static String openOpportunitiesOfChannels(int channels) {
        return IntStream.rangeClosed(1, channels)
                .mapToObj("open%1$d,r2,open,New,2026-10-01,,,c%1$02d%n"::formatted)
                .collect(Collectors.joining());
    }

    private static void write(String name, String text) throws IOException {
        Path file = hostile.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
