package io.mittari.warehouse;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that holds a lock.
 *
 * @param runId its run
 * @param host the host it runs on
 * @param process its process id there
 * @param processStarted when the process started: ids are used again
 */
record LockHolder(String runId, String host, long process, String processStarted) {
    static LockHolder thisProcess(String runId) {
        ProcessHandle process = ProcessHandle.current();
        return new LockHolder(runId, thisHost(), process.pid(), started(process));
    }

    /** Whether the process is there, as far as this host can tell. */
    boolean mayBeAlive() {
        if (!host.equals(thisHost())) {
            return true;
        }
        Optional<ProcessHandle> found = ProcessHandle.of(process);
        return found.isPresent() && started(found.get()).equals(processStarted);
    }

    /** For messages. */
    String description() {
        return "run %s (process %d on %s)".formatted(runId, process, host);
    }

    private static String started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    private static String thisHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException exception) {
            return "unknown host";
        }
    }
}
