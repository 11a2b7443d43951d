package io.mittari.explain;

import io.mittari.kpis.Workings;
import io.mittari.measures.Measure;
import io.mittari.measures.PeriodRange;
import io.mittari.model.Grain;
import io.mittari.model.Period;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * Takes a change apart: by the parts of the formula, and by the members of what is explained.
 *
 * @param figures the published figures
 * @param subject whose value has changed
 * @param range the periods
 * @param workings how the value follows from measures in a period
 */
record ChangeOfValue(
        PublishedMember figures,
        Subject subject,
        PeriodRange range,
        BiFunction<Map<Measure, BigDecimal>, Period, Workings> workings) {

    /** Members of a grain, by the column that tells them apart. */
    private record Division(Grain grain, String key) {}

    ExplainedChange since(Period period) {
        Period before = range.earlier(period, period.type().months());
        Map<Measure, BigDecimal> now =
                figures.wide(period).map(PublishedMember::measures).orElse(Map.of());
        Map<Measure, BigDecimal> then =
                figures.wide(before).map(PublishedMember::measures).orElse(Map.of());
        Workings worked = workings.apply(now, period);
        Workings workedBefore = workings.apply(then, before);
        Optional<BigDecimal> change =
                worked.value().flatMap(value -> workedBefore.value().map(value::subtract));
        List<ExplainedChange.Member> members = change.isEmpty()
                ? List.of()
                : divisions().stream()
                        .flatMap(division -> members(division, period, before, now))
                        .toList();
        return new ExplainedChange(
                before.name(), workedBefore.value(), change, worked.changeSince(workedBefore), members);
    }

    private List<Division> divisions() {
        return switch (subject.grain()) {
            case COMPANY -> List.of(new Division(Grain.SEGMENT, "segment"), new Division(Grain.REP, "rep_id"));
            case TEAM -> List.of(new Division(Grain.REP, "rep_id"));
            case SEGMENT -> List.of(new Division(Grain.REP_SEGMENT, "rep_id"));
            case REP -> List.of(new Division(Grain.REP_SEGMENT, "segment"));
            case REP_SEGMENT, CHANNEL -> List.of();
        };
    }

    private Stream<ExplainedChange.Member> members(
            Division division, Period period, Period before, Map<Measure, BigDecimal> total) {
        Map<String, Row> now = byMember(division, period);
        Map<String, Row> then = byMember(division, before);
        Set<String> members = new HashSet<>(now.keySet());
        members.addAll(then.keySet());
        BigDecimal value = workings.apply(total, period).value().orElseThrow();
        return members.stream()
                .map(member -> new ExplainedChange.Member(
                        Subject.word(division.key()),
                        member,
                        name(division, member, now.getOrDefault(member, then.get(member))),
                        workings.apply(without(total, now.get(member), then.get(member)), period)
                                .value()
                                .map(value::subtract)))
                .filter(member -> member.effect().map(BigDecimal::signum).orElse(1) != 0)
                .sorted(Comparator.comparing(
                                (ExplainedChange.Member member) ->
                                        member.effect().map(BigDecimal::abs).orElse(BigDecimal.ZERO),
                                Comparator.reverseOrder())
                        .thenComparing(ExplainedChange.Member::member));
    }

    /** The measures, had the member's stayed as they were. */
    private static Map<Measure, BigDecimal> without(Map<Measure, BigDecimal> total, Row now, Row then) {
        Map<Measure, BigDecimal> ofNow = now == null ? Map.of() : PublishedMember.measures(now);
        Map<Measure, BigDecimal> ofThen = then == null ? Map.of() : PublishedMember.measures(then);
        Map<Measure, BigDecimal> without = new EnumMap<>(Measure.class);
        total.forEach((measure, value) -> without.put(
                measure,
                value.subtract(ofNow.getOrDefault(measure, BigDecimal.ZERO))
                        .add(ofThen.getOrDefault(measure, BigDecimal.ZERO))));
        return without;
    }

    private Map<String, Row> byMember(Division division, Period period) {
        Map<String, Row> members = new HashMap<>();
        figures.rows(division.grain(), period)
                .where(subject.isMember())
                .collectAsList()
                .forEach(row -> members.put(row.getAs(division.key()), row));
        return members;
    }

    private static String name(Division division, String member, Row row) {
        return division.key().equals("rep_id") ? row.getAs("rep_name") : member;
    }
}
