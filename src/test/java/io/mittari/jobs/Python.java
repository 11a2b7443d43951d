package io.mittari.jobs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.stream.Stream;

/** The Python that runs DAGs: one that has jinja2, which renders templates in Airflow. */
final class Python {
    /** The one in PATH, or the system's, whose packages are Debian's; empty where neither has jinja2. */
    static final String WITH_JINJA = Stream.of("python3", "/usr/bin/python3")
            .filter(Python::hasJinja)
            .findFirst()
            .orElse("");

    private Python() {}

    /** Leaves the test out where there is no such Python. */
    static void assumeWithJinja() {
        assumeTrue(
                !WITH_JINJA.isEmpty(),
                "The Airflow DAGs are not tested: python3 with jinja2 is missing (Debian: python3 python3-jinja2)");
    }

    private static boolean hasJinja(String python) {
        try {
            return new ProcessBuilder(python, "-c", "import jinja2, zoneinfo")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException exception) {
            return false;
        } catch (InterruptedException exception) {
            throw new IllegalStateException(exception);
        }
    }
}
