package io.mittari.nightly;

import java.util.Optional;

/** The version of the program, from its jar. */
public final class CodeVersion {
    private CodeVersion() {}

    /** Such as {@code 0.1.0}; {@code development} where it does not run from its jar. */
    public static String text() {
        return Optional.ofNullable(CodeVersion.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
