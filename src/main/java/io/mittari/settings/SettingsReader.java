package io.mittari.settings;

import com.typesafe.config.Config;
import io.mittari.model.Failure;
import io.mittari.model.FiscalCalendar;
import io.mittari.settings.Settings.AllocateBy;
import io.mittari.settings.Settings.Close;
import io.mittari.settings.Settings.Customers;
import io.mittari.settings.Settings.Expenses;
import io.mittari.settings.Settings.Gates;
import io.mittari.settings.Settings.Maintenance;
import io.mittari.settings.Settings.Warehouse;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the settings of a deployment. */
public final class SettingsReader {
    private static final Pattern CURRENCY = Pattern.compile("[A-Za-z]{3}");
    private static final int MAX_DAYS = 36_500;

    private final Section root;

    private SettingsReader(Section root) {
        this.root = root;
    }

    /**
     * Reads the settings: what {@code overrides} say counts before the environment, that before the deployment's file,
     * and that before the defaults. An environment variable sets the key that its name says after
     * {@code CONFIG_FORCE_}, where {@code _} stands for a dot and {@code ___} for an underscore.
     *
     * @param deploymentFile the deployment's file, if it has one
     * @param overrides values by key, as {@code -Dkey=value} on the command line
     * @return settings without any fault
     * @throws Failure (usage) with all faults, a line each: file, line, key, what is wrong and what to do
     */
    public static Settings read(Optional<Path> deploymentFile, Map<String, String> overrides) {
        return read(deploymentFile, overrides, System.getenv());
    }

    static Settings read(
            Optional<Path> deploymentFile, Map<String, String> overrides, Map<String, String> environment) {
        Config merged = Layers.merged(deploymentFile, overrides, environment);
        Problems problems = new Problems(deploymentFile.map(Path::toString).orElse("configuration"));
        Config known = new KnownKeys(Layers.resource("reference.conf"), problems).checked(merged);
        Settings settings = new SettingsReader(new Section("", known, problems)).settings();
        problems.throwIfAny();
        return settings;
    }

    private Settings settings() {
        FiscalCalendar calendar = calendar(root.section("calendar"));
        Section kpis = root.section("kpis");
        KpisReader catalog =
                new KpisReader(new Section("", Layers.resource("kpis.conf"), root.problems()), kpis.section("catalog"));
        return new Settings(
                calendar,
                firstPeriod(root.section("calendar"), calendar),
                reportingCurrency(root.section("currency")),
                warehouse(root.section("warehouse"), maintenance(root.section("maintenance"))),
                new SourcesReader(calendar.zone()).read(root.section("sources")),
                root.section("leads").expression("qualified_when"),
                expenses(root.section("expenses")),
                customers(root.section("customers")),
                root.section("activities").codes("selling_kinds"),
                gates(root.section("gates")),
                close(root.section("close"), catalog),
                catalog.definitions(),
                catalog.enabled(kpis),
                catalog.figures(kpis.section("targets")),
                catalog.figures(kpis.section("benchmarks")),
                spark(root.section("spark")));
    }

    private static Map<String, String> spark(Section section) {
        Map<String, String> settings = new TreeMap<>();
        section.texts().forEach((key, value) -> settings.put(section.name(key), value));
        return Collections.unmodifiableMap(settings);
    }

    private static FiscalCalendar calendar(Section section) {
        return new FiscalCalendar(section.zone("zone"), section.integer("first_month", 1, 12));
    }

    private static Optional<LocalDate> firstPeriod(Section section, FiscalCalendar calendar) {
        return section.optionalText("first_period")
                .filter(text -> !text.isEmpty())
                .flatMap(text -> {
                    try {
                        return Optional.of(FirstPeriod.firstDay(text, calendar));
                    } catch (IllegalArgumentException e) {
                        String example = calendar.firstMonth() == 1
                                ? "2024, 2024-Q2 or 2024-05"
                                : "FY2024, FY2024-Q2 or FY2024-M05";
                        section.problem(
                                "first_period",
                                "must be a period of this calendar such as " + example + ", or a date, not '" + text
                                        + "'");
                        return Optional.empty();
                    }
                });
    }

    private static String reportingCurrency(Section section) {
        String currency = section.requiredText("reporting", "the currency of all published money, such as EUR");
        if (!currency.isEmpty() && !CURRENCY.matcher(currency).matches()) {
            section.problem("reporting", "must be a currency of three letters such as EUR, not '" + currency + "'");
        }
        return currency.toUpperCase(Locale.ROOT);
    }

    private static Warehouse warehouse(Section section, Maintenance maintenance) {
        return new Warehouse(
                section.requiredText("path", "the folder that the tables are published in"),
                section.optionalText("database"),
                maintenance);
    }

    private static Maintenance maintenance(Section section) {
        return new Maintenance(
                section.integer("keep_days", 0, MAX_DAYS),
                section.integer("keep_runs", 1, Integer.MAX_VALUE),
                section.integer("every_runs", 1, Integer.MAX_VALUE));
    }

    private static Close close(Section section, KpisReader catalog) {
        List<String> approvers = section.names("approvers").stream()
                .filter(name -> !name.isEmpty())
                .toList();
        return new Close(
                approvers,
                section.amount("reconciliation_tolerance"),
                section.has("max_difference_share")
                        ? Optional.of(section.amount("max_difference_share"))
                        : Optional.empty(),
                catalog.figures(section.section("materiality")));
    }

    private static Expenses expenses(Section section) {
        return new Expenses(section.codes("acquisition_categories"), section.choice("allocate_by", AllocateBy.class));
    }

    private static Customers customers(Section section) {
        return new Customers(
                section.integer("reactivation_gap_days", 0, MAX_DAYS),
                section.integer("inactive_after_days", 1, MAX_DAYS));
    }

    private static Gates gates(Section section) {
        return new Gates(
                section.share("max_rejected_share"),
                section.integer("min_rejected_rows", 0, Integer.MAX_VALUE),
                section.share("min_share_of_previous"));
    }
}
