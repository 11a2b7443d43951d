package io.mittari.demo;

/** A stage of an opportunity; the first three are open ones. */
enum Stage {
    DISCOVERY("Discovery", 20),
    PROPOSAL("Proposal", 45),
    NEGOTIATION("Negotiation", 70),
    CLOSED_WON("Closed Won", 100),
    CLOSED_LOST("Closed Lost", 0);

    private final String text;
    private final int probability;

    Stage(String text, int probability) {
        this.text = text;
        this.probability = probability;
    }

    /** The name in the extracts. */
    String text() {
        return text;
    }

    /** Probability of winning that the CRM gives the stage, in percent. */
    int probability() {
        return probability;
    }

    /** The status that goes with the stage, as the CRM writes it. */
    String status() {
        return switch (this) {
            case DISCOVERY, PROPOSAL, NEGOTIATION -> "Open";
            case CLOSED_WON -> "Won";
            case CLOSED_LOST -> "Lost";
        };
    }
}
