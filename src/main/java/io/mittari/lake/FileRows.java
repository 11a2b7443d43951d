package io.mittari.lake;

import io.mittari.model.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/** Reads the text files of one task as rows of {@link RawBatch}, one row in memory at a time. */
abstract class FileRows implements FlatMapFunction<List<LakeFile>, Row> {
    private static final long serialVersionUID = 1L;

    /** The rows of one file. */
    interface Reader extends Closeable {
        /** The next row; empty at the end. */
        Optional<Row> next() throws IOException;
    }

    /** Begins to read a file. */
    abstract Reader open(LakeFile file) throws IOException;

    @Override
    public Iterator<Row> call(List<LakeFile> files) {
        return new RowsOfFiles(files.iterator());
    }

    private final class RowsOfFiles implements Iterator<Row> {
        private final Iterator<LakeFile> files;
        private LakeFile file;
        private Reader reader;
        private Optional<Row> next = Optional.empty();

        RowsOfFiles(Iterator<LakeFile> files) {
            this.files = files;
        }

        @Override
        public boolean hasNext() {
            while (next.isEmpty() && (reader != null || files.hasNext())) {
                advance();
            }
            return next.isPresent();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Row row = next.get();
            next = Optional.empty();
            return row;
        }

        private void advance() {
            try {
                if (reader == null) {
                    file = files.next();
                    reader = open(file);
                }
                next = reader.next();
                if (next.isEmpty()) {
                    reader.close();
                    reader = null;
                }
            } catch (IOException e) {
                throw Failure.input("Cannot read %s: %s; deliver the file again".formatted(file.uri(), e), e);
            }
        }
    }
}
