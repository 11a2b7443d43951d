package io.mittari.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsFaultsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            calendar.zone = Helsinki               | calendar.zone must be a time zone such as Europe/Helsinki or UTC, not 'Helsinki'
            calendar.zone = null                   | calendar.zone must be a single value, not null
            calendar.first_month = 13              | calendar.first_month must be a whole number from 1 to 12, not '13'
            calendar.first_month = 1.5             | calendar.first_month must be a whole number from 1 to 12, not '1.5'
            calendar.first_month = April           | calendar.first_month must be a whole number from 1 to 12, not 'April'
            calendar.first_month = [1]             | calendar.first_month must be a single value, not a list
            calendar.first_period = 2024-Q5        | calendar.first_period must be a period of this calendar such as 2024, 2024-Q2 or 2024-05, or a date, not '2024-Q5'
            calendar.first_period = FY2024         | calendar.first_period must be a period of this calendar such as 2024, 2024-Q2 or 2024-05, or a date, not 'FY2024'
            calendar.first_period = 2024-02-30     | calendar.first_period must be a period of this calendar such as 2024, 2024-Q2 or 2024-05, or a date, not '2024-02-30'
            calendar.first_period = " "            | calendar.first_period must not be blank
            calendar = 5                           | calendar must be a section: calendar { ... }
            currency.reporting = EURO              | currency.reporting must be a currency of three letters such as EUR, not 'EURO'
            warehouse.path = " "                   | warehouse.path must not be blank
            warehouse.path { dir = x }             | warehouse.path must be a single value, not a section
            leads.qualified_when = "score >"       | leads.qualified_when is no SQL expression: Syntax error at or near end of input (line 1, pos 7), in: score >
            expenses.acquisition_categories = [[a]] | expenses.acquisition_categories must be a list of names, such as [a, b]
            expenses.allocate_by = heads           | expenses.allocate_by must be one of new_customers, qualified_leads, revenue, none, not 'heads'
            customers.reactivation_gap_days = -1   | customers.reactivation_gap_days must be a whole number from 0 to 36500, not '-1'
            customers.inactive_after_days = 0      | customers.inactive_after_days must be a whole number from 1 to 36500, not '0'
            maintenance.keep_days = -1             | maintenance.keep_days must be a whole number from 0 to 36500, not '-1'
            maintenance.keep_runs = 0              | maintenance.keep_runs must be a whole number from 1 to 2147483647, not '0'
            maintenance.every_runs = 0             | maintenance.every_runs must be a whole number from 1 to 2147483647, not '0'
            gates.max_rejected_share = 5           | gates.max_rejected_share must be a share from 0 to 1, not '5'
            gates.min_rejected_rows = -1           | gates.min_rejected_rows must be a whole number from 0 to 2147483647, not '-1'
            gates.min_share_of_previous = half     | gates.min_share_of_previous must be a share from 0 to 1, not 'half'
            kpis.enabled = [win_rat]               | kpis.enabled names no KPI 'win_rat'; the nearest is win_rate
            kpis.enabled = []                      | kpis.enabled must be all, or a list of one KPI or more
            kpis.targets.win_rat = 0.3             | kpis.targets.win_rat is no setting; the nearest is kpis.targets.win_rate
            kpis.targets.win_rate = good           | kpis.targets.win_rate must be a number, with up to 22 digits before the point and 6 after, not 'good'
            kpis.targets.cac = 1e22                | kpis.targets.cac must be a number, with up to 22 digits before the point and 6 after, not '1e22'
            kpis.benchmarks.cac.team = 0.1234567   | kpis.benchmarks.cac.team must be a number, with up to 22 digits before the point and 6 after, not '0.1234567'
            kpis.benchmarks.cac.region = 3         | kpis.benchmarks.cac.region is no setting; the nearest is kpis.benchmarks.cac.segment
            sources.leads = /lake/leads            | sources.leads must be a section: leads { ... }
            spark.x = [1]                          | spark.x must be a single value, not a list
            """)
    void aWrongValueIsNamedWithItsFileAndLine(String line, String message) {
        assertThat(Deployment.minimal(folder, line).faults()).containsExactly("mittari.conf:4: " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            path = ""                        | path must not be blank
            mode = full                      | mode must be one of snapshot, changes, not 'full'
            zone = Mars                      | zone must be a time zone such as Europe/Helsinki or UTC, not 'Mars'
            dt_offset_days = yes             | dt_offset_days must be a whole number from 0 to 36500, not 'yes'
            max_age_days = -1                | max_age_days must be a whole number from 0 to 36500, not '-1'
            options = 5                      | options must be a section: options { ... }
            options.delimiter = [a]          | options.delimiter must be a single value, not a list
            columns.ownerid = OwnerId        | columns.ownerid is no setting; the nearest is sources.leads.columns.owner_id
            columns.status = "case when"     | columns.status is no SQL expression: it names its result 'when', in: case when
            columns.status { a = b }         | columns.status must be a single value, not a section
            lookups.S { path = /s, key = a, match = b } | lookups.S is no name for a lookup: small letters, digits and _ only, a letter first
            lookups.s { path = /s, key = a, match = b, wher = c } | lookups.s.wher is no setting; the nearest is sources.leads.lookups.s.where
            lookups.s { path = /s, key = a } | lookups.s.match must be set: what the key must equal, over the extract's columns
            lookups.s { path = /s, key = a, match = ")" } | lookups.s.match is no SQL expression: Syntax error at or near ')' (line 1, pos 0), in: )
            where = "a = = b"                | where is no SQL expression: Syntax error at or near '=' (line 1, pos 4), in: a = = b
            version = "a b c"                | version is no SQL expression: Syntax error at or near 'c': extra input 'c' (line 1, pos 4), in: a b c
            deleted = ")"                    | deleted is no SQL expression: Syntax error at or near ')' (line 1, pos 0), in: )
            """)
    void aWrongValueOfASourceIsNamedWithItsFileAndLine(String line, String message) {
        String source = "sources.leads.path = /lake/leads\nsources.leads." + line;

        assertThat(Deployment.minimal(folder, source).faults())
                .containsExactly("mittari.conf:5: sources.leads." + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            calender.zone = UTC           | calender is no setting; the nearest is calendar
            calendar.frist_month = 4      | calendar.frist_month is no setting; the nearest is calendar.first_month
            first_month = 4               | first_month is no setting; the nearest is calendar.first_month
            warehouse.databse = kpis      | warehouse.databse is no setting; the nearest is warehouse.database
            "calendar.zone" = UTC         | "calendar.zone" is no setting; the nearest is calendar.zone
            lake.paths = /lake            | lake.paths is no setting; the nearest is lake.path
            gates.max_reject_share = 0.1  | gates.max_reject_share is no setting; the nearest is gates.max_rejected_share
            sources.invoices.path = /x    | sources.invoices is no setting; the nearest is sources.invoice_lines
            sources.leads.path_ = /x      | sources.leads.path_ is no setting; the nearest is sources.leads.path
            """)
    void anUnknownKeyNamesTheNearestKnownOne(String line, String message) {
        assertThat(Deployment.minimal(folder, line).faults()).contains("mittari.conf:4: " + message);
    }

    @Test
    void whatMustBeSetIsAskedFor() {
        assertThat(Deployment.of(folder, "").faults())
                .containsExactly(
                        "mittari.conf: currency.reporting must be set: the currency of all published money, such as EUR",
                        "mittari.conf: warehouse.path must be set: the folder that the tables are published in",
                        "mittari.conf: sources have no events: configure at least one of leads, opportunities,"
                                + " activities, timesheets, invoice_lines, expenses, subscriptions");
    }

    @Test
    void aSourceNeedsAPath() {
        assertThat(Deployment.minimal(folder, "sources.leads { format = json }").faults())
                .containsExactly(
                        "mittari.conf:4: sources.leads.path must be set: the folder that the extract's loads lie in");
    }

    @Test
    void sourcesWithoutEventsAreNotEnough() {
        assertThat(Deployment.minimal(folder, "sources { opportunities = null, reps.path = /lake/reps }")
                        .faults())
                .singleElement()
                .asString()
                .startsWith("mittari.conf: sources have no events");
    }

    @Test
    void allFaultsAreReportedAtOnceInTheOrderOfTheirLines() {
        assertThat(Deployment.of(folder, """
                        gates.max_rejected_share = 2
                        calender.zone = UTC
                        currency.reporting = E
                        sources {
                          leads {
                            path = /lake/leads
                            mode = all
                            columns { onwer_id = OwnerId, status = "a =" }
                          }
                        }
                        kpis.enabled = [cack]
                        """)
                        .withOverride("calendar.first_month", "0")
                        .faults())
                .containsExactly(
                        "-Dcalendar.first_month: calendar.first_month must be a whole number from 1 to 12, not '0'",
                        "mittari.conf: warehouse.path must be set: the folder that the tables are published in",
                        "mittari.conf:1: gates.max_rejected_share must be a share from 0 to 1, not '2'",
                        "mittari.conf:2: calender is no setting; the nearest is calendar",
                        "mittari.conf:3: currency.reporting must be a currency of three letters such as EUR, not 'E'",
                        "mittari.conf:7: sources.leads.mode must be one of snapshot, changes, not 'all'",
                        "mittari.conf:8: sources.leads.columns.onwer_id is no setting;"
                                + " the nearest is sources.leads.columns.owner_id",
                        "mittari.conf:8: sources.leads.columns.status is no SQL expression:"
                                + " Syntax error at or near end of input (line 1, pos 3), in: a =",
                        "mittari.conf:11: kpis.enabled names no KPI 'cack'; the nearest is cac");
    }
}
