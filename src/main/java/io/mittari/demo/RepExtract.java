package io.mittari.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;

/** crm/reps, with the canonical columns: snapshots of all who have ever been hired. */
final class RepExtract {
    private static final Extract<Version> EXTRACT = Extract.<Version>at("crm/reps")
            .text("rep_id", version -> version.rep().id())
            .text("rep_name", version -> version.rep().name())
            .text("team", version -> version.rep().team())
            .text("region", version -> version.rep().region().text())
            .text("segment", version -> version.rep().segment().text())
            .text("manager_id", Version::managerId)
            .day("hired_on", version -> version.rep().hiredOn())
            .day("left_on", Version::leftOn)
            .clean();

    private RepExtract() {}

    static void write(LakePlan plan, Path lake, Loads loads, Reps reps) throws IOException {
        try (var rows = ExtractWriter.toLoads(EXTRACT, plan, lake, loads)) {
            for (int load : loads.snapshots()) {
                LocalDate asOf = loads.dates().get(load);
                for (Rep rep : reps.all()) {
                    if (!rep.hiredOn().isAfter(asOf)) {
                        rows.write(load, new Version(rep, asOf));
                    }
                }
            }
        }
    }

    private record Version(Rep rep, LocalDate asOf) {
        /** The first rep of each segment leads the others. */
        String managerId() {
            int manager = rep.segment().ordinal();
            return rep.number() == manager ? null : Names.id("R-", manager + 1L, 4);
        }

        /** Known a month ahead. */
        LocalDate leftOn() {
            boolean isKnown = rep.leftOn() != null && !rep.leftOn().isAfter(asOf.plusDays(30));
            return isKnown ? rep.leftOn() : null;
        }
    }
}
