package io.mittari.concurrent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.lit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;

/**
 * A few ranges of texts, compared by their UTF-8 bytes, that hold all of some keys and leave out the widest gaps between
 * them. Ids mostly grow with time, and what a night changes is mostly young: by the least and the greatest key of a file,
 * or of a part of it, most of the history can be left unread.
 *
 * @param ranges in order, without overlap
 */
record KeyRanges(List<Range> ranges) {
    private static final int MOST = 8;
    private static final int GAP_BYTES = Long.BYTES;

    /** All texts between two keys, these included. */
    record Range(String first, String last) {}

    /** The ranges of keys in any order. */
    static KeyRanges of(List<String> keys) {
        byte[][] sorted = keys.stream()
                .map(key -> key.getBytes(UTF_8))
                .sorted(Arrays::compareUnsigned)
                .toArray(byte[][]::new);
        if (sorted.length == 0) {
            return new KeyRanges(List.of());
        }
        int prefix = commonPrefix(sorted[0], sorted[sorted.length - 1]);
        long[] places =
                Arrays.stream(sorted).mapToLong(key -> place(key, prefix)).toArray();
        int[] cuts = IntStream.range(1, sorted.length)
                .boxed()
                .sorted(Comparator.comparingLong(next -> places[next - 1] - places[next]))
                .limit(MOST - 1)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        List<Range> ranges = new ArrayList<>();
        int begin = 0;
        for (int cut : cuts) {
            ranges.add(range(sorted, begin, cut));
            begin = cut;
        }
        ranges.add(range(sorted, begin, sorted.length));
        return new KeyRanges(ranges);
    }

    /** Whether a key lies in one of the ranges. */
    Column hold(Column key) {
        return ranges.stream()
                .map(range -> key.between(range.first(), range.last()))
                .reduce(Column::or)
                .orElse(lit(false));
    }

    /** Whether any range has a text in common with those from a first to a last one; an unknown bound excludes none. */
    boolean meet(Optional<String> first, Optional<String> last) {
        return ranges.stream()
                .anyMatch(range -> first.filter(text -> isBefore(range.last(), text))
                                .isEmpty()
                        && last.filter(text -> isBefore(text, range.first())).isEmpty());
    }

    private static Range range(byte[][] keys, int from, int to) {
        return new Range(new String(keys[from], UTF_8), new String(keys[to - 1], UTF_8));
    }

    private static int commonPrefix(byte[] first, byte[] last) {
        int mismatch = Arrays.mismatch(first, last);
        return mismatch < 0 ? first.length : mismatch;
    }

    /** Where a key lies among those with its first bytes, as a number that grows with it. */
    private static long place(byte[] key, int prefix) {
        byte[] next = Arrays.copyOfRange(key, prefix, prefix + GAP_BYTES);
        return ByteBuffer.wrap(next).getLong() >>> 1;
    }

    private static boolean isBefore(String one, String other) {
        return Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8)) < 0;
    }
}
