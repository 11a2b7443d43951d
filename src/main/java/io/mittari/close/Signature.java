package io.mittari.close;

import io.mittari.model.Failure;
import java.util.Optional;

/**
 * Who answers for something.
 *
 * @param by their name
 * @param note what they say, if anything
 */
record Signature(String by, Optional<String> note) {
    Signature {
        if (by.isBlank()) {
            throw Failure.usage("Say who signs: give a name to --by");
        }
        if (note.filter(String::isBlank).isPresent()) {
            throw Failure.usage("A note or reason must not be blank");
        }
        by = by.strip();
    }

    /** Whether that is the same person: names compare without regard to case. */
    boolean isOf(String name) {
        return by.equalsIgnoreCase(name.strip());
    }
}
