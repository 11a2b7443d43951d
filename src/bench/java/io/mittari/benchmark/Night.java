package io.mittari.benchmark;

import java.time.LocalDate;

/** One more night of a generated lake. */
record Night(GeneratedLake lake, LocalDate date) {
    void add() {}
}
