package io.mittari.warehouse;

import java.util.Optional;

/**
 * A close and what became of it.
 *
 * @param closed the entry that closed the period
 * @param approved the entry that approved the close, if any did
 * @param reopened the entry that reopened the period, if any did
 */
public record ClosedPeriod(CloseEvent closed, Optional<CloseEvent> approved, Optional<CloseEvent> reopened) {
    /** What became of a close. */
    public enum State {
        /** The period's figures are those that were frozen. */
        CLOSED("closed"),
        /** The figures are frozen, and take effect once somebody else has approved them. */
        AWAITING_APPROVAL("awaiting approval"),
        /** The close no longer counts; what it froze stays readable. */
        REOPENED("reopened");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    /** The close. */
    public Close close() {
        return closed.close();
    }

    /** What became of it. */
    public State state() {
        if (reopened.isPresent()) {
            return State.REOPENED;
        }
        return close().needsApproval() && approved.isEmpty() ? State.AWAITING_APPROVAL : State.CLOSED;
    }

    /** Whether the period's figures are those that were frozen. */
    public boolean isInEffect() {
        return state() == State.CLOSED;
    }
}
