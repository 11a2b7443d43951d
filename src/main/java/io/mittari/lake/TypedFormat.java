package io.mittari.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.to_json;

import io.mittari.model.Failure;
import io.mittari.settings.Source;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Parquet, and any other format of typed columns that the Spark session reads. Files of the same columns go together. */
final class TypedFormat implements ExtractFormat {
    private static final String PARQUET = "parquet";
    private static final String DT = "dt";
    /** Where the date stands in a folder's name, dt=YYYY-MM-DD. */
    private static final int LOAD_BEGIN = 4;

    private static final int LOAD_LENGTH = 10;

    private final SparkSession spark;
    private final Source source;

    TypedFormat(SparkSession spark, Source source) {
        this.spark = spark;
        this.source = source;
    }

    @Override
    public List<RawBatch> read(List<Load> loads) {
        List<RawBatch> batches = new ArrayList<>();
        boolean dated = loads.stream().anyMatch(load -> load.date().isPresent());
        groups(loads).forEach((columns, files) -> batches.add(batch(columns, files, dated)));
        return batches;
    }

    private Map<StructType, List<LakeFile>> groups(List<Load> loads) {
        Map<StructType, List<LakeFile>> groups = new LinkedHashMap<>();
        if (source.format().equals(PARQUET)) {
            Configuration hadoop = spark.sessionState().newHadoopConf();
            List<LakeFile> files =
                    loads.stream().flatMap(load -> load.files().stream()).toList();
            List<StructType> schemas =
                    files.parallelStream().map(file -> footer(file, hadoop)).toList();
            for (int i = 0; i < files.size(); i++) {
                groups.computeIfAbsent(schemas.get(i), same -> new ArrayList<>())
                        .add(files.get(i));
            }
        } else {
            for (Load load : loads) {
                groups.computeIfAbsent(inferred(load), same -> new ArrayList<>())
                        .addAll(load.files());
            }
        }
        return groups;
    }

    private StructType footer(LakeFile file, Configuration hadoop) {
        try (ParquetFileReader reader =
                ParquetFileReader.open(HadoopInputFile.fromPath(new Path(URI.create(file.uri())), hadoop))) {
            return new ParquetToSparkSchemaConverter(spark.sessionState().conf())
                    .convert(reader.getFileMetaData().getSchema());
        } catch (IOException | RuntimeException e) {
            throw Failure.input(
                    "Cannot read %s of source %s as parquet: %s; deliver the file again"
                            .formatted(file.uri(), source.name(), e.getMessage()),
                    e);
        }
    }

    private StructType inferred(Load load) {
        try {
            return reader().load(paths(load.files())).schema();
        } catch (RuntimeException e) {
            throw cannotRead(e);
        }
    }

    private RawBatch batch(StructType columns, List<LakeFile> files, boolean isDated) {
        String example = files.get(0).uri();
        String base =
                example.substring(0, example.length() - files.get(0).name().length() - 1);
        if (isDated) {
            base = base.substring(0, base.lastIndexOf('/'));
        }
        Column path = filePathBelow(base);
        Column file = isDated ? substring(path, LOAD_BEGIN + LOAD_LENGTH + 1, Integer.MAX_VALUE) : path;
        Column position = hasPositions() ? col("_metadata.row_index").plus(1) : lit(null);
        if (isDated && mayBePartitioned(columns, files)) {
            var rows = reader().schema(columns.add(DT, DataTypes.StringType))
                    .option("basePath", plain(base))
                    .load(paths(files));
            return new RawBatch(rows.select(selection(columns, col(DT), file, position)), columns, example);
        }
        Column load = isDated ? substring(path, LOAD_BEGIN, LOAD_LENGTH) : lit(Load.ALL);
        var rows = reader().schema(columns).load(paths(files));
        return new RawBatch(rows.select(selection(columns, load, file, position)), columns, example);
    }

    /** Whether dt can be read as a partition, which costs nothing a row: nothing else is called that. */
    private static boolean mayBePartitioned(StructType columns, List<LakeFile> files) {
        return Stream.of(columns.fieldNames()).noneMatch(DT::equalsIgnoreCase)
                && files.stream().noneMatch(file -> file.name().contains("/"));
    }

    /** The path as Spark's readers take it: without the escapes of a URI. */
    static String plain(String uri) {
        return new Path(URI.create(uri)).toString();
    }

    /** The path of a row's file below a folder; Spark spells the beginning of a local file's URI in its own way. */
    static Column filePathBelow(String folder) {
        return substring_index(col("_metadata.file_path"), URI.create(folder).getRawPath() + "/", -1);
    }

    /** The columns of a batch of typed rows, whose raw text is their JSON. */
    static Column[] selection(StructType columns, Column load, Column file, Column position) {
        List<Column> own =
                Stream.of(columns.fieldNames()).map(TypedFormat::named).toList();
        Column json = to_json(struct(own.toArray(Column[]::new)), Map.of("timeZone", "UTC"));
        return Stream.concat(
                        Stream.of(
                                load.as(RawBatch.LOAD),
                                file.as(RawBatch.FILE),
                                position.cast(DataTypes.LongType).as(RawBatch.POSITION),
                                json.as(RawBatch.RAW),
                                lit(null).cast(DataTypes.StringType).as(RawBatch.FAULT)),
                        own.stream())
                .toArray(Column[]::new);
    }

    private static Column named(String column) {
        return col("`" + column.replace("`", "``") + "`");
    }

    private DataFrameReader reader() {
        return spark.read().format(source.format()).options(source.options());
    }

    private static String[] paths(List<LakeFile> files) {
        return files.stream().map(file -> plain(file.uri())).toArray(String[]::new);
    }

    private boolean hasPositions() {
        return source.format().equals(PARQUET);
    }

    @Override
    public RowJson json() {
        return (load, file, raw) -> raw;
    }

    @Override
    public String positionWord() {
        return "row";
    }

    private Failure cannotRead(RuntimeException e) {
        return Failure.usage(
                "Cannot read source %s as %s (%s, %s): %s"
                        .formatted(
                                source.name(), source.format(), source.key("format"), source.origin(), e.getMessage()),
                e);
    }
}
