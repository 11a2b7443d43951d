package io.mittari.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What figures depend on beside the code: machine, versions, settings. */
final class Circumstances {
    private static final List<String> LIBRARIES = List.of("spark-sql_", "delta-spark_", "duckdb_jdbc");

    private Circumstances() {}

    static Map<String, Object> of(BenchmarkOptions options, List<String> flags) throws IOException {
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("machine", machine());
        found.put("versions", "Java %s, %s".formatted(Runtime.version(), String.join(", ", libraries())));
        found.put(
                "settings",
                "repetitions %d, nights %d, memory %s"
                        .formatted(
                                options.repetitions(),
                                options.nights(),
                                options.memory().orElse("half of the machine's")));
        found.put("flags", String.join(" ", flags));
        return found;
    }

    /** Memory of the machine. */
    static long memoryBytes() {
        return system().getTotalMemorySize();
    }

    private static OperatingSystemMXBean system() {
        return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }

    private static String machine() throws IOException {
        OperatingSystemMXBean system = system();
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            String processor = lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
            return "%d cores of %s, %d GiB of memory, %s %s"
                    .formatted(
                            system.getAvailableProcessors(),
                            processor,
                            memoryBytes() >> 30,
                            system.getName(),
                            system.getVersion());
        }
    }

    /** File names without their endings. */
    private static List<String> libraries() {
        return Stream.of(System.getProperty("java.class.path").split(":"))
                .map(part -> Path.of(part).getFileName().toString().replace(".jar", ""))
                .filter(name -> LIBRARIES.stream().anyMatch(name::startsWith))
                .sorted()
                .toList();
    }
}
