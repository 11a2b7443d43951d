package io.mittari.lake;

import io.mittari.model.Failure;
import io.mittari.settings.Source;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * CSV read by the letter: every value is text, a record with another number of fields than the header is corrupt, and
 * nothing is padded, cut or guessed. Files, not parts of files, are spread over tasks.
 */
final class CsvFormat implements ExtractFormat {
    private final SparkSession spark;
    private final Source source;
    private final CsvDialect dialect;
    private final TextFiles text;
    private final Map<String, List<String>> headers = new HashMap<>();

    CsvFormat(SparkSession spark, Source source) {
        this.spark = spark;
        this.source = source;
        this.dialect = CsvDialect.of(source);
        this.text = new TextFiles(spark, Charset.forName(dialect.charset()));
    }

    @Override
    public List<RawBatch> read(List<Load> loads) {
        List<LakeFile> files =
                loads.stream().flatMap(load -> load.files().stream()).toList();
        List<Optional<List<String>>> found =
                files.parallelStream().map(this::header).toList();
        Map<Set<String>, List<LakeFile>> groups = new TreeMap<>(Comparator.comparing(Object::toString));
        Map<List<String>, List<String>> shared = new HashMap<>();
        for (int i = 0; i < files.size(); i++) {
            LakeFile file = files.get(i);
            found.get(i).ifPresent(header -> {
                headers.put(key(file.load(), file.name()), shared.computeIfAbsent(header, same -> same));
                groups.computeIfAbsent(new TreeSet<>(header), columns -> new ArrayList<>())
                        .add(file);
            });
        }
        return groups.values().stream().map(this::batch).toList();
    }

    private RawBatch batch(List<LakeFile> files) {
        LakeFile example = files.get(0);
        List<String> columns = headers.get(key(example.load(), example.name()));
        StructType schema = new StructType();
        for (String column : columns) {
            schema = schema.add(column, DataTypes.StringType);
        }
        var context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        var tasks = TextFiles.tasks(files, context.defaultParallelism());
        var rows = context.parallelize(tasks, tasks.size()).flatMap(new CsvRows(text, dialect, columns));
        return new RawBatch(spark.createDataFrame(rows, RawBatch.schema(schema)), schema, example.uri());
    }

    /** The names of the file's columns; empty where it holds nothing at all. */
    private Optional<List<String>> header(LakeFile file) {
        try (CsvRecords records = new CsvRecords(text.open(file), dialect)) {
            Optional<CsvRecords.Record> first = records.next();
            if (first.isPresent() && first.get().fields().isEmpty()) {
                throw wrong(
                        file,
                        "the first line has quotes that do not balance: "
                                + first.get().text());
            }
            Optional<List<String>> header =
                    first.flatMap(CsvRecords.Record::fields).map(dialect::names);
            header.ifPresent(names -> checkDistinct(file, names));
            return header;
        } catch (IOException e) {
            throw Failure.input(
                    "Cannot read %s of source %s: %s".formatted(file.uri(), source.name(), e.getMessage()), e);
        }
    }

    private void checkDistinct(LakeFile file, List<String> names) {
        Set<String> seen = new TreeSet<>();
        for (String name : names) {
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw wrong(file, "the header names the column '" + name + "' twice, ignoring case");
            }
        }
    }

    private Failure wrong(LakeFile file, String fault) {
        return Failure.usage(
                "Cannot read %s of source %s: %s (%s)".formatted(file.uri(), source.name(), fault, source.origin()));
    }

    @Override
    public RowJson json() {
        return new CsvJson(dialect, Map.copyOf(headers));
    }

    @Override
    public String positionWord() {
        return "line";
    }

    private static String key(String load, String file) {
        return load + "/" + file;
    }

    /** Makes JSON of a CSV record: the columns that hold something. */
    private record CsvJson(CsvDialect dialect, Map<String, List<String>> headers) implements RowJson {
        @Override
        public String of(String load, String file, String raw) {
            List<String> names = headers.get(key(load, file));
            List<String> values = dialect.split(raw).orElseThrow();
            Map<String, String> row = new LinkedHashMap<>();
            IntStream.range(0, names.size())
                    .filter(i -> !values.get(i).isEmpty())
                    .forEach(i -> row.put(names.get(i), values.get(i)));
            return Json.write(row);
        }
    }
}
