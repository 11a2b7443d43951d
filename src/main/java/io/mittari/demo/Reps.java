package io.mittari.demo;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The sales force: it grows with the company, slower than its opportunities, and never beyond two thousand. */
final class Reps {
    private static final int MOST = 2_000;
    private static final int LEAST = 6;
    /** A rep who leaves in the last year, so that opportunities change hands between loads. */
    private static final int SURE_TO_LEAVE = 3;

    private final LakePlan plan;
    private final List<Rep> all = new ArrayList<>();
    private final Map<Segment, List<Rep>> bySegment = new EnumMap<>(Segment.class);

    Reps(LakePlan plan) {
        this.plan = plan;
        for (Segment segment : Segment.values()) {
            bySegment.put(segment, new ArrayList<>());
        }
        long size = Math.round(40 * StrictMath.pow(plan.opportunities() / 10_000.0, 0.44));
        for (int number = 0; number < Math.max(LEAST, Math.min(MOST, size)); number++) {
            Rep rep = rep(number);
            all.add(rep);
            bySegment.get(rep.segment()).add(rep);
        }
    }

    /** All reps that ever were, by number. */
    List<Rep> all() {
        return all;
    }

    /** A rep of that segment who is employed on that day. */
    Rep drawEmployed(Segment segment, LocalDate day, Draws draws) {
        List<Rep> candidates = bySegment.get(segment);
        for (int attempt = 0; attempt < 20; attempt++) {
            Rep rep = draws.oneOf(candidates);
            if (rep.isEmployed(day)) {
                return rep;
            }
        }
        return candidates.get(0);
    }

    /** Number of reps of that segment who are employed on that day. */
    long employed(Segment segment, LocalDate day) {
        return bySegment.get(segment).stream()
                .filter(rep -> rep.isEmployed(day))
                .count();
    }

    /** Who takes over what a rep owned who left. */
    Rep successor(Rep left, long index) {
        Draws draws = new Draws(plan.seed(), Draws.Topic.SUCCESSOR, index);
        return drawEmployed(left.segment(), left.leftOn().plusDays(1), draws);
    }

    private Rep rep(int number) {
        Draws draws = new Draws(plan.seed(), Draws.Topic.REP, number);
        boolean founds = number < Segment.values().length;
        Segment drawn = Segment.drawForRep(draws);
        Segment segment = founds ? Segment.values()[number] : drawn;
        Region region = Region.draw(draws);
        boolean leaves = number == SURE_TO_LEAVE;
        LocalDate hiredOn = drawHiredOn(founds || leaves || draws.chance(0.4), draws);
        LocalDate leftOn = founds || draws.chance(0.6) ? null : drawLeftOn(hiredOn, draws);
        return new Rep(
                number,
                Names.id("R-", number + 1, 4),
                Names.rep(number),
                segment,
                region,
                segment == Segment.ENTERPRISE ? "Key Accounts" : region.text() + " " + segment.text(),
                hiredOn,
                leaves ? plan.lastDay().minusDays(120) : leftOn,
                draws.between(0.75, 1.25));
    }

    private LocalDate drawHiredOn(boolean fromTheBeginning, Draws draws) {
        long days = ChronoUnit.DAYS.between(plan.firstDay(), plan.lastDay());
        return fromTheBeginning
                ? plan.firstDay().minusDays(1 + draws.below(1_500))
                : plan.firstDay().plusDays((long) (draws.unit() * 0.92 * days));
    }

    private LocalDate drawLeftOn(LocalDate hiredOn, Draws draws) {
        LocalDate begin = hiredOn.isBefore(plan.firstDay()) ? plan.firstDay() : hiredOn;
        LocalDate leftOn = begin.plusDays(150 + (long) draws.exponential(600));
        return leftOn.isAfter(plan.lastDay().plusDays(60)) ? null : leftOn;
    }
}
