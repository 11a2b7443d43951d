package io.mittari.warehouse;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.transform;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What rows come to, in whatever order and files they lie.
 *
 * <p>A row's text is its columns in the order of the table, without {@code close_id}, joined by {@code |}: each value as
 * its length in characters, a colon, and the value as text (a decimal with all digits of its scale, a day as
 * YYYY-MM-DD); null is {@code -}. A row's hash is the SHA-256 of its text in UTF-8, in lower-case hexadecimal digits. The
 * hashes with the same first two digits are sorted, joined and hashed again; the checksum is the hash of these hashes,
 * joined in the order of the two digits. So no machine ever has to sort more than a 256th of the rows.
 *
 * @param rows how many rows
 * @param checksum SHA-256 in hexadecimal digits
 */
public record TableDigest(long rows, String checksum) {
    private static final int BITS = 256;

    /** The digest of frozen rows with the columns of their table. */
    static TableDigest of(PublishedTable table, Dataset<Row> rows) {
        Column[] values = table.columns().stream()
                .map(PublishedColumn::name)
                .filter(name -> !name.equals(CloseTables.CLOSE_ID))
                .map(TableDigest::text)
                .toArray(Column[]::new);
        Dataset<Row> parts = rows.select(sha2(concat_ws("|", values), BITS).as("hash"))
                .groupBy(substring(col("hash"), 1, 2).as("digits"))
                .agg(
                        joined(collect_list(col("hash"))).as("digest"),
                        count(lit(1)).as("rows"));
        Column inOrder = transform(
                array_sort(collect_list(struct(col("digits"), col("digest")))), part -> part.getField("digest"));
        Row whole = parts.agg(sha2(array_join(inOrder, ""), BITS), coalesce(sum(col("rows")), lit(0L)))
                .head();
        return new TableDigest(whole.getLong(1), whole.getString(0));
    }

    private static Column joined(Column hashes) {
        return sha2(array_join(array_sort(hashes), ""), BITS);
    }

    private static Column text(String name) {
        Column value = col(name).cast("string");
        return coalesce(concat(length(value).cast("string"), lit(":"), value), lit("-"));
    }
}
