package io.mittari.lake;

import io.mittari.model.Failure;
import io.mittari.settings.Source;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a CSV extract is written.
 *
 * @param separator what stands between fields
 * @param quote what encloses a field that holds a separator, a quote or a line end
 * @param escape what makes the next character a plain one within quotes; empty: a quote is doubled (RFC 4180)
 * @param header whether the first record names the columns; else they are _c0, _c1, ...
 * @param nullValue a spelling of a missing value, beside nothing at all
 * @param charset the text's encoding
 */
record CsvDialect(char separator, char quote, char escape, boolean header, String nullValue, String charset)
        implements Serializable {
    /** No escape character. */
    static final char NONE = '\0';

    private static final List<String> OPTIONS =
            List.of("sep", "delimiter", "quote", "escape", "encoding", "charset", "header", "nullvalue");
    private static final String OPTION_NAMES = "sep, delimiter, quote, escape, encoding, charset, header, nullValue";

    /** The dialect that the source's options name; throws a usage failure for any other option. */
    static CsvDialect of(Source source) {
        Map<String, String> options = new TreeMap<>();
        source.options().forEach((name, value) -> options.put(name.toLowerCase(Locale.ROOT), value));
        for (String name : options.keySet()) {
            if (!OPTIONS.contains(name)) {
                throw wrong(source, name, "is no option of csv; the options are " + OPTION_NAMES);
            }
        }
        return new CsvDialect(
                letter(source, options, ',', "sep", "delimiter"),
                letter(source, options, '"', "quote"),
                letter(source, options, NONE, "escape"),
                header(source, options),
                options.getOrDefault("nullvalue", ""),
                charset(source, options));
    }

    private static char letter(Source source, Map<String, String> options, char otherwise, String... names) {
        for (String name : names) {
            String value = options.get(name);
            if (value != null) {
                String letter = value.equals("\\t") ? "\t" : value;
                if (letter.length() > 1) {
                    throw wrong(source, name, "is '" + value + "', but must be one character");
                }
                return letter.isEmpty() ? NONE : letter.charAt(0);
            }
        }
        return otherwise;
    }

    private static boolean header(Source source, Map<String, String> options) {
        return switch (options.getOrDefault("header", "true").toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(source, "header", "is '" + options.get("header") + "', but must be true or false");
        };
    }

    private static String charset(Source source, Map<String, String> options) {
        String name = Optional.ofNullable(options.get("encoding"))
                .or(() -> Optional.ofNullable(options.get("charset")))
                .orElse(StandardCharsets.UTF_8.name());
        try {
            return Charset.forName(name).name();
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw wrong(source, "encoding", "is '" + name + "', which is no known character encoding");
        }
    }

    private static Failure wrong(Source source, String option, String fault) {
        return Failure.usage("Option %s of source %s %s (%s, %s)"
                .formatted(option, source.name(), fault, source.key("options." + option), source.origin()));
    }

    /** The columns' names, of a file whose first record that is; a column without a name is _c and its number. */
    List<String> names(List<String> first) {
        List<String> names = new ArrayList<>();
        for (String field : first) {
            String name = header ? PlainText.of(field) : null;
            names.add(name == null ? "_c" + names.size() : name);
        }
        return names;
    }

    /** Whether the text's quotes are balanced: where not, a record that begins with it goes on in the next line. */
    boolean isBalanced(String text) {
        boolean balanced = true;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == escape && escape != NONE) {
                i++;
            } else if (letter == quote) {
                balanced = !balanced;
            }
        }
        return balanced;
    }

    /** The fields of one record; empty where a quoted field does not end, or something follows its end. */
    Optional<List<String>> split(String record) {
        List<String> fields = new ArrayList<>();
        boolean plain = quote == NONE || record.indexOf(quote) < 0;
        int position = 0;
        do {
            if (!plain && position < record.length() && record.charAt(position) == quote) {
                StringBuilder field = new StringBuilder();
                position = quoted(record, position + 1, field);
                if (position < 0) {
                    return Optional.empty();
                }
                fields.add(field.toString());
            } else {
                int end = record.indexOf(separator, position);
                end = end < 0 ? record.length() : end;
                String field = record.substring(position, end);
                if (!plain && field.indexOf('\n') >= 0) {
                    return Optional.empty();
                }
                fields.add(field);
                position = end;
            }
        } while (position++ < record.length());
        return Optional.of(fields);
    }

    /** Reads a quoted field into {@code field}; the position after its closing quote, or -1 where it is malformed. */
    private int quoted(String record, int start, StringBuilder field) {
        for (int i = start; i < record.length(); i++) {
            char letter = record.charAt(i);
            if (letter == escape && escape != NONE && escape != quote && i + 1 < record.length()) {
                field.append(record.charAt(++i));
            } else if (letter != quote) {
                field.append(letter);
            } else if (i + 1 < record.length() && record.charAt(i + 1) == quote) {
                field.append(record.charAt(++i));
            } else {
                boolean ends = i + 1 == record.length() || record.charAt(i + 1) == separator;
                return ends ? i + 1 : -1;
            }
        }
        return -1;
    }
}
