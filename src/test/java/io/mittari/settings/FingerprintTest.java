package io.mittari.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
    @TempDir
    private Path folder;

    @Test
    void isASha256InHexadecimalDigits() {
        assertThat(fingerprint("")).matches("[0-9a-f]{64}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "calendar.zone = Europe/Helsinki",
                "calendar.first_month = 2",
                "calendar.first_period = 2024",
                "currency.reporting = USD",
                "sources.opportunities.path = /lake/other",
                "sources.opportunities.format = parquet",
                "sources.opportunities.options.delimiter = \";\"",
                "sources.opportunities.mode = changes",
                "sources.opportunities.columns.owner_id = OwnerId",
                "sources.opportunities.where = \"a = 1\"",
                "sources.opportunities.version = v",
                "sources.opportunities.deleted = d",
                "sources.opportunities.lookups.a { path = /a, key = b, match = c }",
                "sources.opportunities.zone = Asia/Tokyo",
                "sources.opportunities.dt_offset_days = 1",
                "sources.reps.path = /lake/reps",
                "leads.qualified_when = \"score > 1\"",
                "expenses.acquisition_categories = [sales]",
                "expenses.allocate_by = none",
                "customers.reactivation_gap_days = 31",
                "customers.inactive_after_days = 366",
                "activities.selling_kinds = [call]",
                "kpis.enabled = [cac]",
                "kpis.targets.cac = 5",
                "kpis.benchmarks.cac = 5",
                "kpis.catalog.a { label = a, unit = ratio, better = lower, numerator = revenue, description = a }"
            })
    void changesWithWhatCanChangeAFigure(String line) {
        assertThat(fingerprint(line)).isNotEqualTo(fingerprint(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# a comment",
                "warehouse { path = /elsewhere, database = kpis }",
                "gates.max_rejected_share = 1",
                "lake.path = /lake",
                "close { approvers = [ann], materiality.cac = 5 }",
                "spark.sql.shuffle.partitions = 3",
                "calendar { first_month = 1, zone = UTC }",
                "expenses.acquisition_categories = \"Sales, Marketing\"",
                "sources.opportunities { mode = snapshot, path = /lake/opportunities }"
            })
    void staysWhereNoFigureCanChange(String line) {
        assertThat(fingerprint(line)).isEqualTo(fingerprint(""));
    }

    @Test
    void takesEqualNumbersAsEqual() {
        assertThat(fingerprint("kpis.targets.cac = 0.30")).isEqualTo(fingerprint("kpis.targets.cac = 0.3"));
    }

    private String fingerprint(String line) {
        return Deployment.minimal(folder, line).settings().fingerprint();
    }
}
