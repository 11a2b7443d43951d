package io.mittari.warehouse;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A process of its own that ends as soon as a number of commits is written, as if somebody had killed it. */
public final class ForkedProcess {
    private ForkedProcess() {}

    /**
     * Runs the main method of a class.
     *
     * @param commits after how many commits it ends
     * @return its exit code: {@link HaltingLogStore#HALTED} where it was ended so
     */
    public static int killedAfter(int commits, Class<?> program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-javaagent"))
                .toList());
        command.add("-Dspark.delta.logStore.file.impl=" + HaltingLogStore.class.getName());
        command.add("-D" + HaltingLogStore.COMMITS + "=" + commits);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }
}
