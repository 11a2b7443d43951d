package io.mittari.model;

/**
 * The outcome of one check of a run, a row of {@code quality_checks}.
 *
 * @param check the check's unique name within a run, such as {@code rejected_share.opportunities}
 * @param description what was checked, in words that name the source and the setting
 * @param result what came out
 * @param observed the figure or fact that was found
 * @param expected what it was held against
 * @param exitCode what a failed check exits with: {@link ExitCode#GATE} or {@link ExitCode#INPUT}
 */
public record QualityCheck(
        String check, String description, Result result, String observed, String expected, ExitCode exitCode) {
    /** What a check can come to. A {@code FAIL} stops the publication, a {@code WARN} does not. */
    public enum Result {
        PASS,
        WARN,
        FAIL
    }

    /** A check that may only warn. */
    public static QualityCheck warning(
            String check, String description, boolean passed, String observed, String expected) {
        return new QualityCheck(
                check, description, passed ? Result.PASS : Result.WARN, observed, expected, ExitCode.GATE);
    }

    /** A gate of the data: exit 3 where it fails. */
    public static QualityCheck gate(
            String check, String description, boolean passed, String observed, String expected) {
        return new QualityCheck(
                check, description, passed ? Result.PASS : Result.FAIL, observed, expected, ExitCode.GATE);
    }

    /** A gate of the inputs' presence: exit 5 where it fails. */
    public static QualityCheck inputGate(
            String check, String description, boolean passed, String observed, String expected) {
        return new QualityCheck(
                check, description, passed ? Result.PASS : Result.FAIL, observed, expected, ExitCode.INPUT);
    }
}
