package io.mittari.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table of text for a terminal. A header is broken at its spaces, so that a long one does not widen its column. */
final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> headers;
    private final int leftColumns;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A table without rows.
     *
     * @param headers a header a column
     * @param leftColumns how many of the first columns are text, and start at the left; the others end at the right
     */
    TextTable(List<String> headers, int leftColumns) {
        this.headers =
                headers.stream().map(header -> List.of(header.split(" "))).toList();
        this.leftColumns = leftColumns;
    }

    /** Adds a row of a cell a column. */
    void add(List<String> cells) {
        rows.add(cells);
    }

    /** All lines, each with its end. */
    @Override
    public String toString() {
        List<List<String>> lines = new ArrayList<>(headerLines());
        lines.addAll(rows);
        int[] widths = IntStream.range(0, headers.size())
                .map(column -> lines.stream()
                        .mapToInt(line -> width(line.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
        return lines.stream()
                .map(line -> line(line, widths) + System.lineSeparator())
                .collect(Collectors.joining());
    }

    private List<List<String>> headerLines() {
        int height = headers.stream().mapToInt(List::size).max().orElse(0);
        return IntStream.range(0, height)
                .mapToObj(line -> headers.stream()
                        .map(words -> line < height - words.size() ? "" : words.get(line - height + words.size()))
                        .toList())
                .toList();
    }

    private String line(List<String> cells, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> padded(cells.get(column), widths[column], column < leftColumns))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }

    private static String padded(String cell, int width, boolean isLeft) {
        String padding = " ".repeat(width - width(cell));
        return isLeft ? cell + padding : padding + cell;
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
