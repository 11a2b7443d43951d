package io.mittari.demo;

/** What an account is; {@code channel} is null where the CRM does not know how it was acquired. */
record Account(
        long index,
        String id,
        String name,
        Segment segment,
        String industry,
        Region region,
        Currency currency,
        Channel channel) {
    /** The account of that index. */
    static Account of(long seed, long index) {
        Draws draws = new Draws(seed, Draws.Topic.ACCOUNT, index);
        Segment segment = Segment.drawForAccount(draws);
        Region region = Region.draw(draws);
        Currency currency = region.drawCurrency(draws);
        Channel channel = Channel.draw(draws);
        String industry = Names.industry(draws);
        return new Account(
                index,
                Names.id("A-", index + 1, 8),
                Names.company(region, draws),
                segment,
                industry,
                region,
                currency,
                draws.chance(0.7) ? channel : null);
    }
}
