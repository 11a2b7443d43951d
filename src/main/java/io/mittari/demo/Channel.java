package io.mittari.demo;

/** A channel that customers come by. */
enum Channel {
    WEB("Web", 0.32, 1.0, 0.30),
    PARTNER("Partner", 0.20, 1.1, 0.17),
    EVENT("Event", 0.14, 0.9, 0.25),
    OUTBOUND("Outbound", 0.22, 0.75, 0.23),
    REFERRAL("Referral", 0.12, 1.35, 0.05);

    private final String text;
    private final double share;
    private final double winFactor;
    private final double costShare;

    Channel(String text, double share, double winFactor, double costShare) {
        this.text = text;
        this.share = share;
        this.winFactor = winFactor;
        this.costShare = costShare;
    }

    /** The name in the extracts. */
    String text() {
        return text;
    }

    /** How much likelier a deal by this channel is won. */
    double winFactor() {
        return winFactor;
    }

    /** Share of the marketing budget. */
    double costShare() {
        return costShare;
    }

    static Channel draw(Draws draws) {
        double unit = draws.unit();
        for (Channel channel : values()) {
            unit -= channel.share;
            if (unit < 0) {
                return channel;
            }
        }
        return REFERRAL;
    }
}
