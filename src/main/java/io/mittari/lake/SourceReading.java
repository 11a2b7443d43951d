package io.mittari.lake;

import io.mittari.model.Entity;
import io.mittari.model.QualityCheck;
import io.mittari.settings.Settings;
import io.mittari.settings.Source;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One source on its way in: its loads up to the reporting date, mapped, but not yet read. */
final class SourceReading {
    /** Below so many bytes a source is read as one task: the fixed cost of more would be all there is. */
    private static final long SMALL_BYTES = 4L << 20;

    private final SparkSession spark;
    private final Settings settings;
    private final Source source;
    private final List<Load> loads;
    private final ExtractFormat format;
    private final List<Mapping.Mapped> batches;

    /** Finds the loads and resolves the mapping; throws a Failure that names what does not fit. */
    SourceReading(SparkSession spark, Settings settings, Source source, LocalDate reportingDate) {
        this.spark = spark;
        this.settings = settings;
        this.source = source;
        this.format = ExtractFormat.of(spark, source);
        this.loads = new LoadFinder(spark, source).upTo(reportingDate);
        Mapping mapping = new Mapping(source);
        this.batches = format.read(loads).stream().map(mapping::map).toList();
    }

    Source source() {
        return source;
    }

    Entity entity() {
        return source.entity();
    }

    List<Load> loads() {
        return loads;
    }

    ExtractFormat format() {
        return format;
    }

    /** The rows, judged one by one, with their outcome; lazily. */
    Dataset<Row> decided(RowRules.ExchangeDays exchangeDays) {
        ValueReader reader = new ValueReader(source.zone(), settings.calendar().zone());
        boolean needsCurrency =
                batches.stream().anyMatch(batch -> batch.present().contains("currency"));
        RowRules rules = new RowRules(entity(), reader, settings.calendar(), needsCurrency, exchangeDays);
        Judge judge = new Judge(entity(), reader, rules, source.version().isPresent(), format.positionWord());
        var schema = Judge.schema(entity());
        Dataset<Row> judged = batches.stream()
                .map(batch -> batch.rows().mapPartitions(judge, Encoders.row(schema)))
                .reduce(Dataset::union)
                .orElseGet(() -> spark.createDataFrame(List.of(), schema));
        return new Versions(entity()).decided(judged, isSmall());
    }

    /** Whether all is read as one task. */
    boolean isSmall() {
        boolean isKnown = loads.stream().noneMatch(load -> load.files().isEmpty());
        return isKnown && loads.stream().mapToLong(Load::bytes).sum() <= SMALL_BYTES;
    }

    /** The checks that need no row. */
    List<QualityCheck> inputChecks(LocalDate reportingDate) {
        SourceChecks checks = new SourceChecks(source, settings.gates());
        List<QualityCheck> found = new ArrayList<>(checks.ofInput(loads, reportingDate));
        found.add(checks.ofColumns(lacking()));
        return found;
    }

    /** The columns that files lack although they are mapped or others have them, with an example each. */
    private List<String> lacking() {
        TreeSet<String> known = new TreeSet<>();
        batches.forEach(batch -> known.addAll(batch.present()));
        List<String> lacking = new ArrayList<>();
        for (Mapping.Mapped batch : batches) {
            TreeSet<String> absent = new TreeSet<>(known);
            absent.addAll(batch.lacking());
            absent.removeAll(batch.present());
            if (!absent.isEmpty()) {
                lacking.add(String.join(", ", absent) + " in " + batch.example());
            }
        }
        return lacking;
    }
}
