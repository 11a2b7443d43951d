package io.mittari.settings;

import io.mittari.model.Grain;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Tells two configurations apart that can publish different figures: a hash of every setting a figure rests on. */
final class Fingerprint {
    private final List<String> lines = new ArrayList<>();

    private Fingerprint() {}

    /** The hash of the settings, wherever and in whatever order they were written. */
    static String of(Settings settings) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add("calendar.zone", settings.calendar().zone());
        fingerprint.add("calendar.first_month", settings.calendar().firstMonth());
        fingerprint.add("calendar.first_period", settings.firstPeriod());
        fingerprint.add("currency.reporting", settings.reportingCurrency());
        new TreeMap<>(settings.sources()).values().forEach(fingerprint::addSource);
        fingerprint.add("leads.qualified_when", settings.qualifiedWhen());
        fingerprint.add(
                "expenses.acquisition_categories",
                new TreeSet<>(settings.expenses().acquisitionCategories()));
        fingerprint.add("expenses.allocate_by", settings.expenses().allocateBy());
        fingerprint.add("customers.reactivation_gap_days", settings.customers().reactivationGapDays());
        fingerprint.add("customers.inactive_after_days", settings.customers().inactiveAfterDays());
        fingerprint.add("activities.selling_kinds", new TreeSet<>(settings.sellingKinds()));
        settings.kpis().forEach(fingerprint::addKpi);
        fingerprint.add("kpis.enabled", settings.enabledKpis());
        fingerprint.addFigures("kpis.targets", settings.targets());
        fingerprint.addFigures("kpis.benchmarks", settings.benchmarks());
        return fingerprint.hash();
    }

    private void addSource(Source source) {
        add(source.key("path"), source.path());
        add(source.key("format"), source.format());
        add(source.key("options"), new TreeMap<>(source.options()));
        add(source.key("mode"), source.mode());
        add(source.key("columns"), new TreeMap<>(source.columns()));
        add(source.key("where"), source.where());
        add(source.key("version"), source.version());
        add(source.key("deleted"), source.deleted());
        new TreeMap<>(source.lookups()).values().forEach(this::addLookup);
        add(source.key("zone"), source.zone());
        add(source.key("dt_offset_days"), source.dtOffsetDays());
        add(source.key("max_age_days"), source.maxAgeDays());
    }

    private void addLookup(Source.Lookup lookup) {
        addSource(lookup.file());
        add(lookup.file().key("key"), lookup.key());
        add(lookup.file().key("match"), lookup.match());
    }

    private void addKpi(KpiDefinition kpi) {
        String key = "kpis.catalog." + kpi.name();
        add(key + ".label", kpi.label());
        add(key + ".label_fi", kpi.labelFi());
        add(key + ".description", kpi.description());
        add(key + ".unit", kpi.unit());
        add(key + ".better", kpi.better());
        add(key + ".core", kpi.core());
        add(key + ".numerator", kpi.numerator());
        add(key + ".denominator", kpi.denominator());
    }

    private void addFigures(String key, Map<String, Map<Grain, BigDecimal>> figures) {
        new TreeMap<>(figures)
                .forEach((kpi, byGrain) -> new TreeMap<>(byGrain)
                        .forEach((grain, figure) -> add(
                                key + "." + kpi + "." + grain.grainName(),
                                figure.stripTrailingZeros().toPlainString())));
    }

    private void add(String key, Object value) {
        String text = String.valueOf(value);
        lines.add(key + " " + text.length() + " " + text);
    }

    private String hash() {
        try {
            byte[] rendering = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(rendering));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
