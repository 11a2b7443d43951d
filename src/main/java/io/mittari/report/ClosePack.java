package io.mittari.report;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;

import io.mittari.close.ClosedTables;
import io.mittari.warehouse.Close;
import io.mittari.warehouse.CloseEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What a report on a close tells beside the figures: who signed it, checksums, the reconciliation, and what would differ
 * today.
 */
record ClosePack(ClosedTables closed) {
    /**
     * One table of it.
     *
     * @param name its name in the keys of texts
     * @param rows in order, what matters most first; columns of text, whole numbers and decimals
     */
    record Part(String name, Dataset<Row> rows) {}

    /** What holds of the close as a whole, by the name in the keys of texts. */
    Map<String, String> facts() {
        Close close = closed.closed().close();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("close_version", Integer.toString(close.version()));
        facts.put("state", closed.closed().state().words());
        facts.put("run_id", close.run().runId());
        facts.put("reporting_date", close.run().reportingDate().toString());
        facts.put("code_version", close.run().codeVersion());
        facts.put("configuration_fingerprint", close.run().configurationFingerprint());
        return facts;
    }

    /** Whether it can be told what would differ today. */
    boolean isKnownToRun() {
        return closed.isKnownToRun();
    }

    /** The tables, in order. */
    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("signatures", signatures()));
        parts.add(new Part("checksums", checksums()));
        parts.add(new Part("reconciliation", reconciliation()));
        closed.restatements().ifPresent(rows -> parts.add(new Part("restatements", restatements(rows))));
        closed.causes().ifPresent(rows -> parts.add(new Part("causes", causes(rows))));
        return parts;
    }

    private Dataset<Row> signatures() {
        StructType schema = texts("action", "signed_by", "signed_at", "note", "entry_checksum");
        List<Row> rows = Stream.of(
                        Optional.of(closed.closed().closed()),
                        closed.closed().approved(),
                        closed.closed().reopened())
                .flatMap(Optional::stream)
                .map(ClosePack::signature)
                .toList();
        return rows(rows, schema);
    }

    private static Row signature(CloseEvent event) {
        return RowFactory.create(
                event.action().actionName(),
                event.by(),
                event.at().toString(),
                event.note().orElse(null),
                event.checksum());
    }

    private Dataset<Row> checksums() {
        StructType schema = texts("table").add("rows", DataTypes.LongType).add("checksum", DataTypes.StringType);
        List<Row> rows = new ArrayList<>();
        closed.closed()
                .close()
                .digests()
                .forEach((table, digest) -> rows.add(RowFactory.create(table, digest.rows(), digest.checksum())));
        return rows(rows, schema);
    }

    private Dataset<Row> reconciliation() {
        Column member = when(col("grain").equalTo("account"), col("account_id"))
                .when(col("grain").equalTo("rep"), col("rep_id"))
                .when(col("grain").equalTo("segment"), col("segment"));
        return closed.reconciliation()
                .withColumn("member", member)
                .orderBy(
                        place("grain", "company", "segment", "rep", "account"),
                        abs(col("difference")).desc(),
                        col("member"))
                .select("grain", "member", "status", "bookings", "revenue", "difference", "won_deals", "invoice_lines");
    }

    private static Dataset<Row> restatements(Dataset<Row> rows) {
        return rows.orderBy(
                        place("grain", "company", "segment", "team", "rep", "rep_segment", "channel"),
                        place("period_type", "year", "quarter", "month"),
                        col("period"),
                        col("kind"),
                        col("figure"),
                        col("rep_id"),
                        col("team"),
                        col("segment"),
                        col("channel"))
                .select(
                        "period",
                        "grain",
                        "rep_id",
                        "team",
                        "segment",
                        "channel",
                        "kind",
                        "figure",
                        "as_closed",
                        "as_now",
                        "difference",
                        "formula_changed");
    }

    private static Dataset<Row> causes(Dataset<Row> rows) {
        return rows.orderBy(
                        place("period_type", "year", "quarter", "month"),
                        col("period"),
                        col("measure"),
                        abs(col("difference")).desc(),
                        col("source"),
                        col("row_key"),
                        col("rep_id"),
                        col("segment"),
                        col("channel"))
                .select(
                        "period",
                        "measure",
                        "cause",
                        "source",
                        "row_key",
                        "rep_id",
                        "team",
                        "segment",
                        "channel",
                        "as_closed",
                        "as_now",
                        "difference");
    }

    private static Column place(String column, String... inOrder) {
        return array_position(array(Stream.of(inOrder).map(functions::lit).toArray(Column[]::new)), col(column));
    }

    private static StructType texts(String... names) {
        StructType schema = new StructType();
        for (String name : names) {
            schema = schema.add(name, DataTypes.StringType);
        }
        return schema;
    }

    private Dataset<Row> rows(List<Row> rows, StructType schema) {
        return closed.reconciliation().sparkSession().createDataFrame(rows, schema);
    }
}
