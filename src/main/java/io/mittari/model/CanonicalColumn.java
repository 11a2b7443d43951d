package io.mittari.model;

/**
 * A column of a canonical entity.
 *
 * @param name the column's name
 * @param kind how its values are read and stored
 * @param required whether a row without it is rejected
 * @param comment what the column says, as published in the conformed table
 */
public record CanonicalColumn(String name, ColumnKind kind, boolean required, String comment) {
    static CanonicalColumn optional(String name, ColumnKind kind, String comment) {
        return new CanonicalColumn(name, kind, false, comment);
    }

    static CanonicalColumn required(String name, ColumnKind kind, String comment) {
        return new CanonicalColumn(name, kind, true, comment);
    }
}
