package io.mittari.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** When an account that was won is a customer: one term, or two with a gap that is a break or a mere slip. */
record Customer(List<Term> terms) {
    private static final double RETURN_CHANCE = 0.25;

    /** A time as a customer: from {@code start} up to the day before {@code end}. */
    record Term(LocalDate start, LocalDate end) {
        boolean contains(LocalDate day) {
            return !day.isBefore(start) && day.isBefore(end);
        }
    }

    /** What follows from an opportunity that was won; the ends may lie in the future. */
    static Customer of(Opportunity won, long seed) {
        Draws draws = new Draws(seed, Draws.Topic.CUSTOMER, won.index());
        List<Term> terms = new ArrayList<>();
        LocalDate start = Moments.day(won.last().at()).plusDays(draws.between(1, 14));
        terms.add(drawTerm(won, start, draws));
        if (draws.chance(RETURN_CHANCE)) {
            int gap = draws.chance(0.45) ? draws.between(3, 29) : draws.between(40, 400);
            terms.add(drawTerm(won, terms.get(0).end().plusDays(gap), draws));
        }
        return new Customer(List.copyOf(terms));
    }

    /** The end of the term that holds the day; null where none does. */
    LocalDate endOfTermOn(LocalDate day) {
        return terms.stream()
                .filter(term -> term.contains(day))
                .map(Term::end)
                .findFirst()
                .orElse(null);
    }

    private static Term drawTerm(Opportunity won, LocalDate start, Draws draws) {
        return new Term(start, start.plusMonths(won.account().segment().drawCustomerMonths(draws)));
    }
}
