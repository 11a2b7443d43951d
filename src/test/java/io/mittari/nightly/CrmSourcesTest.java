package io.mittari.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.LocalSpark;
import io.mittari.lake.Lake;
import io.mittari.model.Entity;
import io.mittari.model.Failure;
import io.mittari.settings.Settings;
import io.mittari.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small extracts in the shapes of well-known CRMs, through the ready mappings and the whole job. */
class CrmSourcesTest {
    private static final LocalDate D = LocalDate.of(2026, 6, 30);
    private static final Path EXTRACTS = Path.of("src/test/resources/crm");
    private static final String Q2 = "period = '2026-Q2'";

    @TempDir
    private Path folder;

    /** In New York, where the start of a day in UTC is still the day before. */
    @Test
    void salesforce() throws IOException {
        publish("salesforce", """
                calendar.zone = "America/New_York"
                currency.reporting = USD
                sources.leads.columns.qualified_at = "first_of(Qualified_On__c, qualified_on_c)"
                """);

        // Won in Q2: 10 000 USD on its first day + 8 000 EUR at 1 / 0.8 = 10 000 USD + one without an amount = 20 000
        // in
        // 3 deals; the deleted 99 999 is none. Lost: 1, so 3 / 4 are won.
        // Cycles: from the lead of 20 February to 1 April 9 + 31 = 40, 10 April to 10 May 30, 10 to 20 June 10: 80 / 3.
        assertThat(rows(
                        "kpi_company",
                        Q2,
                        "won_deals",
                        "lost_deals",
                        "bookings",
                        "win_rate",
                        "average_deal_size",
                        "sales_cycle_length"))
                .containsExactly("3 | 1 | 20000.00 | 0.750000 | 6666.666667 | 26.666667");
        // Open at the start: the deal won on that day, 10 000, and one that its history knows with 3 000 and due in
        // June.
        // At the end that one has 4 000, of two changes in one second the later, and is due in September; and 1 000.
        assertThat(rows("kpi_company", Q2, "pipeline", "pipeline_due", "pipeline_end", "pipeline_due_end"))
                .containsExactly("13000.00 | 13000.00 | 5000.00 | 0.00");
        // Quotas: 12 000 USD and 8 000 EUR = 10 000 USD; Ann's 10 000 do not reach hers, Bob's do his. 13 000 / 22 000.
        // Forecast before the quarter: 9 000 + 7 000 of 20 000 won: 1 - 4 000 / 20 000.
        assertThat(rows(
                        "kpi_company",
                        Q2,
                        "quota",
                        "quota_attainment_rate",
                        "pipeline_coverage",
                        "forecast",
                        "forecast_accuracy"))
                .containsExactly("22000.00 | 0.500000 | 0.590909 | 16000.00 | 0.800000");
        // Leads: one of May, converted on its day, and one of June; 2 in the morning of 1 April in UTC is March. Both
        // qualified. Time: a meeting of 60 and a call of 900 / 60 = 15 minutes, of 105 with 30 internal.
        assertThat(rows("kpi_company", Q2, "leads_created", "leads_converted", "qualified_leads", "time_spent_selling"))
                .containsExactly("2 | 1 | 2 | 0.714286");
        // Bob logged in on 15 May for the last time, and Ann's team is her role.
        assertThat(rows("kpi_company", "period in ('2026-05', '2026-06')", "period", "active_reps"))
                .containsExactly("2026-05 | 2", "2026-06 | 1");
        assertThat(rows("kpi_rep", Q2 + " and bookings > 0", "rep_id", "rep_name", "team", "bookings"))
                .containsExactly(
                        "005A00000000001IAA | Ann | North | 10000.00", "005A00000000002IAA | Bob | Sales | 10000.00");
        assertThat(rows("kpi_segment", Q2 + " and bookings > 0", "segment", "bookings"))
                .containsExactly("Energy | 10000.00", "Unassigned | 10000.00");
        assertThat(rows("conformed/opportunities", "stage = 'Proposal'", "probability", "expected_close_on"))
                .containsExactly("0.2500 | 2026-09-30");
        nothingIsRejected();
    }

    @Test
    void hubspot() throws IOException {
        publish("hubspot", """
                calendar.zone = "Europe/Helsinki"
                currency.reporting = EUR
                sources.opportunities.lookups.company.format = csv
                sources.stage_history.format = csv
                """);

        // Won in Q2: 1 000 on 31 March at 22.30 in UTC, which is 1 April in Helsinki, by a stage that is called
        // otherwise
        // + 3 000 of a deal with two companies + 500 in a stage that no pipeline has any more = 4 500; lost: 1.
        // Cycles: 10 March to 1 April 22, 10 to 20 May 10, 1 to 10 June 9: 41 / 3.
        assertThat(rows(
                        "kpi_company",
                        Q2,
                        "won_deals",
                        "lost_deals",
                        "bookings",
                        "win_rate",
                        "average_deal_size",
                        "sales_cycle_length"))
                .containsExactly("3 | 1 | 4500.00 | 0.750000 | 1500.000000 | 13.666667");
        assertThat(rows("kpi_segment", Q2 + " and bookings > 0", "segment", "bookings"))
                .containsExactly("BANKING | 3000.00", "RETAIL | 1000.00", "Unassigned | 500.00");
        // Open at the end: 2 000, due on 15 June.
        assertThat(rows("kpi_company", Q2, "pipeline_end", "pipeline_due_end")).containsExactly("2000.00 | 2000.00");
        // Goals of users 901 and 902 are quotas of owners 11 and 12: Ann won 1 500 of 2 000, Bob 3 000 of 2 500.
        assertThat(rows("kpi_rep", Q2 + " and quota > 0", "rep_id", "rep_name", "team", "quota", "bookings"))
                .containsExactly(
                        "11 | Ann Aho | North | 2000.00 | 1500.00",
                        "12 | bob@example.com | Unassigned | 2500.00 | 3000.00");
        assertThat(rows("kpi_company", Q2, "quota_attainment_rate")).containsExactly("0.500000");
        // Bob was archived on 31 May.
        assertThat(rows("kpi_company", "period in ('2026-05', '2026-06')", "period", "active_reps"))
                .containsExactly("2026-05 | 2", "2026-06 | 1");
        // Contacts: two, of which one qualified and became an opportunity; no subscriber and none that is archived.
        // Time: a meeting of 60 minutes that took place, and a call of 600 000 ms = 10 minutes.
        assertThat(rows("kpi_company", Q2, "leads_created", "leads_converted", "qualified_leads", "total_minutes"))
                .containsExactly("2 | 1 | 1 | 70.0000");
        // Appointments of 1 to 11 April, which moved on, and of 25 April to 5 May, which was lost: 10 days each.
        assertThat(rows(
                        "stage_performance",
                        Q2 + " and grain = 'company' and stage = 'Appointment'",
                        "entered",
                        "stays_ended",
                        "average_days",
                        "moved_on",
                        "lost"))
                .containsExactly("2 | 2 | 10.000000 | 1 | 1");
        assertThat(rows("conformed/opportunities", "stage = 'Contract sent'", "probability"))
                .containsExactly("0.9000");
        nothingIsRejected();
    }

    @Test
    void capsule() throws IOException {
        publish("capsule", """
                calendar.zone = "Europe/Helsinki"
                currency.reporting = EUR
                sources.accounts.columns.segment = \"""coalesce(
                  get(filter(fields, field -> field.definition.name = 'Size'), 0).value, 'Unassigned')\"""
                """);

        // Won in Q2: 1 200 fixed + 100.50 a month for 12 months = 1 206, together 2 406 in 2 deals; lost: 1. The deal
        // that is gone in June is none. Cycles: 2 March to 1 April 30, 1 April to 1 May 30.
        assertThat(rows(
                        "kpi_company",
                        Q2,
                        "won_deals",
                        "lost_deals",
                        "bookings",
                        "win_rate",
                        "average_deal_size",
                        "sales_cycle_length"))
                .containsExactly("2 | 1 | 2406.00 | 0.666667 | 1203.000000 | 30.000000");
        // The person's deal is her organisation's.
        assertThat(rows("kpi_segment", Q2 + " and won_deals > 0", "segment", "bookings"))
                .containsExactly("Large | 2406.00");
        // Open at the end: 800, and one without a value; due on 31 July at the earliest.
        assertThat(rows("kpi_company", Q2, "open_opportunities_end", "pipeline_end", "pipeline_due_end"))
                .containsExactly("2 | 800.00 | 0.00");
        // The loads of May and June tell that one was new from 20 May to 9 June: 20 days.
        assertThat(rows(
                        "stage_performance",
                        Q2 + " and grain = 'company' and stage = 'New'",
                        "entered",
                        "stays_ended",
                        "average_days"))
                .containsExactly("2 | 1 | 20.000000");
        assertThat(rows("conformed/opportunities", "opportunity_id = '4'", "account_id", "probability"))
                .containsExactly("300 | 0.5000");
        nothingIsRejected();
    }

    /** The other spelling of each column, as Parquet with types, gives the same rows. */
    @Test
    void salesforceInTheOtherSpellingAndTyped() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(EXTRACTS.resolve("salesforce"))) {
            files = found.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Dataset<Row> rows = LocalSpark.session()
                    .read()
                    .options(Map.of("header", "true", "inferSchema", "true"))
                    .csv(file.toString());
            rows.toDF(Stream.of(rows.columns())
                            .map(CrmSourcesTest::otherSpelling)
                            .toArray(String[]::new))
                    .coalesce(1)
                    .write()
                    .mode("append")
                    .parquet(folder.resolve(EXTRACTS.relativize(file.getParent()))
                            .toString());
        }
        String settings = """
                calendar.zone = "America/New_York"
                currency.reporting = USD
                """;
        Map<Entity, Dataset<Row>> expected = entities(settings("salesforce", EXTRACTS, settings));
        Map<Entity, Dataset<Row>> found =
                entities(settings("salesforce", folder, settings + "lake.format = parquet\n"));

        assertThat(found).containsOnlyKeys(expected.keySet());
        expected.forEach((entity, rows) -> assertThat(Night.lines(found.get(entity), "*"))
                .as(entity.entityName())
                .isNotEmpty()
                .isEqualTo(Night.lines(rows, "*")));
    }

    @Test
    void hubspotAsALoaderLandsIt() throws IOException {
        header("owners", "owner_id,email,first_name,last_name,active_user_id,created_at,updated_at,is_archived");
        header("companies", "id,property_name,property_industry,property_country,is_deleted,_fivetran_synced");
        header("contacts", "id,property_createdate,property_lifecyclestage,property_email,_fivetran_deleted");
        header(
                "deals",
                "deal_id,owner_id,deal_pipeline_id,deal_pipeline_stage_id,property_dealname,property_amount,"
                        + "property_closedate,property_createdate,is_deleted,_fivetran_synced");
        header("stages", "stage_id,pipeline_id,label,probability,closed_won,is_closed,_fivetran_deleted");
        header("deal_companies", "deal_id,company_id,type_id");
        header("deal_stage_history", "deal_id,value,date_entered,_fivetran_start");
        Settings settings = settings("hubspot", folder, """
                currency.reporting = EUR
                lake.format = csv
                sources { activities = null, quotas = null }
                """);

        assertThat(new Lake(LocalSpark.session(), settings).check(D)).isEmpty();
    }

    @Test
    void aNeededColumnThatIsMissingIsNamedInBothSpellings() throws IOException {
        Path file = folder.resolve("salesforce/Opportunity/Opportunity.csv");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "Id,IsWon,IsClosed,CreatedDate,CloseDate\n");
        Settings settings = settings("salesforce", folder, """
                currency.reporting = EUR
                sources { reps = null, accounts = null, leads = null, stage_history = null, activities = null }
                sources { quotas = null, forecasts = null, fx_rates = null }
                """);

        assertThat(new Lake(LocalSpark.session(), settings).check(D))
                .singleElement()
                .extracting(Failure::getMessage)
                .asString()
                .startsWith("sources.opportunities.columns.stage needs a column StageName or stage_name, and file://"
                        + file + " has none of them; it has the columns Id, IsWon, IsClosed, CreatedDate, CloseDate (")
                .contains("salesforce.conf:");
    }

    private void header(String export, String columns) throws IOException {
        Path exportFolder = Files.createDirectories(folder.resolve("hubspot").resolve(export));
        Files.writeString(exportFolder.resolve("part.csv"), columns + "\n");
    }

    /** CreatedDate for created_date, and the other way round; columns of loaders stay. */
    private static String otherSpelling(String column) {
        if (column.startsWith("_")) {
            return column;
        }
        return column.equals(column.toLowerCase(Locale.ROOT))
                ? Stream.of(column.split("_", -1))
                        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                        .collect(Collectors.joining())
                : column.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private static Map<Entity, Dataset<Row>> entities(Settings settings) {
        return new Lake(LocalSpark.session(), settings).read(D, Map.of()).entities();
    }

    private void publish(String crm, String settings) throws IOException {
        new NightlyRun(
                        LocalSpark.session(),
                        settings(crm, EXTRACTS, settings),
                        Clock.systemUTC(),
                        (step, number, of) -> {})
                .publish(D, Order.NIGHTLY);
    }

    private Settings settings(String crm, Path lake, String settings) throws IOException {
        String text = """
                lake.path = "%s"
                warehouse.path = "%s"
                include file("%s")
                """.formatted(
                        lake.toAbsolutePath(),
                        folder,
                        Path.of("conf/sources", crm + ".conf").toAbsolutePath());
        Path file = Files.writeString(folder.resolve("mittari.conf"), text + settings);
        return SettingsReader.read(Optional.of(file), Map.of());
    }

    private void nothingIsRejected() {
        assertThat(rows("rejected_rows", "true", "source", "detail")).isEmpty();
    }

    private List<String> rows(String table, String where, String... columns) {
        return Night.lines(
                LocalSpark.session()
                        .read()
                        .format("delta")
                        .load(folder.resolve(table).toString())
                        .where(where),
                columns);
    }
}
