package io.mittari.kpis;

import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.measures.Measure;
import io.mittari.settings.Settings;
import io.mittari.settings.SettingsReader;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Figures worked out by hand. */
class WorkingsTest {
    private static final Settings SETTINGS = SettingsReader.read(
            Optional.empty(),
            Map.of("currency.reporting", "EUR", "warehouse.path", "unused", "sources.leads.path", "unused"));
    private static final Catalog CATALOG = new Catalog(SETTINGS.kpis(), SETTINGS.enabledKpis());

    @Test
    void aFormulaHasItsNamesThenItsNumbersThenThoseOfItsParts() {
        Workings workings = velocity("10", "10", "2", "2000.00", "40");
        assertThat(lines(workings))
                .containsExactly(
                        "pipeline_velocity = (qualified_leads * opportunity_conversion_rate * average_deal_size) / sales_cycle_length"
                                + " = (10 * 0.200000 * 1000.000000) / 20.000000 = 100.000000",
                        "opportunity_conversion_rate = won_deals / opportunities_worked = 2 / 10 = 0.200000",
                        "average_deal_size = bookings / won_deals = 2000.00 / 2 = 1000.000000",
                        "sales_cycle_length = sales_cycle_days / won_deals = 40 / 2 = 20.000000");
    }

    @Test
    void aChangeOfVelocityComesFromVolumeConversionDealSizeAndCycle() {
        Workings before = velocity("10", "10", "2", "2000.00", "40");
        Workings after = velocity("20", "10", "5", "10000.00", "50");
        assertThat(parts(after.changeSince(before)))
                .containsExactly(
                        "qualified_leads: 10 to 20, 100.000000",
                        "opportunity_conversion_rate: 0.200000 to 0.500000, 300.000000",
                        "average_deal_size: 1000.000000 to 2000.000000, 500.000000",
                        "sales_cycle_length: 20.000000 to 10.000000, 1000.000000");
    }

    @Test
    void partsAddUpToTheChangeAlsoWhereEveryOneIsRounded() {
        Workings before = velocity("7", "13", "3", "1000.01", "31");
        Workings after = velocity("11", "17", "7", "999.97", "29");
        BigDecimal change = after.value().orElseThrow().subtract(before.value().orElseThrow());
        assertThat(after.changeSince(before).stream().map(Workings.Part::effect).reduce(BigDecimal::add))
                .contains(change);
    }

    @Test
    void whereAValueOnTheWayDoesNotExistTheSidesOfTheFractionAreThePart() {
        assertThat(parts(remaining("90", "50", "20").changeSince(remaining("80", "100", "60"))))
                .containsExactly(
                        "numerator: 80.000000 to 90.000000, 0.250000", "denominator: 40.000000 to 30.000000, 0.750000");
    }

    @Test
    void withoutAFormerValueThereIsNoChange() {
        assertThat(velocity("20", "10", "5", "10000.00", "50").changeSince(velocity("20", "10", "0", "0.00", "0")))
                .isEmpty();
    }

    @Test
    void aMeasureIsWorkedOutAsItself() {
        Workings workings =
                Workings.of(CATALOG, "bookings", Map.of(Measure.BOOKINGS, new BigDecimal("12.50")), Map.of());
        assertThat(workings.value()).contains(new BigDecimal("12.500000"));
        assertThat(Workings.inputs(CATALOG, "bookings")).containsExactly(Measure.BOOKINGS);
    }

    private static Workings velocity(String leads, String worked, String won, String bookings, String days) {
        Map<Measure, BigDecimal> measures = new EnumMap<>(Measure.class);
        measures.put(Measure.QUALIFIED_LEADS, new BigDecimal(leads));
        measures.put(Measure.OPPORTUNITIES_WORKED, new BigDecimal(worked));
        measures.put(Measure.WON_DEALS, new BigDecimal(won));
        measures.put(Measure.BOOKINGS, new BigDecimal(bookings));
        measures.put(Measure.SALES_CYCLE_DAYS, new BigDecimal(days));
        return Workings.of(CATALOG, "pipeline_velocity", measures, Map.of());
    }

    private static Workings remaining(String pipeline, String quota, String bookings) {
        Map<Measure, BigDecimal> measures = Map.of(
                Measure.PIPELINE_DUE_END, new BigDecimal(pipeline),
                Measure.QUOTA, new BigDecimal(quota),
                Measure.BOOKINGS, new BigDecimal(bookings));
        return Workings.of(CATALOG, "pipeline_coverage_remaining", measures, Map.of());
    }

    private static List<String> lines(Workings workings) {
        return workings.lines().stream()
                .map(line -> "%s = %s = %s = %s"
                        .formatted(
                                line.name(),
                                line.formula(),
                                line.numbers(),
                                line.value().orElseThrow()))
                .toList();
    }

    private static List<String> parts(List<Workings.Part> parts) {
        return parts.stream()
                .map(part -> "%s: %s to %s, %s"
                        .formatted(
                                part.name(),
                                part.before().toPlainString(),
                                part.after().toPlainString(),
                                part.effect().toPlainString()))
                .toList();
    }
}
