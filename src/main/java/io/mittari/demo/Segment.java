package io.mittari.demo;

/** A customer segment, and how it buys. Amounts are in the reporting currency. */
enum Segment {
    SMB("SMB", 0.60, 0.45, 0.33, 6_500, 0.60, 100, new double[] {8, 10, 7}, 27),
    MID_MARKET("Mid-Market", 0.30, 0.33, 0.29, 28_000, 0.60, 500, new double[] {18, 22, 15}, 44),
    ENTERPRISE("Enterprise", 0.10, 0.22, 0.24, 90_000, 0.50, 5_000, new double[] {35, 45, 30}, 70);

    private final String text;
    private final double share;
    private final double repShare;
    private final double winRate;
    private final double medianAmount;
    private final double amountSpread;
    private final long rounding;
    private final double[] stageDays;
    private final double customerMonths;

    Segment(
            String text,
            double share,
            double repShare,
            double winRate,
            double medianAmount,
            double amountSpread,
            long rounding,
            double[] stageDays,
            double customerMonths) {
        this.text = text;
        this.share = share;
        this.repShare = repShare;
        this.winRate = winRate;
        this.medianAmount = medianAmount;
        this.amountSpread = amountSpread;
        this.rounding = rounding;
        this.stageDays = stageDays;
        this.customerMonths = customerMonths;
    }

    /** The name in the extracts. */
    String text() {
        return text;
    }

    /** Share of the accounts. */
    double share() {
        return share;
    }

    /** Chance of winning a new customer by a channel and a rep of average worth. */
    double winRate() {
        return winRate;
    }

    /** Average amount of a deal with a new customer. */
    double averageAmount() {
        return medianAmount * StrictMath.exp(amountSpread * amountSpread / 2);
    }

    /** An amount as it is quoted: the units of {@code rounding}. */
    long rounded(double amount) {
        return Math.max(1, Math.round(amount / rounding)) * rounding;
    }

    double drawAmount(Draws draws) {
        return draws.logNormal(medianAmount, amountSpread);
    }

    /** Days in an open stage. */
    double drawStageDays(Stage stage, Draws draws) {
        return draws.logNormal(stageDays[stage.ordinal()], 0.55);
    }

    /** Typical days from the beginning of a stage to the closing. */
    double daysFrom(Stage stage) {
        double days = 0;
        for (int later = stage.ordinal(); later < stageDays.length; later++) {
            days += stageDays[later] * 1.16;
        }
        return days;
    }

    /** Whole months that a customer stays, three at least. */
    int drawCustomerMonths(Draws draws) {
        return 3 + (int) draws.exponential(customerMonths - 3);
    }

    static Segment drawForAccount(Draws draws) {
        return draw(draws.unit(), SMB.share, MID_MARKET.share);
    }

    static Segment drawForRep(Draws draws) {
        return draw(draws.unit(), SMB.repShare, MID_MARKET.repShare);
    }

    private static Segment draw(double unit, double smb, double midMarket) {
        return unit < smb ? SMB : unit < smb + midMarket ? MID_MARKET : ENTERPRISE;
    }
}
