package io.mittari.lake;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The structure of JSON values as a Spark type: objects and arrays keep theirs, scalars are text, and so is a key that
 * holds now an object and now a scalar.
 */
final class JsonShape {
    /** An object without keys. */
    static final StructType EMPTY = new StructType();

    private JsonShape() {}

    /** The value's structure. */
    static DataType of(Object value) {
        if (value instanceof Map<?, ?> object) {
            Map<String, DataType> fields = new TreeMap<>();
            object.forEach((key, field) -> fields.put((String) key, of(field)));
            return struct(fields);
        }
        if (value instanceof List<?> array) {
            DataType element = DataTypes.NullType;
            for (Object item : array) {
                element = merged(element, of(item));
            }
            return DataTypes.createArrayType(element);
        }
        return value == null ? DataTypes.NullType : DataTypes.StringType;
    }

    /** The structure that holds values of both. */
    static DataType merged(DataType one, DataType other) {
        if (one.equals(other) || other.equals(DataTypes.NullType)) {
            return one;
        }
        if (one.equals(DataTypes.NullType)) {
            return other;
        }
        if (one instanceof StructType first && other instanceof StructType second) {
            Map<String, DataType> fields = new TreeMap<>();
            for (StructField field : first.fields()) {
                fields.put(field.name(), field.dataType());
            }
            for (StructField field : second.fields()) {
                fields.merge(field.name(), field.dataType(), JsonShape::merged);
            }
            return struct(fields);
        }
        if (one instanceof ArrayType first && other instanceof ArrayType second) {
            return DataTypes.createArrayType(merged(first.elementType(), second.elementType()));
        }
        return DataTypes.StringType;
    }

    /** The same structure, with text where only nulls were seen. */
    static DataType known(DataType type) {
        if (type instanceof StructType struct) {
            Map<String, DataType> fields = new TreeMap<>();
            for (StructField field : struct.fields()) {
                fields.put(field.name(), known(field.dataType()));
            }
            return struct(fields);
        }
        if (type instanceof ArrayType array) {
            return DataTypes.createArrayType(known(array.elementType()));
        }
        return DataTypes.StringType;
    }

    /** The value as Spark takes it for a column of that type. */
    static Object fitted(Object value, DataType type) {
        if (value instanceof Map<?, ?> object && type instanceof StructType struct) {
            Object[] fields = new Object[struct.size()];
            for (int i = 0; i < fields.length; i++) {
                StructField field = struct.fields()[i];
                fields[i] = fitted(object.get(field.name()), field.dataType());
            }
            return RowFactory.create(fields);
        }
        if (value instanceof List<?> array && type instanceof ArrayType arrayType) {
            return array.stream()
                    .map(item -> fitted(item, arrayType.elementType()))
                    .toArray();
        }
        return Json.text(value);
    }

    private static StructType struct(Map<String, DataType> fields) {
        StructType struct = EMPTY;
        for (Map.Entry<String, DataType> field : fields.entrySet()) {
            struct = struct.add(field.getKey(), field.getValue());
        }
        return struct;
    }
}
