package io.mittari.lake;

import io.delta.tables.DeltaTable;
import io.mittari.model.Failure;
import io.mittari.settings.Source;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Finds the loads of a source: what was delivered, and up to which day. Lists folders; opens no data file. */
final class LoadFinder {
    private static final String DELTA = "delta";
    private static final String DELTA_LOG = "_delta_log";
    private static final String DT = "dt";
    private static final String DT_FOLDER = "dt=";

    private final SparkSession spark;
    private final Source source;
    private final FileSystem files;
    private final FileStatus root;

    /** Looks at the source's path; throws a {@link Failure} of the input (exit 5) where it does not exist. */
    LoadFinder(SparkSession spark, Source source) {
        this.spark = spark;
        this.source = source;
        try {
            Path path = new Path(source.path());
            this.files = path.getFileSystem(spark.sessionState().newHadoopConf());
            this.root = files.getFileStatus(files.makeQualified(path));
        } catch (FileNotFoundException e) {
            throw Failure.input(
                    "There is no %s, the path of source %s (%s, %s); deliver the extract or correct the path"
                            .formatted(source.path(), source.name(), source.key("path"), source.origin()));
        } catch (IOException | IllegalArgumentException e) {
            throw Failure.input(
                    "Cannot reach %s, the path of source %s (%s, %s): %s"
                            .formatted(
                                    source.path(), source.name(), source.key("path"), source.origin(), e.getMessage()),
                    e);
        }
    }

    /**
     * The loads that a run for that date reads, oldest first: of a snapshot the newest one, else all; none of a later
     * date. Empty where nothing was delivered up to then.
     */
    List<Load> upTo(LocalDate reportingDate) {
        try {
            return loads(reportingDate);
        } catch (IOException | UncheckedIOException e) {
            throw Failure.input(
                    "Cannot list %s of source %s: %s".formatted(source.path(), source.name(), e.getMessage()), e);
        }
    }

    private List<Load> loads(LocalDate reportingDate) throws IOException {
        if (root.isFile()) {
            return List.of(
                    new Load(Load.ALL, Optional.empty(), uri(root), List.of(file(Load.ALL, root, root.getPath()))));
        }
        if (isDeltaTable(root.getPath())) {
            checkFormat(root.getPath());
            return deltaLoads(reportingDate);
        }
        List<FileStatus> children = data(root.getPath());
        List<FileStatus> folders = children.stream()
                .filter(LoadFinder::isDtFolder)
                .sorted(newestFirst())
                .toList();
        if (folders.isEmpty()) {
            if (source.format().equals(DELTA) && !children.isEmpty()) {
                throw usage("path", source.path() + " is no Delta table and holds none in dt= folders");
            }
            return load(Load.ALL, Optional.empty(), root.getPath()).stream().toList();
        }
        checkNothingBeside(children);
        return datedLoads(folders, reportingDate);
    }

    private List<Load> datedLoads(List<FileStatus> newestFirst, LocalDate reportingDate) throws IOException {
        List<Load> loads = new ArrayList<>();
        for (FileStatus folder : newestFirst) {
            String name = folder.getPath().getName().substring(DT_FOLDER.length());
            LocalDate date = date(name, folder.getPath().toString());
            if (!date.isAfter(reportingDate) && !isComplete(loads)) {
                load(name, Optional.of(date), folder.getPath()).ifPresent(loads::add);
            }
        }
        Collections.reverse(loads);
        return loads;
    }

    private boolean isComplete(List<Load> loads) {
        return source.mode() == Source.Mode.SNAPSHOT && !loads.isEmpty();
    }

    private Optional<Load> load(String name, Optional<LocalDate> date, Path folder) throws IOException {
        if (source.format().equals(DELTA)) {
            return Optional.of(new Load(name, date, folder.toUri().toString(), List.of()))
                    .filter(found -> isDeltaTable(folder));
        }
        List<LakeFile> found = new ArrayList<>();
        collect(name, folder, folder, found);
        found.sort(Comparator.comparing(LakeFile::name));
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(new Load(name, date, folder.toUri().toString(), List.copyOf(found)));
    }

    private void collect(String load, Path base, Path folder, List<LakeFile> found) throws IOException {
        for (FileStatus child : data(folder)) {
            if (child.isDirectory()) {
                collect(load, base, child.getPath(), found);
            } else {
                found.add(file(load, child, base));
            }
        }
    }

    private static LakeFile file(String load, FileStatus status, Path base) {
        String uri = uri(status);
        String prefix = base.toUri() + "/";
        String name = uri.startsWith(prefix)
                ? uri.substring(prefix.length())
                : status.getPath().getName();
        return new LakeFile(load, name, uri, status.getLen(), status.getModificationTime());
    }

    /** A Delta table at the path is one load, or one per value where it is partitioned by dt. */
    private List<Load> deltaLoads(LocalDate reportingDate) {
        String table = root.getPath().toUri().toString();
        var rows = spark.read().format(DELTA).load(root.getPath().toString());
        if (!isPartitionedByDt()) {
            return List.of(new Load(Load.ALL, Optional.empty(), table, List.of()));
        }
        List<Load> loads = new ArrayList<>();
        for (Row row :
                rows.selectExpr("cast(dt as string)").distinct().orderBy(DT).collectAsList()) {
            String name = String.valueOf(row.get(0));
            LocalDate date = date(name, table + "/" + DT_FOLDER + name);
            if (!date.isAfter(reportingDate)) {
                loads.add(new Load(name, Optional.of(date), table, List.of()));
            }
        }
        boolean newestOnly = source.mode() == Source.Mode.SNAPSHOT && loads.size() > 1;
        return newestOnly ? List.of(loads.get(loads.size() - 1)) : loads;
    }

    private boolean isPartitionedByDt() {
        return DeltaTable.forPath(spark, root.getPath().toString())
                .detail()
                .select("partitionColumns")
                .head()
                .<String>getList(0)
                .contains(DT);
    }

    private LocalDate date(String name, String folder) {
        try {
            return LocalDate.parse(name).minusDays(source.dtOffsetDays());
        } catch (DateTimeException e) {
            throw usage("path", "the folder " + folder + " is named by no date; rename it to dt=YYYY-MM-DD");
        }
    }

    private void checkNothingBeside(List<FileStatus> children) throws IOException {
        for (FileStatus child : children) {
            List<LakeFile> beside = new ArrayList<>();
            if (child.isFile()) {
                beside.add(file(Load.ALL, child, root.getPath()));
            } else if (!isDtFolder(child)) {
                collect(Load.ALL, root.getPath(), child.getPath(), beside);
            }
            if (!beside.isEmpty()) {
                throw usage(
                        "path",
                        "the data file %s lies beside dt= folders; move it into one, or start its name with _"
                                .formatted(beside.get(0).uri()));
            }
        }
    }

    private void checkFormat(Path folder) {
        if (!source.format().equals(DELTA)) {
            throw usage("format", "%s is a Delta table; set format = delta".formatted(folder));
        }
    }

    private Failure usage(String part, String message) {
        return Failure.usage("Cannot read source %s: %s (%s, %s)"
                .formatted(source.name(), message, source.key(part), source.origin()));
    }

    private boolean isDeltaTable(Path folder) {
        try {
            return files.exists(new Path(folder, DELTA_LOG));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<FileStatus> data(Path folder) throws IOException {
        List<FileStatus> children = new ArrayList<>();
        for (FileStatus child : files.listStatus(folder)) {
            String name = child.getPath().getName();
            if (!name.startsWith("_") && !name.startsWith(".")) {
                children.add(child);
            }
        }
        return children;
    }

    private static boolean isDtFolder(FileStatus child) {
        return child.isDirectory() && child.getPath().getName().startsWith(DT_FOLDER);
    }

    private static Comparator<FileStatus> newestFirst() {
        return Comparator.comparing((FileStatus folder) -> folder.getPath().getName())
                .reversed();
    }

    private static String uri(FileStatus status) {
        return status.getPath().toUri().toString();
    }
}
