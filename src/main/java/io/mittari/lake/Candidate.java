package io.mittari.lake;

import io.mittari.model.CanonicalColumn;
import io.mittari.model.ColumnKind;
import io.mittari.model.Entity;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** A row before judgement: its canonical values, which of them could not be read, and what is wrong with it so far. */
final class Candidate {
    private final List<CanonicalColumn> columns;
    private final Object[] values;
    private final String[] texts;
    private final TreeSet<Reason> reasons = new TreeSet<>();
    private final List<String> faults = new ArrayList<>();

    Candidate(Entity entity) {
        this.columns = entity.columns();
        this.values = new Object[columns.size()];
        this.texts = new String[columns.size()];
    }

    /** Reads a column's mapped value. */
    void read(int column, Object raw, ValueReader reader) {
        String text = ValueReader.text(raw);
        if (text == null) {
            return;
        }
        texts[column] = text;
        ColumnKind kind = columns.get(column).kind();
        values[column] = reader.read(raw, kind).orElse(null);
        if (values[column] == null) {
            reject(Reason.BAD_VALUE, columns.get(column).name(), "is not " + ValueReader.expected(kind));
        }
    }

    /** Notes that a value that must be there is missing. */
    void require(String column) {
        if (isMissing(column)) {
            reject(Reason.MISSING_VALUE, column + " is missing");
        }
    }

    /** Notes what is wrong with the value of a column; {@code fault} goes on after the column's name and value. */
    void reject(Reason reason, String column, String fault) {
        reject(reason, "%s '%s' %s".formatted(column, texts[index(column)], fault));
    }

    /** Notes what is wrong with the row. */
    void reject(Reason reason, String fault) {
        reasons.add(reason);
        faults.add(fault);
    }

    /** Whether the row has nothing there; false where it has a value that cannot be read. */
    boolean isMissing(String column) {
        return texts[index(column)] == null;
    }

    /** The text; null where it is missing or unreadable. */
    String text(String column) {
        return (String) values[index(column)];
    }

    /** The number; null where it is missing or unreadable. */
    BigDecimal number(String column) {
        return (BigDecimal) values[index(column)];
    }

    /** The day; of an instant the day in the business zone; null where it is missing or unreadable. */
    LocalDate day(String column, ValueReader reader) {
        Object value = values[index(column)];
        return value instanceof Instant instant
                ? instant.atZone(reader.businessZone()).toLocalDate()
                : (LocalDate) value;
    }

    /** All canonical values, in the order of the columns. */
    Object[] values() {
        return values;
    }

    boolean isRejected() {
        return !reasons.isEmpty();
    }

    /** The reasons' names, sorted. */
    String[] reasons() {
        return reasons.stream().map(Reason::reasonName).toArray(String[]::new);
    }

    /** What is wrong, as one sentence. */
    String detail() {
        return String.join("; ", faults);
    }

    /** The key for people: its values joined by |, as text where they cannot be read. */
    String key(List<String> key) {
        List<String> parts = new ArrayList<>();
        for (String column : key) {
            Object value = values[index(column)];
            String text = texts[index(column)];
            parts.add(value != null ? value.toString() : text == null ? "" : text);
        }
        return String.join("|", parts);
    }

    private int index(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException("There is no canonical column " + column);
    }
}
