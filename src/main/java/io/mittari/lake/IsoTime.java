package io.mittari.lake;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.Temporal;
import java.util.Optional;

/**
 * ISO 8601 days and instants, strictly: {@code 2026-07-01}, or that and {@code T} or one space and
 * {@code 12:30[:15[.123456]]} and nothing, {@code Z}, {@code +02}, {@code +0200} or {@code +02:00}.
 */
final class IsoTime {
    private static final int MICROSECOND_DIGITS = 6;
    private static final int NANOSECOND_DIGITS = 9;

    private final String text;
    private int position;

    private IsoTime(String text) {
        this.text = text;
    }

    /**
     * A {@link LocalDate}, a {@link LocalDateTime} or an {@link OffsetDateTime}; empty where the text is none, names a
     * day or time that does not exist, or is finer than a microsecond.
     */
    static Optional<Temporal> parse(String text) {
        try {
            return Optional.of(new IsoTime(text).temporal());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The instant, where a time without offset and a day are of {@code zone}. */
    static Instant instant(Temporal time, ZoneId zone) {
        if (time instanceof LocalDate day) {
            return LocalDateTime.of(day, LocalTime.MIDNIGHT).atZone(zone).toInstant();
        }
        if (time instanceof LocalDateTime local) {
            return local.atZone(zone).toInstant();
        }
        return Instant.from(time);
    }

    /** The day: a day stays, a time becomes its day in the business zone. */
    static LocalDate day(Temporal time, ZoneId zone, ZoneId businessZone) {
        return time instanceof LocalDate day
                ? day
                : instant(time, zone).atZone(businessZone).toLocalDate();
    }

    private Temporal temporal() {
        int year = digits(4);
        expect('-');
        int month = digits(2);
        expect('-');
        LocalDate day = LocalDate.of(year, month, digits(2));
        if (year == 0) {
            throw unreadable();
        }
        if (position == text.length()) {
            return day;
        }
        char separator = text.charAt(position++);
        if (separator != 'T' && separator != ' ') {
            throw unreadable();
        }
        LocalDateTime time = time(day);
        return position == text.length() ? time : OffsetDateTime.of(time, offset());
    }

    private LocalDateTime time(LocalDate day) {
        int hour = digits(2);
        expect(':');
        int minute = digits(2);
        int second = 0;
        int nanosecond = 0;
        if (next() == ':') {
            position++;
            second = digits(2);
            if (next() == '.') {
                position++;
                nanosecond = fraction();
            }
        }
        return day.atTime(hour, minute, second, nanosecond);
    }

    private int fraction() {
        int start = position;
        int value = 0;
        while (next() >= '0' && next() <= '9' && position - start < NANOSECOND_DIGITS) {
            value = value * 10 + digits(1);
            if (position - start > MICROSECOND_DIGITS && value % 10 != 0) {
                throw unreadable();
            }
        }
        if (position == start) {
            throw unreadable();
        }
        for (int digit = position - start; digit < NANOSECOND_DIGITS; digit++) {
            value *= 10;
        }
        return value;
    }

    private ZoneOffset offset() {
        char sign = text.charAt(position++);
        if (sign == 'Z' && position == text.length()) {
            return ZoneOffset.UTC;
        }
        if (sign != '+' && sign != '-') {
            throw unreadable();
        }
        int hours = digits(2);
        int minutes = 0;
        if (position < text.length()) {
            position += next() == ':' ? 1 : 0;
            minutes = digits(2);
        }
        if (position != text.length() || minutes > 59) {
            throw unreadable();
        }
        return ZoneOffset.ofTotalSeconds((sign == '-' ? -60 : 60) * (hours * 60 + minutes));
    }

    private char next() {
        return position < text.length() ? text.charAt(position) : 0;
    }

    private void expect(char expected) {
        if (next() != expected) {
            throw unreadable();
        }
        position++;
    }

    private int digits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            char digit = next();
            if (digit < '0' || digit > '9') {
                throw unreadable();
            }
            value = value * 10 + digit - '0';
            position++;
        }
        return value;
    }

    private DateTimeException unreadable() {
        return new DateTimeException("Not ISO 8601: " + text);
    }
}
