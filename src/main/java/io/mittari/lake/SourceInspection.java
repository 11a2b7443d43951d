package io.mittari.lake;

import io.mittari.model.Failure;
import io.mittari.model.QualityCheck;
import io.mittari.settings.Source;
import java.util.List;

/**
 * What a look at one source found, without reading its rows.
 *
 * @param source the source
 * @param loads the loads that a run would read, oldest first; empty where a failure says why
 * @param warnings what is odd, but stops nothing
 * @param failures why a run would stop
 */
public record SourceInspection(
        Source source, List<String> loads, List<QualityCheck> warnings, List<Failure> failures) {}
