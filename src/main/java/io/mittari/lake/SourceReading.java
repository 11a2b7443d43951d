package io.mittari.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;
import static scala.jdk.javaapi.CollectionConverters.asScala;

import io.mittari.model.Entity;
import io.mittari.model.QualityCheck;
import io.mittari.settings.Settings;
import io.mittari.settings.Source;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.collection.immutable.Seq;

/** One source on its way in: its loads up to the reporting date, mapped, but not yet read. */
final class SourceReading {
    /** Below so many bytes a source is read as one task: the fixed cost of more would be all there is. */
    static final long SMALL_BYTES = 4L << 20;

    private final SparkSession spark;
    private final Settings settings;
    private final Source source;
    private final List<Load> loads;
    private final ExtractFormat format;
    private final List<Mapping.Mapped> batches;
    private final long smallBytes;

    /** Finds the loads and resolves the mapping; throws a Failure that names what does not fit. */
    SourceReading(SparkSession spark, Settings settings, Source source, LocalDate reportingDate, long smallBytes) {
        this.smallBytes = smallBytes;
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

    /**
     * The rows that are proven to be used, found by one pass over the keys; empty where the source is small, or is not of
     * typed columns.
     */
    Optional<ProvenRows> proven(RowRules.ExchangeDays exchangeDays) {
        if (isSmall() || batches.isEmpty()) {
            return Optional.empty();
        }
        RowRules rules = rules(exchangeDays);
        List<SoundRow> sound = batches.stream()
                .flatMap(batch ->
                        SoundRow.of(
                                batch,
                                entity(),
                                rules,
                                settings.calendar().zone(),
                                source.version().isPresent())
                                .stream())
                .toList();
        return sound.size() < batches.size() ? Optional.empty() : Optional.of(ProvenRows.of(entity(), sound));
    }

    /** All rows but the proven ones, judged one by one, with their outcome; lazily. */
    Dataset<Row> decided(RowRules.ExchangeDays exchangeDays, Optional<ProvenRows> proven) {
        Judge judge = new Judge(
                entity(), reader(), rules(exchangeDays), source.version().isPresent(), format.positionWord());
        Stream<Dataset<Row>> unsure =
                proven
                        .map(ProvenRows::unsound)
                        .orElseGet(
                                () -> batches.stream().map(Mapping.Mapped::rows).toList())
                        .stream()
                        .map(rows -> rows.mapPartitions(judge, Encoders.row(Judge.schema(entity()))));
        Stream<Dataset<Row>> sound = proven.stream().flatMap(rows -> rows.repeated().stream());
        Dataset<Row> judged = Stream.concat(unsure, sound)
                .reduce(Dataset::union)
                .orElseGet(() -> spark.createDataFrame(List.of(), Judge.schema(entity())));
        return new Versions(entity()).decided(judged, isSmall());
    }

    /** The rejected ones of the decided rows, each with the row as it came: of sound rows it is read again. */
    Dataset<Row> rejected(Dataset<Row> decided) {
        Dataset<Row> rejected = decided.where(Outcome.REJECTED.isOutcome());
        if (isSmall()) {
            return rejected;
        }
        Dataset<Row> lacking = rejected.where(col(RawBatch.RAW).isNull());
        Column[] origin = {col(RawBatch.LOAD), col(RawBatch.FILE), col(RawBatch.POSITION)};
        Column isWanted = HashFilter.mightContain(lacking.select(xxhash64(origin)), xxhash64(origin));
        Dataset<Row> raw = batches.stream()
                .map(batch -> batch.rows()
                        .where(isWanted)
                        .select(RawBatch.LOAD, RawBatch.FILE, RawBatch.POSITION, RawBatch.RAW))
                .reduce(Dataset::union)
                .orElseThrow();
        Seq<String> place = asScala(List.of(RawBatch.LOAD, RawBatch.FILE, RawBatch.POSITION))
                .toSeq();
        Dataset<Row> found = lacking.drop(RawBatch.RAW).join(raw, place);
        return rejected.where(col(RawBatch.RAW).isNotNull()).unionByName(found);
    }

    private RowRules rules(RowRules.ExchangeDays exchangeDays) {
        boolean needsCurrency =
                batches.stream().anyMatch(batch -> batch.present().contains("currency"));
        return new RowRules(entity(), reader(), settings.calendar(), needsCurrency, exchangeDays);
    }

    private ValueReader reader() {
        return new ValueReader(source.zone(), settings.calendar().zone());
    }

    /** Whether all is read as one task. */
    boolean isSmall() {
        boolean isKnown = loads.stream().noneMatch(load -> load.files().isEmpty());
        return isKnown && loads.stream().mapToLong(Load::bytes).sum() <= smallBytes;
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
