package io.mittari.warehouse;

import static scala.jdk.javaapi.CollectionConverters.asScala;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import scala.Option;

/**
 * Brings a table back to an earlier version of itself. Delta's RESTORE goes by the paths of files, and would leave a
 * file with the stamp of the later version.
 */
final class TableVersion {
    private TableVersion() {}

    /** Makes a new version that is the earlier one again, stamps and all. */
    static void restore(DeltaLog log, long version) {
        RestampingTransaction transaction = RestampingTransaction.start(log);
        Snapshot earlier = log.getSnapshotAt(version, Option.empty(), Option.empty(), false);
        Map<String, AddFile> now = byPath(transaction.snapshot());
        Map<String, AddFile> then = byPath(earlier);
        List<Action> actions = new ArrayList<>();
        List<AddFile> restamped = new ArrayList<>();
        if (!earlier.metadata().equals(transaction.snapshot().metadata())) {
            actions.add(earlier.metadata());
        }
        now.forEach((path, file) -> {
            if (!then.containsKey(path)) {
                actions.add(file.remove());
            }
        });
        then.forEach((path, file) -> {
            AddFile current = now.get(path);
            if (current == null) {
                actions.add(file);
            } else if (!current.partitionValues().equals(file.partitionValues())) {
                restamped.add(current);
                actions.add(file);
            }
        });
        if (actions.isEmpty()) {
            return;
        }
        transaction.readWholeTable();
        transaction.restamps(restamped);
        transaction.commit(
                asScala(actions).toSeq(), new DeltaOperations.Restore(Option.apply(version), Option.empty()));
    }

    private static Map<String, AddFile> byPath(Snapshot snapshot) {
        return OpenTable.files(snapshot).stream().collect(Collectors.toMap(AddFile::path, Function.identity()));
    }
}
