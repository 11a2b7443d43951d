package io.mittari.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.xxhash64;
import static scala.jdk.javaapi.CollectionConverters.asScala;

import io.mittari.concurrent.HashFilter;
import io.mittari.concurrent.Kept;
import io.mittari.model.Entity;
import io.mittari.model.QualityCheck;
import io.mittari.settings.Settings;
import io.mittari.settings.Source;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.collection.immutable.Seq;

/** One source on its way in: its loads up to the reporting date, mapped, but not yet read. */
final class SourceReading {
    private final SparkSession spark;
    private final Settings settings;
    private final Source source;
    private final List<Load> loads;
    private final Map<String, SideFile> sideFiles;
    private final ExtractFormat format;
    private final List<Mapping.Mapped> batches;
    private final long smallBytes;

    private final boolean needsCurrency;

    /** Finds the loads and resolves the mapping; throws a Failure that names what does not fit. */
    static SourceReading of(
            SparkSession spark, Settings settings, Source source, LocalDate reportingDate, long smallBytes) {
        List<Load> loads = new LoadFinder(spark, source).upTo(reportingDate);
        Map<String, SideFile> sideFiles = new TreeMap<>();
        source.lookups()
                .forEach((name, lookup) -> sideFiles.put(name, SideFile.of(spark, name, lookup, reportingDate)));
        return new SourceReading(spark, settings, source, loads, sideFiles, smallBytes, false);
    }

    private SourceReading(
            SparkSession spark,
            Settings settings,
            Source source,
            List<Load> loads,
            Map<String, SideFile> sideFiles,
            long smallBytes,
            boolean needsCurrency) {
        this.sideFiles = sideFiles;
        this.smallBytes = smallBytes;
        this.spark = spark;
        this.settings = settings;
        this.source = source;
        this.format = ExtractFormat.of(spark, source);
        this.loads = loads;
        Mapping mapping = new Mapping(source, sideFiles);
        this.batches = format.read(loads).stream().map(mapping::map).toList();
        this.needsCurrency = needsCurrency
                || batches.stream().anyMatch(batch -> batch.present().contains("currency"));
    }

    /** The same source with some of its loads only. */
    SourceReading only(Predicate<Load> wanted) {
        List<Load> some = loads.stream().filter(wanted).toList();
        return new SourceReading(spark, settings, source, some, sideFiles, smallBytes, needsCurrency);
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

    /** Whether amounts need a currency: whether any load has a column of it. */
    boolean needsCurrency() {
        return needsCurrency;
    }

    /**
     * The rows that are proven to be used, found by one pass over the keys; empty where the source is small, or is not of
     * typed columns.
     */
    Optional<ProvenRows> proven(RowRules.ExchangeDays exchangeDays) {
        return isSmall() ? Optional.empty() : sound(exchangeDays).map(sound -> ProvenRows.of(entity(), sound));
    }

    /** All rows but the proven ones, judged one by one, with their outcome; lazily. */
    Dataset<Row> decided(RowRules.ExchangeDays exchangeDays, Optional<ProvenRows> proven) {
        Stream<Dataset<Row>> unsure =
                proven
                        .map(ProvenRows::unsound)
                        .orElseGet(
                                () -> batches.stream().map(Mapping.Mapped::rows).toList())
                        .stream()
                        .map(rows -> judged(rows, exchangeDays));
        Stream<Dataset<Row>> sound = proven.stream().flatMap(rows -> rows.repeated().stream());
        return decided(union(Stream.concat(unsure, sound)));
    }

    /**
     * The rows of some new loads with their outcome, and those rows of the other loads that have their keys and may be
     * newer; lazily, but for the keys.
     */
    Dataset<Row> decidedOnTopOf(SourceReading others, RowRules.ExchangeDays exchangeDays) {
        Dataset<Row> fresh = judged(exchangeDays, lit(true), hash -> lit(true));
        Column takesPart = col(Judge.SPREAD).equalTo(0);
        Dataset<Row> candidates = fresh.where(takesPart);
        Row oldest = candidates.agg(count(lit(1)), min(Judge.VERSION_INSTANT)).head();
        UnaryOperator<Column> isTouched = HashFilter.of(candidates.select(hash()), oldest.getLong(0));
        Dataset<Row> newer = others.from(loads.get(0).name())
                .judged(exchangeDays, isFrom(Optional.ofNullable(oldest.getAs(1))), isTouched);
        return decided(fresh.union(newer.where(takesPart)));
    }

    /** Without the loads that come before one, where they order the versions. */
    private SourceReading from(String first) {
        return source.version().isPresent() ? this : only(load -> load.name().compareTo(first) >= 0);
    }

    /** Whether a mapped row has this version at least: a reader can tell that of many rows at once. */
    private static Column isFrom(Optional<Long> instant) {
        return instant.map(micros -> col(Mapping.VERSION).geq(timestamp_micros(lit(micros))))
                .orElse(lit(true));
    }

    /**
     * Rows as {@link Judge} gives them; they are read once.
     *
     * @param condition what holds of the mapped rows that are wanted; where columns are not typed others come as well
     * @param hashCondition what holds of the hashes of their keys
     */
    private Dataset<Row> judged(
            RowRules.ExchangeDays exchangeDays, Column condition, UnaryOperator<Column> hashCondition) {
        return sound(exchangeDays)
                .map(sound -> union(sound.stream().flatMap(batch -> {
                    Dataset<Row> rows =
                            Kept.rows(batch.rows().where(condition).where(hashCondition.apply(batch.hash())));
                    return Stream.of(
                            rows.where(batch.isSound()).select(batch.judged()),
                            judged(rows.where(not(batch.isSound())), exchangeDays));
                })))
                .orElseGet(() -> union(batches.stream()
                        .map(batch -> judged(batch.rows(), exchangeDays).where(hashCondition.apply(hash())))));
    }

    /** The hash of a judged row's key: the same as that of a {@link SoundRow}. */
    private Column hash() {
        return xxhash64(entity().key().stream().map(name -> col(name)).toArray(Column[]::new));
    }

    private Dataset<Row> judged(Dataset<Row> mapped, RowRules.ExchangeDays exchangeDays) {
        Judge judge = new Judge(
                entity(), reader(), rules(exchangeDays), source.version().isPresent(), format.positionWord());
        return mapped.mapPartitions(judge, Encoders.row(Judge.schema(entity())));
    }

    private Dataset<Row> decided(Dataset<Row> judged) {
        return new Versions(entity()).decided(judged, isSmall());
    }

    private Dataset<Row> union(Stream<Dataset<Row>> judged) {
        return judged.reduce(Dataset::union).orElseGet(() -> spark.createDataFrame(List.of(), Judge.schema(entity())));
    }

    /** How the rows are read without being judged; empty where a batch is not of typed columns. */
    private Optional<List<SoundRow>> sound(RowRules.ExchangeDays exchangeDays) {
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
        return batches.isEmpty() || sound.size() < batches.size() ? Optional.empty() : Optional.of(sound);
    }

    /** The rejected ones of the decided rows, each with the row as it came: of sound rows it is read again. */
    Dataset<Row> rejected(Dataset<Row> decided) {
        Dataset<Row> rejected = decided.where(Outcome.REJECTED.isOutcome());
        Dataset<Row> lacking = rejected.where(col(RawBatch.RAW).isNull());
        if (!(format instanceof TypedFormat) || lacking.isEmpty()) {
            return rejected;
        }
        Column[] origin = {col(RawBatch.LOAD), col(RawBatch.FILE), col(RawBatch.POSITION)};
        Column isWanted = HashFilter.of(lacking.select(xxhash64(origin))).apply(xxhash64(origin));
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
