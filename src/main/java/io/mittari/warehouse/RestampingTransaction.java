package io.mittari.warehouse;

import static scala.jdk.javaapi.CollectionConverters.asScala;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.VersionChecksum;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.util.Either;

/**
 * A transaction that may add a file which the table has already, with other partition values. Delta's protocol says
 * that the newer entry replaces the older one; but Delta's own writer would count the file twice in the version's
 * checksum, from which later versions are derived and against which they are checked.
 */
final class RestampingTransaction extends OptimisticTransaction {
    private List<AddFile> before = List.of();

    private RestampingTransaction(DeltaLog log, Snapshot snapshot) {
        super(log, Option.empty(), snapshot);
    }

    /** Begins at the newest version of the table. */
    static RestampingTransaction start(DeltaLog log) {
        return new RestampingTransaction(log, log.update(false, Option.empty(), Option.empty()));
    }

    /** Names the files that the commit adds again, as the table has them before it. */
    void restamps(List<AddFile> files) {
        before = List.copyOf(files);
    }

    @Override
    public Either<String, VersionChecksum> computeNewChecksum(
            long version,
            String operation,
            Option<String> transaction,
            VersionChecksum old,
            Option<Snapshot> snapshot,
            Seq<Action> actions,
            boolean ignoresAdded,
            boolean ignoresRemoved,
            boolean listsFiles,
            boolean readsDeletionVectors,
            boolean writesDeletionVectors) {
        List<Action> counted = Stream.concat(
                        before.stream().<Action>map(AddFile::remove), CollectionConverters.asJava(actions).stream())
                .toList();
        return super.computeNewChecksum(
                version,
                operation,
                transaction,
                old,
                snapshot,
                asScala(counted).toSeq(),
                ignoresAdded,
                ignoresRemoved,
                listsFiles,
                readsDeletionVectors,
                writesDeletionVectors);
    }
}
