package io.mittari.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What an extract looks like: its columns, each with where its value comes from, and its dirt.
 *
 * @param path folder below the lake
 * @param columns in the order of the file
 * @param rowsPerBlemish one row of so many is dirty
 * @param blemishes kinds of dirt, which take turns
 */
record Extract<T>(String path, List<Column<T>> columns, int rowsPerBlemish, List<Blemish> blemishes) {
    /** A column of an extract. */
    record Column<T>(String name, ColumnType type, Function<T, Object> value) {}

    static <T> Builder<T> at(String path) {
        return new Builder<>(path);
    }

    /** The values of a row, in the order of the columns. */
    Object[] values(T row) {
        Object[] values = new Object[columns.size()];
        for (int place = 0; place < values.length; place++) {
            values[place] = columns.get(place).value().apply(row);
        }
        return values;
    }

    /** Whether typed columns can hold what is wrong. */
    boolean fitsTypes(Blemish blemish) {
        return blemish.form() != Blemish.Form.FIELD_TOO_MANY
                && columns.stream()
                        .allMatch(column -> column.type().holds(blemish.values().get(column.name())));
    }

    /** Collects the columns of an extract. */
    static final class Builder<T> {
        private final String path;
        private final List<Column<T>> columns = new ArrayList<>();

        private Builder(String path) {
            this.path = path;
        }

        Builder<T> text(String name, Function<T, String> value) {
            return column(name, ColumnType.TEXT, value::apply);
        }

        Builder<T> yesNo(String name, Function<T, Boolean> value) {
            return column(name, ColumnType.BOOLEAN, value::apply);
        }

        Builder<T> moment(String name, Function<T, Long> value) {
            return column(name, ColumnType.MOMENT, value::apply);
        }

        Builder<T> day(String name, Function<T, LocalDate> value) {
            return column(name, ColumnType.DAY, value::apply);
        }

        Builder<T> number(String name, ColumnType type, Function<T, BigDecimal> value) {
            return column(name, type, value::apply);
        }

        Extract<T> clean() {
            return new Extract<>(path, List.copyOf(columns), Integer.MAX_VALUE, List.of());
        }

        Extract<T> dirty(int rowsPerBlemish, Blemish... blemishes) {
            return new Extract<>(path, List.copyOf(columns), rowsPerBlemish, List.of(blemishes));
        }

        private Builder<T> column(String name, ColumnType type, Function<T, Object> value) {
            columns.add(new Column<>(name, type, value));
            return this;
        }
    }
}
