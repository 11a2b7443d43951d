package io.mittari.nightly;

import io.mittari.model.ExitCode;
import io.mittari.model.Failure;
import io.mittari.model.QualityCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The checks of a run, and the decision whether it may publish. */
final class RunChecks {
    private final List<QualityCheck> checks;

    RunChecks(List<QualityCheck> checks) {
        this.checks = new ArrayList<>(checks);
    }

    void add(List<QualityCheck> more) {
        checks.addAll(more);
    }

    List<QualityCheck> all() {
        return List.copyOf(checks);
    }

    /**
     * Goes on only where no check has failed.
     *
     * @throws Failure that names every failed check: exit 5 where an input is missing or late, else exit 3
     */
    void throwFailed() {
        List<QualityCheck> failed = checks.stream()
                .filter(check -> check.result() == QualityCheck.Result.FAIL)
                .toList();
        if (failed.isEmpty()) {
            return;
        }
        String message = failed.stream()
                .map(check -> "%s: %s; found %s, expected %s"
                        .formatted(check.check(), check.description(), check.observed(), check.expected()))
                .collect(Collectors.joining("\n", "Nothing was published. ", ""));
        throw failed.stream().anyMatch(check -> check.exitCode() == ExitCode.INPUT)
                ? Failure.input(message)
                : Failure.gate(message);
    }
}
