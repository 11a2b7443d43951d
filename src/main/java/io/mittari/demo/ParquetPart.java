package io.mittari.demo;

import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MICROS;
import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.apache.parquet.schema.Types.optional;

import io.mittari.demo.Extract.Column;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * A Parquet file with typed, optional columns. Row groups are small, as dozens of files are open at a time and each
 * holds one row group in memory; dictionaries too, as ids and moments repeat too seldom to pay for them.
 */
final class ParquetPart implements Part {
    private static final long ROW_GROUP_BYTES = 8L << 20;
    private static final int DICTIONARY_BYTES = 32 << 10;

    private final ParquetWriter<Object[]> writer;

    ParquetPart(Path file, List<? extends Column<?>> columns) throws IOException {
        Builder builder = new Builder(new LocalOutputFile(file), columns);
        for (Column<?> column : columns) {
            if (column.type() == ColumnType.MOMENT || column.type() == ColumnType.MONEY) {
                builder.withDictionaryEncoding(column.name(), false);
            }
        }
        writer = builder.withConf(new PlainParquetConfiguration())
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .withDictionaryPageSize(DICTIONARY_BYTES)
                .build();
    }

    @Override
    public void add(Object[] values) throws IOException {
        writer.write(values);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private static final class Builder extends ParquetWriter.Builder<Object[], Builder> {
        private final List<? extends Column<?>> columns;

        private Builder(OutputFile file, List<? extends Column<?>> columns) {
            super(file);
            this.columns = columns;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<Object[]> getWriteSupport(Configuration configuration) {
            return new Rows(columns);
        }

        @Override
        protected WriteSupport<Object[]> getWriteSupport(ParquetConfiguration configuration) {
            return new Rows(columns);
        }
    }

    private static final class Rows extends WriteSupport<Object[]> {
        private final List<? extends Column<?>> columns;
        private RecordConsumer consumer;

        private Rows(List<? extends Column<?>> columns) {
            this.columns = columns;
        }

        @Override
        public WriteContext init(Configuration configuration) {
            return context();
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return context();
        }

        @Override
        public void prepareForWrite(RecordConsumer recordConsumer) {
            consumer = recordConsumer;
        }

        @Override
        public void write(Object[] values) {
            consumer.startMessage();
            for (int place = 0; place < values.length; place++) {
                if (values[place] != null) {
                    String name = columns.get(place).name();
                    consumer.startField(name, place);
                    add(values[place]);
                    consumer.endField(name, place);
                }
            }
            consumer.endMessage();
        }

        private WriteContext context() {
            List<Type> fields = columns.stream().map(Rows::field).toList();
            return new WriteContext(new MessageType("row", fields), Map.of());
        }

        private static Type field(Column<?> column) {
            return switch (column.type()) {
                case TEXT -> optional(BINARY).as(stringType()).named(column.name());
                case BOOLEAN -> optional(BOOLEAN).named(column.name());
                case MOMENT -> optional(INT64).as(timestampType(true, MICROS)).named(column.name());
                case DAY -> optional(INT32).as(dateType()).named(column.name());
                case WHOLE, MONEY, RATE ->
                    optional(INT64)
                            .as(decimalType(column.type().scale(), column.type().precision()))
                            .named(column.name());
            };
        }

        private void add(Object value) {
            if (value instanceof String text) {
                consumer.addBinary(Binary.fromString(text));
            } else if (value instanceof Long moment) {
                consumer.addLong(moment * 1_000_000);
            } else if (value instanceof LocalDate day) {
                consumer.addInteger((int) day.toEpochDay());
            } else if (value instanceof BigDecimal number) {
                consumer.addLong(number.unscaledValue().longValueExact());
            } else {
                consumer.addBoolean((Boolean) value);
            }
        }
    }
}
