package io.mittari.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mittari.explain.BehindRow;
import io.mittari.explain.ExplainedChange;
import io.mittari.explain.ExplainedMeasure;
import io.mittari.explain.Explanation;
import io.mittari.kpis.Workings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** An explanation for a program: one object, with exact numbers. */
record ExplainedJson(Explained explained) {
    void print(PrintWriter out) {
        try (JsonGenerator json =
                FiguresJson.MAPPER.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            writeValue(json, explained.explanation());
            json.writeArrayFieldStart("measures");
            for (ExplainedMeasure measure : explained.explanation().measures()) {
                write(json, measure);
            }
            json.writeEndArray();
            json.writePOJOField(
                    "rejected",
                    explained.explanation().rejected().stream()
                            .map(rejected -> object("source", rejected.source(), "rows", rejected.rows()))
                            .toList());
            if (explained.change().isPresent()) {
                write(json, explained.change().get());
            }
            json.writeEndObject();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        out.println();
    }

    private static void writeValue(JsonGenerator json, Explanation explanation) throws IOException {
        json.writePOJOField("name", explanation.name());
        json.writePOJOField("label", explanation.label());
        json.writePOJOField("unit", explanation.unit());
        json.writePOJOField("description", explanation.description());
        json.writePOJOField("grain", explanation.subject().grain().grainName());
        json.writePOJOField("member", explanation.subject().keys());
        json.writePOJOField("period", explanation.period().name());
        json.writePOJOField("period_start", explanation.period().start().toString());
        json.writePOJOField("period_end", explanation.period().end().toString());
        json.writePOJOField("complete", explanation.isComplete());
        json.writePOJOField("value", explanation.value().orElse(null));
        json.writePOJOField("status", explanation.status());
        json.writePOJOField(
                "closed",
                explanation
                        .closed()
                        .map(closed -> object(
                                "version", closed.close().version(),
                                "restated", closed.isRestated(),
                                "value_now", closed.now().orElse(null),
                                "rows_of_the_close", closed.hasFrozenRows()))
                        .orElse(null));
        json.writePOJOField("as_of", explanation.asOf().toString());
        json.writePOJOField("run_id", explanation.runId());
        json.writeArrayFieldStart("formulas");
        for (Workings.Line line : explanation.lines()) {
            json.writePOJO(object(
                    "kpi", line.name(),
                    "formula", line.formula(),
                    "numbers", line.numbers(),
                    "value", line.value().orElse(null)));
        }
        json.writeEndArray();
    }

    private void write(JsonGenerator json, ExplainedMeasure measure) throws IOException {
        json.writeStartObject();
        json.writePOJOField("measure", measure.name());
        json.writePOJOField("description", measure.description());
        json.writePOJOField("unit", measure.unit());
        json.writePOJOField("value", measure.value().orElse(null));
        json.writePOJOField("row_count", measure.rowCount());
        json.writeArrayFieldStart("rows");
        Iterator<BehindRow> rows = measure.largest().apply(explained.limit());
        while (rows.hasNext()) {
            json.writePOJO(row(rows.next()));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static Map<String, Object> row(BehindRow row) {
        return object(
                "entity", row.entity(),
                "key", row.key(),
                "day", Objects.toString(row.day(), null),
                "rep_id", row.repId(),
                "rep_name", row.repName(),
                "team", row.team(),
                "segment", row.segment(),
                "channel", row.channel(),
                "days", row.days(),
                "amount", row.amount(),
                "currency", row.currency(),
                "rate", row.rate(),
                "value", row.part(),
                "note", row.note());
    }

    private static void write(JsonGenerator json, ExplainedChange change) throws IOException {
        json.writeObjectFieldStart("change");
        json.writePOJOField("previous_period", change.previousPeriod());
        json.writePOJOField("previous_value", change.previousValue().orElse(null));
        json.writePOJOField("change", change.change().orElse(null));
        json.writeArrayFieldStart("parts");
        for (Workings.Part part : change.parts()) {
            json.writePOJO(
                    object("part", part.name(), "before", part.before(), "now", part.after(), "effect", part.effect()));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("members");
        for (ExplainedChange.Member member : change.members()) {
            BigDecimal effect = member.effect().orElse(null);
            json.writePOJO(
                    object("kind", member.kind(), "member", member.member(), "name", member.name(), "effect", effect));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Names and values in turn. */
    private static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int index = 0; index < namesAndValues.length; index += 2) {
            object.put((String) namesAndValues[index], namesAndValues[index + 1]);
        }
        return object;
    }
}
