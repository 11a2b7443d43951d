package io.mittari.handwritten;

import io.mittari.model.CanonicalColumn;
import io.mittari.model.Entity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A lake in which everything that the contract lets in happens, often: missing values, references that lead nowhere,
 * few ids that meet again and again, days before, on and after D, odd signs, and instants at the edges of days.
 */
public final class WildLake {
    /** A Wednesday in the middle of a month, a quarter and a year, whatever month the fiscal year begins in. */
    public static final LocalDate REPORTING_DATE = LocalDate.of(2026, 8, 12);

    private static final LocalDate FIRST_DAY = LocalDate.of(2025, 2, 10);
    private static final int DAYS = 640;
    private static final String NONE = "";
    private static final List<String> REPS = List.of("r1", "R2", "r3", "ä4", "r5", "r6", "r7");
    private static final List<String> SEGMENTS = List.of("SMB", "smb", "Öljy", "Large");
    private static final List<String> CHANNELS = List.of("web", "Ads", "Partner");
    private static final List<String> STAGES = List.of("Discovery", "Proposal", "Negotiation", "Closed");
    private static final List<String> CURRENCIES = List.of("EUR", "USD", "gbp");

    private final Random random;
    private final Path folder;
    private final Map<Entity, List<String>> rows = new TreeMap<>();

    private WildLake(Path folder, long seed) {
        this.folder = folder;
        this.random = new Random(seed);
    }

    /**
     * Writes extracts with canonical columns, and a configuration that reads them.
     *
     * @param without entities that have no source
     * @param settings more lines of the configuration
     * @return the configuration's file
     */
    public static Path write(Path folder, long seed, Set<Entity> without, String settings) {
        WildLake lake = new WildLake(folder, seed);
        lake.drawAll();
        try {
            return lake.write(without, settings);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** The rows of such a lake without writing them: comma-separated canonical columns, by entity. */
    static Map<Entity, List<String>> rows(long seed) {
        WildLake lake = new WildLake(Path.of(""), seed);
        lake.drawAll();
        return lake.rows;
    }

    private void drawAll() {
        REPS.forEach(this::rep);
        times(
                20,
                number -> add(
                        Entity.ACCOUNTS,
                        account(number),
                        "name",
                        one(SEGMENTS),
                        NONE,
                        NONE,
                        sometimes(rep()),
                        sometimes(channel())));
        times(160, this::lead);
        times(140, this::opportunity);
        times(
                600,
                number -> add(
                        Entity.STAGE_HISTORY,
                        opportunityId(150),
                        one(STAGES),
                        instant(),
                        sometimes(amount()),
                        sometimes(day()),
                        NONE));
        times(
                150,
                number -> add(
                        Entity.ACTIVITIES,
                        "t" + number,
                        rep(),
                        one("call", "Email", "admin"),
                        instant(),
                        amount(0, 500),
                        NONE,
                        NONE));
        times(200, number -> add(Entity.TIMESHEETS, rep(), day(), amount(8, 12), amount(0, 8)));
        times(70, this::quota);
        times(260, this::forecast);
        times(240, this::invoiceLine);
        times(200, this::expense);
        times(45, this::subscription);
        rates();
    }

    private void rep(String id) {
        add(
                Entity.REPS,
                id,
                "Rep " + id,
                one("North", "South", NONE),
                NONE,
                sometimes(one(SEGMENTS)),
                NONE,
                sometimes(day()),
                sometimes(day()));
    }

    private void lead(int number) {
        add(
                Entity.LEADS,
                "l" + number,
                instant(),
                sometimes(rep()),
                sometimes(one(SEGMENTS)),
                sometimes(channel()),
                sometimes(account(random.nextInt(23))),
                sometimes(opportunityId(145)),
                one("New", "Junk"),
                Integer.toString(random.nextInt(100)),
                sometimes(instant()),
                sometimes(instant()));
    }

    /** Often closed on the day of creation or of a stage's beginning; some are open and say when they were closed. */
    private void opportunity(int number) {
        LocalDate created = drawDay(FIRST_DAY, DAYS);
        LocalDate closed = created.plusDays(random.nextInt(random.nextInt(200) + 1));
        add(
                Entity.OPPORTUNITIES,
                "o" + number,
                sometimes(account(random.nextInt(23))),
                sometimes(rep()),
                "name",
                NONE,
                sometimes(channel()),
                one(STAGES),
                one("open", "Won", "won", "LOST"),
                sometimes(amount()),
                one(CURRENCIES),
                NONE,
                instant(created),
                sometimes(instant(created.minusDays(random.nextInt(40) - 10))),
                sometimes(day()),
                instant(closed));
        add(Entity.STAGE_HISTORY, "o" + number, one(STAGES), closed + "T10:00:00", NONE, NONE, NONE);
    }

    private void quota(int number) {
        int months = oneNumber(1, 1, 3, 3, 12);
        add(
                Entity.QUOTAS,
                rep(),
                Map.of(1, "month", 3, "Quarter", 12, "year").get(months),
                start(months),
                amount(0, 60_000),
                one(CURRENCIES),
                sometimes(one(SEGMENTS)));
    }

    private void forecast(int number) {
        int months = oneNumber(1, 1, 1, 3, 3, 12);
        LocalDate start = start(months);
        add(
                Entity.FORECASTS,
                one("r1", "R2", "nobody"),
                Map.of(1, "month", 3, "quarter", 12, "year").get(months),
                start,
                instant(start.plusDays(random.nextInt(60) - 30)),
                amount(0, 90_000),
                one(CURRENCIES),
                one("SMB", "Large", NONE));
    }

    private void invoiceLine(int number) {
        add(
                Entity.INVOICE_LINES,
                "i" + random.nextInt(90),
                Integer.toString(number),
                account(random.nextInt(23)),
                day(),
                amount(-20, 60),
                amount(-300, 2_000),
                one(CURRENCIES),
                sometimes(opportunityId(145)),
                sometimes(rep()),
                one("invoice", "credit_note", NONE, NONE));
    }

    private void expense(int number) {
        boolean isShared = random.nextInt(3) > 0;
        add(
                Entity.EXPENSES,
                "e" + number,
                day(),
                one("Marketing", "sales", "SALES", "Office"),
                amount(-400, 3_000),
                one(CURRENCIES),
                sometimes(channel()),
                isShared ? NONE : sometimes(one(SEGMENTS)),
                isShared ? NONE : sometimes(rep()));
    }

    /** Short ones with short gaps between them, some empty. */
    private void subscription(int number) {
        LocalDate start = drawDay(FIRST_DAY, DAYS);
        String end = random.nextInt(6) == 0
                ? NONE
                : start.plusDays(random.nextInt(90)).toString();
        add(Entity.SUBSCRIPTIONS, "s" + number, account(random.nextInt(23)), start, end, NONE, NONE);
    }

    /** New rates every few days, and one of the reporting currency, which nobody may use. */
    private void rates() {
        add(Entity.FX_RATES, "EUR", "2020-01-01", "7.5");
        for (LocalDate day = FIRST_DAY.minusDays(60); day.isBefore(FIRST_DAY.plusDays(DAYS)); day = day.plusDays(9)) {
            add(Entity.FX_RATES, "USD", day, "0.9%08d".formatted(random.nextInt(100_000_000)));
            add(Entity.FX_RATES, "GBP", day.plusDays(random.nextInt(5)), "1.%04d".formatted(random.nextInt(9_999)));
        }
    }

    private Path write(Set<Entity> without, String settings) throws IOException {
        StringBuilder configuration = new StringBuilder(settings);
        configuration.append("\ncurrency.reporting = EUR\ngates.max_rejected_share = 1\n");
        configuration.append("warehouse.path = \"%s\"\n".formatted(folder.resolve("warehouse")));
        for (Entity entity : Entity.values()) {
            Path extract = Files.createDirectories(folder.resolve(entity.entityName()));
            String header = entity.columns().stream().map(CanonicalColumn::name).collect(Collectors.joining(","));
            Files.writeString(extract.resolve("rows.csv"), header + "\n" + String.join("\n", rows.get(entity)) + "\n");
            if (!without.contains(entity)) {
                configuration.append("sources.%s.path = \"%s\"\n".formatted(entity.entityName(), extract));
            }
        }
        return Files.writeString(folder.resolve("mittari.conf"), configuration);
    }

    private void add(Entity entity, Object... values) {
        if (values.length != entity.columns().size()) {
            throw new IllegalArgumentException("Cannot write " + Arrays.toString(values) + " as " + entity);
        }
        rows.computeIfAbsent(entity, any -> new ArrayList<>())
                .add(Arrays.stream(values).map(Object::toString).collect(Collectors.joining(",")));
    }

    private static void times(int times, java.util.function.IntConsumer action) {
        for (int number = 0; number < times; number++) {
            action.accept(number);
        }
    }

    private String one(String... values) {
        return values[random.nextInt(values.length)];
    }

    private String one(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }

    private int oneNumber(int... values) {
        return values[random.nextInt(values.length)];
    }

    private String sometimes(Object value) {
        return random.nextInt(3) == 0 ? NONE : value.toString();
    }

    /** Mostly one of the reps. */
    private String rep() {
        return random.nextInt(12) == 0 ? "nobody" : one(REPS);
    }

    private String channel() {
        return one(CHANNELS);
    }

    /** One of twenty accounts; from 20 on of none. */
    private static String account(int number) {
        return "a" + number;
    }

    /** One of 140 opportunities; from 140 on of none. */
    private String opportunityId(int below) {
        return "o" + random.nextInt(below);
    }

    private String amount() {
        return amount(0, 20_000);
    }

    /** With up to four digits after the point. */
    private String amount(int from, int to) {
        return "%d.%04d"
                .formatted(from + random.nextInt(to - from), random.nextInt(10_000))
                .replace("-0.", "0.");
    }

    private String day() {
        return drawDay(FIRST_DAY, DAYS).toString();
    }

    private LocalDate drawDay(LocalDate first, int days) {
        return random.nextInt(15) == 0
                ? REPORTING_DATE.plusDays(random.nextInt(3) - 1)
                : first.plusDays(random.nextInt(days));
    }

    private String instant() {
        return instant(drawDay(FIRST_DAY, DAYS));
    }

    /** At an edge of the day, in the business zone or in UTC, or somewhere within. */
    private String instant(LocalDate day) {
        return day
                + one(
                        "T00:00:00",
                        "T23:59:59.999999",
                        "T22:30:00Z",
                        "T10:00:00",
                        "T02:15:00",
                        "T13:%02d:05".formatted(random.nextInt(60)));
    }

    /** The first day of a fiscal period, of fiscal years that begin in January, April, July or October. */
    private LocalDate start(int months) {
        LocalDate month = FIRST_DAY.withDayOfMonth(1).plusMonths(random.nextInt(20));
        if (months == 1) {
            return month;
        }
        LocalDate quarter = month.minusMonths((month.getMonthValue() - 1) % 3);
        return months == 3 ? quarter : LocalDate.of(2025 + random.nextInt(2), oneNumber(1, 4), 1);
    }
}
