package io.mittari.lake;

import java.io.IOException;
import java.io.Serializable;

/**
 * How a JSON extract is written.
 *
 * @param text its files
 * @param multiLine whether a file is one document, not an object a line
 */
record JsonText(TextFiles text, boolean multiLine) implements Serializable {
    /** The records of a file. */
    JsonRecords open(LakeFile file) throws IOException {
        return multiLine ? JsonRecords.ofDocument(text.open(file)) : JsonRecords.ofLines(text.open(file));
    }
}
