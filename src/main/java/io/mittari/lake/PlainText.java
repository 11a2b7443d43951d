package io.mittari.lake;

import java.text.Normalizer;

/** Text as the program keeps it: trimmed of all Unicode white space, Unicode NFC, never blank. */
final class PlainText {
    private static final char NEXT_LINE = '\u0085';

    private PlainText() {}

    /** The trimmed text in NFC; null where nothing is left. */
    static String of(String text) {
        if (text == null) {
            return null;
        }
        int begin = 0;
        int end = text.length();
        while (begin < end && isSpace(text.charAt(begin))) {
            begin++;
        }
        while (end > begin && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return begin == end ? null : composed(text.substring(begin, end));
    }

    private static String composed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > '\u007f') {
                return Normalizer.normalize(text, Normalizer.Form.NFC);
            }
        }
        return text;
    }

    /** {@link Character#isWhitespace} leaves out the no-break spaces, which spreadsheets like to write. */
    private static boolean isSpace(char letter) {
        return Character.isWhitespace(letter) || Character.isSpaceChar(letter) || letter == NEXT_LINE;
    }
}
