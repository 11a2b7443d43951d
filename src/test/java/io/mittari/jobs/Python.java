package io.mittari.jobs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;

/** The Python that runs DAGs: one that has jinja2, which renders templates in Airflow. */
final class Python {
    static final String COMMAND = "python3";

    private Python() {}

    /** Leaves the test out where there is no such Python. */
    static void assumeWithJinja() {
        assumeTrue(
                hasJinja(),
                "The Airflow DAGs are not tested: python3 with jinja2 is missing (Debian: python3 python3-jinja2)");
    }

    private static boolean hasJinja() {
        try {
            return new ProcessBuilder(COMMAND, "-c", "import jinja2, zoneinfo").start().waitFor() == 0;
        } catch (IOException exception) {
            return false;
        } catch (InterruptedException exception) {
            throw new IllegalStateException(exception);
        }
    }
}
