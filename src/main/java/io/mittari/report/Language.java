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

    Language(String tag) {
        this.locale = Locale.forLanguageTag(tag);
    }

    /** Whose numbers and dates are written in. */
    Locale locale() {
        return locale;
    }

    /** Every text of the report by its key. */
    Map<String, String> texts() {
        Properties texts = new Properties();
        String name = "texts_" + locale.getLanguage() + ".properties";
        try (var stream = new InputStreamReader(Language.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
            texts.load(stream);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        Map<String, String> byKey = new TreeMap<>();
        texts.stringPropertyNames().forEach(key -> byKey.put(key, texts.getProperty(key)));
        return Collections.unmodifiableMap(byKey);
    }
}
