package io.mittari.demo;

import java.time.LocalDate;
import java.util.List;

/**
 * An opportunity with its whole life, as if nothing lay in the future. Moments are seconds of the epoch, amounts whole
 * units of the account's currency.
 *
 * @param owner who owned it at first
 * @param customer the account's time as a customer that this one adds to; null: of type new
 * @param firstContact null where it is not known
 * @param steps what happened, in order: the first is the creation, the last the closing where there is one
 * @param correction moment at which the amount was corrected after closing; 0: never
 * @param correctedAmount the amount from then on
 * @param deletion moment at which it was deleted, as another one's double; 0: never
 */
record Opportunity(
        long index,
        String id,
        Account account,
        Type type,
        Customer customer,
        Channel channel,
        Rep owner,
        Long firstContact,
        List<Step> steps,
        long correction,
        long correctedAmount,
        long deletion) {
    /** What is sold to whom. */
    enum Type {
        /** To an account that is no customer at the time. */
        NEW("new", 1.0, 1.0),
        EXPANSION("expansion", 1.35, 0.5),
        RENEWAL("renewal", 1.8, 0.8);

        private final String text;
        private final double winFactor;
        private final double amountFactor;

        Type(String text, double winFactor, double amountFactor) {
            this.text = text;
            this.winFactor = winFactor;
            this.amountFactor = amountFactor;
        }

        /** The name in the extracts. */
        String text() {
            return text;
        }

        /** How much likelier than a new customer's it is won. */
        double winFactor() {
            return winFactor;
        }

        /** Amount, as a share of a new customer's. */
        double amountFactor() {
            return amountFactor;
        }
    }

    /**
     * Something that happened to it.
     *
     * @param at when it happened
     * @param knownAt when the CRM was told: later than {@code at} where a closing is dated back
     */
    record Step(Stage stage, long at, long knownAt, long amount, LocalDate expectedCloseOn) {}

    long created() {
        return steps.get(0).at();
    }

    Step last() {
        return steps.get(steps.size() - 1);
    }

    /** Whether it is won in the end. */
    boolean isWon() {
        return last().stage() == Stage.CLOSED_WON;
    }

    /** Whether it is won or lost in the end. */
    boolean isClosed() {
        return last().stage().compareTo(Stage.NEGOTIATION) > 0;
    }

    /** The newest step that is known at that moment. */
    Step known(long moment) {
        for (int number = steps.size() - 1; number > 0; number--) {
            if (steps.get(number).knownAt() <= moment) {
                return steps.get(number);
            }
        }
        return steps.get(0);
    }

    /** The amount as it is known at that moment. */
    long amount(long moment) {
        return isCorrected(moment) ? correctedAmount : known(moment).amount();
    }

    boolean isCorrected(long moment) {
        return correction > 0 && correction <= moment;
    }
}
