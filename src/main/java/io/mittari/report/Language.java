package io.mittari.report;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The languages of a report. */
public enum Language {
    EN("en-GB"),
    FI("fi-FI");

    private final Locale locale;
    private final Map<String, String> texts;

    Language(String tag) {
        this.locale = Locale.forLanguageTag(tag);
        this.texts = read("texts_" + locale.getLanguage() + ".properties");
    }

    /** The one that numbers and dates are written for. */
    Locale locale() {
        return locale;
    }

    /** Every text of the report by its key. */
    Map<String, String> texts() {
        return texts;
    }

    private static Map<String, String> read(String resource) {
        Properties properties = new Properties();
        try (var stream = new InputStreamReader(Language.class.getResourceAsStream(resource), StandardCharsets.UTF_8)) {
            properties.load(stream);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        Map<String, String> texts = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> texts.put(key, properties.getProperty(key)));
        return Collections.unmodifiableMap(texts);
    }
}
