package io.mittari.demo;

import io.mittari.model.Failure;
import java.time.LocalDate;

/**
 * What lake to write. The same plan gives the same bytes.
 *
 * @param opportunities number of opportunities, at least 1; all else follows from it
 * @param seed any number; another seed is another company
 * @param format format of the extracts
 * @param lastDay last day that the lake has data of
 * @param years calendar years up to and with the one of {@code lastDay}, 1 to 20
 */
public record LakePlan(long opportunities, long seed, Format format, LocalDate lastDay, int years) {
    /** Last day where none is asked for: a fixed one, three weeks into a quarter, so that a period is running. */
    public static final LocalDate DEFAULT_LAST_DAY = LocalDate.of(2026, 10, 20);

    private static final long MOST_OPPORTUNITIES = 1_000_000_000;

    /** How the extracts are stored. */
    public enum Format {
        /** Text with a header row, in which every kind of dirt can occur. */
        CSV,
        /** Typed columns: what does not parse cannot occur. */
        PARQUET;

        String extension() {
            return switch (this) {
                case CSV -> "csv";
                case PARQUET -> "parquet";
            };
        }
    }

    /** Throws a {@link Failure} of usage where a part is out of range. */
    public LakePlan {
        if (opportunities < 1 || opportunities > MOST_OPPORTUNITIES) {
            throw Failure.usage("Cannot generate %d opportunities: give a number from 1 to %d to --opportunities"
                    .formatted(opportunities, MOST_OPPORTUNITIES));
        }
        if (years < 1 || years > 20) {
            throw Failure.usage("Cannot generate %d years: give a number from 1 to 20".formatted(years));
        }
    }

    /** A plan of five years up to the default last day. */
    public static LakePlan of(long opportunities, long seed, Format format) {
        return new LakePlan(opportunities, seed, format, DEFAULT_LAST_DAY, 5);
    }

    /** First day that the lake has data of. */
    public LocalDate firstDay() {
        return LocalDate.of(lastDay.getYear() - years + 1, 1, 1);
    }
}
