package io.mittari.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The day whose end the figures are as of. */
final class ReportingDate {
    @Option(
            names = "--date",
            paramLabel = "DATE",
            converter = IsoDate.class,
            description = "Reporting date, YYYY-MM-DD: figures as of the end of that day. Default: yesterday in the"
                    + " business zone (calendar.zone).")
    private Optional<LocalDate> date;

    /** The date that was asked for, else yesterday where the business is. */
    LocalDate date(ZoneId zone, Clock clock) {
        return date.orElseGet(() -> LocalDate.now(clock.withZone(zone)).minusDays(1));
    }

    private static final class IsoDate implements ITypeConverter<LocalDate> {
        @Override
        public LocalDate convert(String text) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeException exception) {
                throw new TypeConversionException("'" + text + "' is no date; write it as 2026-10-20");
            }
        }
    }
}
