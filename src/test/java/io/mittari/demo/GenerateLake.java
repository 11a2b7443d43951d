package io.mittari.demo;

import java.nio.file.Path;

/** Writes a lake in a process of its own: folder, opportunities, format. */
final class GenerateLake {
    private GenerateLake() {}

    public static void main(String[] arguments) {
        LakePlan plan = LakePlan.of(Long.parseLong(arguments[1]), 1, LakePlan.Format.valueOf(arguments[2]));
        new DemoLake(plan).write(Path.of(arguments[0]), written -> {});
    }
}
