package io.mittari.lake;

import io.mittari.model.Failure;
import java.io.IOException;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.types.DataType;

/** Finds the keys of JSON files: per load, the structure that holds all of its rows, as Spark writes types in JSON. */
final class JsonShapes implements FlatMapFunction<List<LakeFile>, Map.Entry<String, String>> {
    private static final long serialVersionUID = 1L;

    private final JsonText text;

    JsonShapes(JsonText text) {
        this.text = text;
    }

    @Override
    public Iterator<Map.Entry<String, String>> call(List<LakeFile> files) {
        Map<String, DataType> shapes = new HashMap<>();
        for (LakeFile file : files) {
            shape(file).ifPresent(shape -> shapes.merge(file.load(), shape, JsonShape::merged));
        }
        return shapes.entrySet().stream()
                .map(shape -> serializable(shape.getKey(), shape.getValue().json()))
                .iterator();
    }

    /** {@link Map#entry} is none that a task could send. */
    private static Map.Entry<String, String> serializable(String load, String shape) {
        return new SimpleImmutableEntry<>(load, shape);
    }

    /** The structure of the file's rows; empty where it has none. */
    private Optional<DataType> shape(LakeFile file) {
        DataType shape = null;
        try (JsonRecords records = text.open(file)) {
            for (var record = records.next(); record.isPresent(); record = records.next()) {
                DataType next = record.get().object().map(JsonShape::of).orElse(JsonShape.EMPTY);
                shape = shape == null ? next : JsonShape.merged(shape, next);
            }
        } catch (IOException e) {
            throw Failure.input("Cannot read %s: %s; deliver the file again".formatted(file.uri(), e), e);
        }
        return Optional.ofNullable(shape);
    }
}
