package io.mittari.lake;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** The records of one JSON file: its lines that are not blank, or the elements of the document that it is. */
final class JsonRecords implements Closeable {
    private final BufferedReader reader;
    private final Optional<Iterator<String>> elements;
    private long position;

    /**
     * A record.
     *
     * @param position the line it stands on or its number in the document, from 1
     * @param text its text
     * @param object its values; empty where it is corrupt
     */
    record Record(long position, String text, Optional<Map<String, Object>> object) {}

    private JsonRecords(BufferedReader reader, Optional<Iterator<String>> elements) {
        this.reader = reader;
        this.elements = elements;
    }

    /** One object a line. */
    static JsonRecords ofLines(BufferedReader reader) {
        return new JsonRecords(reader, Optional.empty());
    }

    /** The file is one document, which is read whole. */
    static JsonRecords ofDocument(BufferedReader reader) throws IOException {
        StringWriter document = new StringWriter();
        reader.transferTo(document);
        return new JsonRecords(
                reader, Optional.of(Json.elements(document.toString()).iterator()));
    }

    /** The next record; empty at the end. */
    Optional<Record> next() throws IOException {
        String text = nextText();
        while (text != null && text.isBlank()) {
            text = nextText();
        }
        if (text == null) {
            return Optional.empty();
        }
        boolean isReadable = text.indexOf(TextFiles.UNREADABLE) < 0;
        return Optional.of(new Record(position, text, isReadable ? Json.read(text) : Optional.empty()));
    }

    private String nextText() throws IOException {
        position++;
        if (elements.isPresent()) {
            return elements.get().hasNext() ? elements.get().next() : null;
        }
        return reader.readLine();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
