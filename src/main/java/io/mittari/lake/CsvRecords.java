package io.mittari.lake;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The records of one CSV file, none swallowed: a record whose quotes do not balance takes the lines that follow, and
 * where that leads nowhere its first line alone is corrupt and reading goes on at the next. Blank lines are skipped.
 */
final class CsvRecords implements Closeable {
    /** A record is not looked for beyond so many characters. */
    private static final int LONGEST = 1_000_000;

    private final BufferedReader reader;
    private final CsvDialect dialect;
    private final Deque<String> ahead = new ArrayDeque<>();
    private long line;

    /**
     * A record.
     *
     * @param line the line it begins on, from 1
     * @param text its text, without the last line's end
     * @param fields its fields; empty where it is corrupt
     */
    record Record(long line, String text, Optional<List<String>> fields) {}

    CsvRecords(BufferedReader reader, CsvDialect dialect) {
        this.reader = reader;
        this.dialect = dialect;
    }

    /** The next record; empty at the end. */
    Optional<Record> next() throws IOException {
        String first = nextLine();
        while (first != null && first.isBlank()) {
            first = nextLine();
        }
        if (first == null) {
            return Optional.empty();
        }
        long start = line;
        if (dialect.isBalanced(first)) {
            return Optional.of(new Record(start, first, dialect.split(first)));
        }
        Optional<Record> whole = spanning(start, first);
        return whole.isPresent() ? whole : Optional.of(new Record(start, first, Optional.empty()));
    }

    /** The record that begins with that line and takes more; empty, and nothing taken, where there is none. */
    private Optional<Record> spanning(long start, String first) throws IOException {
        StringBuilder text = new StringBuilder(first);
        Deque<String> taken = new ArrayDeque<>();
        boolean balanced = false;
        while (!balanced && text.length() <= LONGEST) {
            String more = nextLine();
            if (more == null) {
                break;
            }
            taken.add(more);
            text.append('\n').append(more);
            balanced = !dialect.isBalanced(more);
        }
        Optional<List<String>> fields = balanced ? dialect.split(text.toString()) : Optional.empty();
        if (fields.isPresent()) {
            return Optional.of(new Record(start, text.toString(), fields));
        }
        line -= taken.size();
        while (!taken.isEmpty()) {
            ahead.addFirst(taken.removeLast());
        }
        return Optional.empty();
    }

    private String nextLine() throws IOException {
        String next = ahead.isEmpty() ? reader.readLine() : ahead.removeFirst();
        if (next != null) {
            line++;
        }
        return next;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
