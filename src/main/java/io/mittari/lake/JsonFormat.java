package io.mittari.lake;

import io.mittari.model.Failure;
import io.mittari.settings.Source;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * JSON, one object a line (option multiLine: a document a file), with every scalar as the text that stands there. A load
 * has a column where any row of it has the key, so the keys are looked at first.
 */
final class JsonFormat implements ExtractFormat {
    private final SparkSession spark;
    private final JsonText text;

    JsonFormat(SparkSession spark, Source source) {
        this.spark = spark;
        String charset = StandardCharsets.UTF_8.name();
        boolean multiLine = false;
        for (Map.Entry<String, String> option : source.options().entrySet()) {
            switch (option.getKey().toLowerCase(Locale.ROOT)) {
                case "multiline" -> multiLine = Boolean.parseBoolean(option.getValue());
                case "encoding", "charset" -> charset = option.getValue();
                default ->
                    throw wrong(source, option.getKey(), "is no option of json; the options are multiLine, encoding");
            }
        }
        this.text = new JsonText(new TextFiles(spark, charset(source, charset)), multiLine);
    }

    private static Charset charset(Source source, String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw wrong(source, "encoding", "is '" + name + "', which is no known character encoding");
        }
    }

    private static Failure wrong(Source source, String option, String fault) {
        return Failure.usage("Option %s of source %s %s (%s, %s)"
                .formatted(option, source.name(), fault, source.key("options." + option), source.origin()));
    }

    @Override
    public List<RawBatch> read(List<Load> loads) {
        Map<String, DataType> shapes = shapes(loads);
        Map<List<String>, List<Load>> groups = new HashMap<>();
        Map<List<String>, DataType> columns = new TreeMap<>(Comparator.comparing(Object::toString));
        for (Load load : loads) {
            if (shapes.get(load.name()) instanceof StructType shape) {
                List<String> names = List.of(shape.fieldNames());
                groups.computeIfAbsent(names, same -> new ArrayList<>()).add(load);
                columns.merge(names, shape, JsonShape::merged);
            }
        }
        List<RawBatch> batches = new ArrayList<>();
        columns.forEach((names, type) -> batches.add(batch(groups.get(names), (StructType) JsonShape.known(type))));
        return batches;
    }

    private Map<String, DataType> shapes(List<Load> loads) {
        Map<String, DataType> shapes = new HashMap<>();
        List<List<LakeFile>> tasks = tasks(loads);
        if (!tasks.isEmpty()) {
            context()
                    .parallelize(tasks, tasks.size())
                    .flatMap(new JsonShapes(text))
                    .collect()
                    .forEach(shape ->
                            shapes.merge(shape.getKey(), DataType.fromJson(shape.getValue()), JsonShape::merged));
        }
        return shapes;
    }

    private RawBatch batch(List<Load> loads, StructType columns) {
        List<List<LakeFile>> tasks = tasks(loads);
        var rows = context().parallelize(tasks, tasks.size()).flatMap(new JsonRows(text, columns));
        return new RawBatch(
                spark.createDataFrame(rows, RawBatch.schema(columns)),
                columns,
                loads.get(0).root());
    }

    private List<List<LakeFile>> tasks(List<Load> loads) {
        List<LakeFile> files =
                loads.stream().flatMap(load -> load.files().stream()).toList();
        return TextFiles.tasks(files, context().defaultParallelism());
    }

    private JavaSparkContext context() {
        return JavaSparkContext.fromSparkContext(spark.sparkContext());
    }

    @Override
    public RowJson json() {
        return (load, file, raw) -> raw;
    }

    @Override
    public String positionWord() {
        return "line";
    }
}
