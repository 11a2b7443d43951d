package io.mittari.demo;

import java.io.Closeable;
import java.io.IOException;

/** A file of an extract that is being written. */
sealed interface Part extends Closeable permits CsvPart, ParquetPart {
    /** Adds a row: its values in the order of the columns. */
    void add(Object[] values) throws IOException;
}
