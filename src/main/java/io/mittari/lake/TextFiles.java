package io.mittari.lake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Serializable;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Opens text files of any Hadoop file system, compressed or not, on the driver and in tasks.
 *
 * <p>Bytes that are no text of the charset come out as {@link #UNREADABLE}, a character that no text may hold.
 */
final class TextFiles implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Stands for bytes that are no text of the charset. */
    static final char UNREADABLE = '\uffff';

    private static final char BYTE_ORDER_MARK = '\ufeff';
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long SMALLEST_TASK_BYTES = 8L << 20;

    private final SerializableConfiguration configuration;
    private final String charset;

    TextFiles(SparkSession spark, Charset charset) {
        this.configuration = new SerializableConfiguration(spark.sessionState().newHadoopConf());
        this.charset = charset.name();
    }

    /** A reader at the file's beginning, past a byte order mark. */
    BufferedReader open(LakeFile file) throws IOException {
        Configuration hadoop = configuration.value();
        Path path = new Path(URI.create(file.uri()));
        InputStream bytes = path.getFileSystem(hadoop).open(path, BUFFER_BYTES);
        var codec = new CompressionCodecFactory(hadoop).getCodec(path);
        InputStream plain = codec == null ? bytes : codec.createInputStream(bytes);
        var decoder = Charset.forName(charset)
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .replaceWith(String.valueOf(UNREADABLE));
        BufferedReader reader = new BufferedReader(new InputStreamReader(plain, decoder), BUFFER_BYTES);
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
        return reader;
    }

    String charset() {
        return charset;
    }

    /**
     * The files in as many groups as there should be tasks: one per core where there is enough to read, each of files
     * that follow each other. A file is never split.
     */
    static List<List<LakeFile>> tasks(List<LakeFile> files, int cores) {
        long total = files.stream().mapToLong(LakeFile::length).sum();
        long target = Math.max(SMALLEST_TASK_BYTES, total / (2L * cores));
        List<List<LakeFile>> tasks = new ArrayList<>();
        List<LakeFile> task = new ArrayList<>();
        long bytes = 0;
        for (LakeFile file : files) {
            if (!task.isEmpty() && bytes + file.length() > target) {
                tasks.add(List.copyOf(task));
                task.clear();
                bytes = 0;
            }
            task.add(file);
            bytes += file.length();
        }
        if (!task.isEmpty()) {
            tasks.add(List.copyOf(task));
        }
        return tasks;
    }
}
