package io.mittari.nightly;

import static org.apache.spark.sql.functions.lit;

import io.mittari.kpis.Catalog;
import io.mittari.lake.SourceLoad;
import io.mittari.model.QualityCheck;
import io.mittari.settings.KpiDefinition;
import io.mittari.warehouse.KpiTables;
import io.mittari.warehouse.PublishedTable;
import io.mittari.warehouse.RunTables;
import java.sql.Date;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** What a run says about itself and its inputs, as rows of the published tables. */
record RunRows(SparkSession spark, String runId) {
    Dataset<Row> sourceLoads(List<SourceLoad> loads) {
        return rows(
                RunTables.SOURCE_LOADS,
                loads.stream()
                        .map(load -> RowFactory.create(
                                runId,
                                load.source().entityName(),
                                load.load(),
                                load.rowsRead(),
                                load.rowsUsed(),
                                load.rowsSuperseded(),
                                load.rowsDeleted(),
                                load.rowsFiltered(),
                                load.rowsRejected(),
                                load.newestEvent().map(Date::valueOf).orElse(null)))
                        .toList());
    }

    Dataset<Row> qualityChecks(List<QualityCheck> checks) {
        return rows(
                RunTables.QUALITY_CHECKS,
                checks.stream()
                        .map(check -> RowFactory.create(
                                runId,
                                check.check(),
                                check.description(),
                                check.result().name().toLowerCase(Locale.ROOT),
                                check.observed(),
                                check.expected()))
                        .toList());
    }

    Dataset<Row> catalog(Catalog catalog) {
        return rows(
                KpiTables.KPI_CATALOG,
                catalog.published().stream()
                        .map(kpi -> catalogRow(kpi, catalog))
                        .toList());
    }

    Dataset<Row> rejectedRows(Dataset<Row> rejectedRows) {
        return rejectedRows.withColumn("run_id", lit(runId));
    }

    private Row catalogRow(KpiDefinition kpi, Catalog catalog) {
        return RowFactory.create(
                kpi.name(),
                kpi.label(),
                kpi.labelFi(),
                kpi.description(),
                catalog.formula(kpi.name()),
                kpi.unit(),
                kpi.better().name().toLowerCase(Locale.ROOT),
                kpi.core(),
                catalog.inputs(kpi.name()).toArray(String[]::new),
                runId);
    }

    private Dataset<Row> rows(PublishedTable table, List<Row> rows) {
        return spark.createDataFrame(rows, table.schema()).coalesce(1);
    }
}
