package io.mittari.cli;

import io.mittari.explain.BehindRow;
import io.mittari.explain.ClosedValue;
import io.mittari.explain.ExplainedChange;
import io.mittari.explain.ExplainedMeasure;
import io.mittari.explain.Explanation;
import io.mittari.kpis.Workings;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** An explanation for a person, all numbers with all digits. */
record ExplainedTable(Explained explained) {
    private static final String NOTHING = "-";
    private static final int MOST_MEMBERS = 5;

    /** A column of rows; one that says nothing of any row is left out. */
    private record RowColumn(String header, Function<BehindRow, Object> value) {}

    private static final List<RowColumn> LEFT = List.of(
            new RowColumn("entity", BehindRow::entity),
            new RowColumn("key", BehindRow::key),
            new RowColumn("day", BehindRow::day),
            new RowColumn("rep", BehindRow::repId),
            new RowColumn("team", BehindRow::team),
            new RowColumn("segment", BehindRow::segment),
            new RowColumn("channel", BehindRow::channel),
            new RowColumn("note", BehindRow::note));
    private static final List<RowColumn> RIGHT = List.of(
            new RowColumn("days", BehindRow::days),
            new RowColumn("amount", row -> number(row.amount())),
            new RowColumn("currency", BehindRow::currency),
            new RowColumn("rate", row -> number(row.rate())));

    void print(PrintWriter out) {
        Explanation explanation = explained.explanation();
        out.printf(
                "%s of %s in %s%s%n%s%n%n",
                explanation.label(),
                explanation.subject().text(),
                explanation.period().name(),
                explanation.isComplete() ? "" : " (running)",
                explanation.description());
        explanation.lines().forEach(line -> print(out, line));
        if (explanation.value().isEmpty()) {
            out.printf("There is no value: %s.%n%n", explanation.status());
        }
        explanation.measures().forEach(measure -> print(out, measure));
        explanation
                .rejected()
                .forEach(rejected -> out.printf(
                        "Rejected, and counted nowhere: %d rows of %s, of whatever period. rejected_rows has them.%n",
                        rejected.rows(), rejected.source()));
        if (!explanation.rejected().isEmpty()) {
            out.println();
        }
        explained.change().ifPresent(change -> print(out, change));
        explanation.closed().ifPresent(closed -> out.println(closed(explanation, closed)));
        conclusion(explanation).ifPresent(out::println);
        out.printf("As of %s, published by run %s.%n", explanation.asOf(), explanation.runId());
    }

    private static String closed(Explanation explanation, ClosedValue closed) {
        String now = closed.now().map(ExplainedTable::number).orElse("without a value");
        if (!closed.hasFrozenRows()) {
            return "%s is closed, version %d, with the value %s. A close freezes no stays: the rows are those of today, and %s."
                    .formatted(
                            explanation.period().name(),
                            closed.close().version(),
                            explanation.value().map(ExplainedTable::number).orElse(NOTHING),
                            closed.isRestated() ? "the value would be " + now : "come to the same");
        }
        return "%s is closed, version %d, and the rows are those of the close. Today %s."
                .formatted(
                        explanation.period().name(),
                        closed.close().version(),
                        closed.isRestated()
                                ? "the value would be %s: see restatement_causes".formatted(now)
                                : "the value would be the same");
    }

    /** What was checked; nothing where the rows are not those of the published value. */
    private static Optional<String> conclusion(Explanation explanation) {
        if (!explanation.subject().isInStage()) {
            return Optional.of("The rows add up to every measure as it is published.");
        }
        return explanation.closed().filter(ClosedValue::isRestated).isPresent()
                ? Optional.empty()
                : Optional.of("The rows come to the value as it is published.");
    }

    private void print(PrintWriter out, Workings.Line line) {
        String indent = " ".repeat(line.name().length());
        if (!line.formula().equals(line.name())) {
            out.printf("%s = %s%n", line.name(), line.formula());
            out.printf("%s = %s%n", indent, line.numbers());
            out.printf(
                    "%s = %s%n%n",
                    indent, line.value().map(ExplainedTable::number).orElse(NOTHING));
        }
    }

    private void print(PrintWriter out, ExplainedMeasure measure) {
        String unit = measure.unit().replace("money", explained.currency());
        out.printf(
                "%s = %s%s%n%s %s%n",
                measure.name(),
                measure.value().map(ExplainedTable::number).orElse(NOTHING),
                unit.equals("count") || measure.value().isEmpty() ? "" : " " + unit,
                measure.description(),
                measure.value().isEmpty() ? "There is no such source, or no such period." : rows(measure));
        if (measure.rowCount() > 0 && explained.limit().orElse(1) > 0) {
            out.printf("%n%s", table(measure));
        }
        out.println();
    }

    private String rows(ExplainedMeasure measure) {
        long count = measure.rowCount();
        String all = count == 1 ? "1 row." : count + " rows";
        if (count <= 1 || explained.limit().orElse(Integer.MAX_VALUE) >= count) {
            return count == 1 ? all : all + ".";
        }
        return "%s, of which the %d largest are:"
                .formatted(all, explained.limit().getAsInt());
    }

    private TextTable table(ExplainedMeasure measure) {
        List<BehindRow> rows = list(measure.largest().apply(explained.limit()));
        List<RowColumn> left = said(LEFT, rows);
        List<RowColumn> right = said(RIGHT, rows);
        List<String> headers = new ArrayList<>();
        left.forEach(column -> headers.add(column.header()));
        right.forEach(column -> headers.add(column.header()));
        headers.add("adds");
        TextTable table = new TextTable(headers, left.size());
        for (BehindRow row : rows) {
            List<String> cells = new ArrayList<>();
            left.forEach(column -> cells.add(Objects.toString(column.value().apply(row), NOTHING)));
            right.forEach(column -> cells.add(Objects.toString(column.value().apply(row), NOTHING)));
            cells.add(number(row.part()));
            table.add(cells);
        }
        return table;
    }

    private static List<RowColumn> said(List<RowColumn> columns, List<BehindRow> rows) {
        return columns.stream()
                .filter(column -> rows.stream().anyMatch(row -> column.value().apply(row) != null))
                .toList();
    }

    private void print(PrintWriter out, ExplainedChange change) {
        if (change.change().isEmpty()) {
            out.printf(
                    "There is no change to take apart: %s has %s.%n%n",
                    change.previousValue().isEmpty()
                            ? change.previousPeriod()
                            : explained.explanation().period().name(),
                    "no value");
            return;
        }
        out.printf(
                "Change since %s: %s, from %s to %s%n%n",
                change.previousPeriod(),
                signed(change.change().get()),
                number(change.previousValue().orElseThrow()),
                number(explained.explanation().value().orElseThrow()));
        TextTable parts = new TextTable(List.of("part", "before", "now", "effect"), 1);
        change.parts()
                .forEach(part -> parts.add(
                        List.of(part.name(), number(part.before()), number(part.after()), signed(part.effect()))));
        out.println(parts);
        change.members().stream()
                .map(ExplainedChange.Member::kind)
                .distinct()
                .forEach(kind -> print(out, kind, change));
    }

    private void print(PrintWriter out, String kind, ExplainedChange change) {
        TextTable members = new TextTable(List.of(kind, "name", "effect"), 2);
        change.members().stream()
                .filter(member -> member.kind().equals(kind))
                .limit(explained.limit().isEmpty() ? Integer.MAX_VALUE : MOST_MEMBERS)
                .forEach(member -> members.add(List.of(
                        member.member(),
                        member.name(),
                        member.effect().map(ExplainedTable::signed).orElse(NOTHING))));
        out.printf(
                "The %ss that moved it most: the value less what it would be had theirs stayed as before%n%n%s%n",
                kind, members);
    }

    private static List<BehindRow> list(Iterator<BehindRow> rows) {
        List<BehindRow> list = new ArrayList<>();
        rows.forEachRemaining(list::add);
        return list;
    }

    private static String signed(BigDecimal number) {
        return number.signum() > 0 ? "+" + number(number) : number(number);
    }

    /** All digits, without the zeros behind a whole number's. */
    private static String number(BigDecimal number) {
        if (number == null) {
            return null;
        }
        BigDecimal stripped = number.stripTrailingZeros();
        return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
    }
}
