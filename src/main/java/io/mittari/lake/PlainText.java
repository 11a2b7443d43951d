package io.mittari.lake;

import static scala.jdk.javaapi.CollectionConverters.asScala;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Text as the program keeps it: trimmed of all Unicode white space, Unicode NFC, never blank. Public because the code
 * that Spark generates calls it.
 */
public final class PlainText {
    private static final char NEXT_LINE = '\u0085';

    private PlainText() {}

    /** The plain text of a text column. */
    static Column of(Column text) {
        return called("plain", text);
    }

    /** The plain text of a text column in lower case. */
    static Column codeOf(Column text) {
        return called("code", text);
    }

    /** A call from generated code: a function of Spark's would have to turn each text into a Java one and back. */
    private static Column called(String method, Column text) {
        return ExpressionUtils.column(new StaticInvoke(
                PlainText.class,
                DataTypes.StringType,
                method,
                asScala(List.of(ExpressionUtils.expression(text))).toSeq(),
                asScala(List.<org.apache.spark.sql.types.AbstractDataType>of()).toSeq(),
                true,
                true,
                true,
                scala.Option.empty()));
    }

    /** The plain text as Spark keeps it; null where nothing is left. */
    public static UTF8String plain(UTF8String text) {
        return isPlain(text) ? text : UTF8String.fromString(of(text.toString()));
    }

    /** The plain text in lower case, as Spark keeps it; null where nothing is left. */
    public static UTF8String code(UTF8String text) {
        if (isPlain(text)) {
            return text.toLowerCase();
        }
        String plain = of(text.toString());
        return plain == null ? null : UTF8String.fromString(plain.toLowerCase(Locale.ROOT));
    }

    /** Surely plain: only ASCII, and neither white space nor a control character at the beginning or the end. */
    private static boolean isPlain(UTF8String text) {
        int bytes = text.numBytes();
        for (int i = 0; i < bytes; i++) {
            if (text.getByte(i) < 0) {
                return false;
            }
        }
        return bytes > 0 && text.getByte(0) > ' ' && text.getByte(bytes - 1) > ' ';
    }

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
