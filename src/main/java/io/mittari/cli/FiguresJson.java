package io.mittari.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.sql.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/** Figures for a program: an array of objects, one a line, with exact numbers. */
record FiguresJson(ShownFigures figures) {
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    void print(PrintWriter out) {
        String objects = figures.rows().stream().map(this::json).collect(Collectors.joining(",\n"));
        out.println("[\n" + objects + "\n]");
    }

    private String json(Row row) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (String column : figures.columns()) {
            Object value = row.getAs(column);
            object.put(column, value instanceof Date date ? date.toString() : value);
        }
        try {
            return MAPPER.writeValueAsString(object);
        } catch (JsonProcessingException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
