package io.mittari.concurrent;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.format_string;
import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.LocalSpark;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Few rows, and the ranges of their keys. */
class FewRowsTest {
    private static final String KEY = "id";
    private static final Comparator<String> BY_BYTES =
            Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    @Property(tries = 300)
    void everyKeyLiesInARange(@ForAll @NotEmpty List<String> texts) {
        List<String> keys = texts.stream().map(FewRowsTest::wellFormed).toList();
        KeyRanges ranges = KeyRanges.of(keys);
        assertThat(keys).allMatch(key -> ranges.meet(Optional.of(key), Optional.of(key)));
        assertThat(ranges.ranges()).hasSizeBetween(1, 8);
        List<String> ends = ranges.ranges().stream()
                .flatMap(range -> Stream.of(range.first(), range.last()))
                .toList();
        assertThat(ends)
                .isSortedAccordingTo(BY_BYTES)
                .startsWith(keys.stream().min(BY_BYTES).orElseThrow());
    }

    @Test
    void theWidestGapsLieInNoRange() {
        KeyRanges ranges = KeyRanges.of(List.of("O-0900", "O-0100", "C-7", "O-0101", "O-0902", "O-5000"));
        assertThat(ranges.meet(Optional.of("O-0102"), Optional.of("O-0899"))).isFalse();
        assertThat(ranges.meet(Optional.of("C-8"), Optional.of("O-00"))).isFalse();
        assertThat(ranges.meet(Optional.of("O-0102"), Optional.of("O-0900"))).isTrue();
        assertThat(ranges.meet(Optional.empty(), Optional.of("C-7"))).isTrue();
        assertThat(ranges.meet(Optional.of("O-5001"), Optional.empty())).isFalse();
        assertThat(ranges.meet(Optional.empty(), Optional.empty())).isTrue();
    }

    @Test
    void nothingLiesInTheRangesOfNoKey() {
        FewRows none = FewRows.of(keys("id < 0"), KEY);
        assertThat(none.isEmpty()).isTrue();
        assertThat(none.mayLieBetween(Optional.of("A"), Optional.of("Z"))).isFalse();
        assertThat(keys("id < 10").where(none.mayHold(col(KEY))).count()).isZero();
    }

    /** Ten files of a hundred ids; those looked up lie in the second and in the last one. */
    @Test
    void readsOnlyWhereTheKeysMayLie(@TempDir Path folder) {
        String path = folder.resolve("large").toString();
        keys("id < 1000").repartitionByRange(10, col(KEY)).write().parquet(path);
        Dataset<Row> wanted = keys("id in (120, 130, 131, 990, 1500)");
        FewRows few = FewRows.of(wanted, KEY);
        Dataset<Row> large = LocalSpark.session().read().parquet(path);

        Dataset<Row> near = large.where(few.mayHold(col(KEY)));

        assertThat(texts(near.join(few.rows(), KEY))).containsExactlyInAnyOrder("O-0120", "O-0130", "O-0131", "O-0990");
        Column file = col("_metadata.file_name");
        assertThat(near.select(file).distinct().count()).isEqualTo(2);
        assertThat(((org.apache.spark.sql.classic.Dataset<Row>) near)
                        .queryExecution()
                        .sparkPlan()
                        .toString())
                .containsPattern("PushedFilters: \\[[^\\]]*GreaterThanOrEqual\\(id,O-0120\\)");
    }

    private static Dataset<Row> keys(String condition) {
        return LocalSpark.session()
                .range(2000)
                .where(condition)
                .select(format_string("O-%04d", col("id")).as(KEY));
    }

    private static List<String> texts(Dataset<Row> rows) {
        return rows.as(Encoders.STRING()).collectAsList();
    }

    /** Without halves of surrogate pairs, which no text that was read from a file has. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
