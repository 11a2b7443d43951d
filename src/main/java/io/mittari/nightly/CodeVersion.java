package io.mittari.nightly;

import java.util.Optional;

/** The version of the program, from its jar. */
final class CodeVersion {
    private CodeVersion() {}

    static String text() {
        return Optional.ofNullable(CodeVersion.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
