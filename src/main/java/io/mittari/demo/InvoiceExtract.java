package io.mittari.demo;

import io.mittari.demo.Opportunity.Step;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/**
 * finance/invoice_lines, with the canonical columns: about five lines a won opportunity, on invoices a month apart, and
 * some credit notes. A load holds what is new or was corrected.
 */
final class InvoiceExtract implements Closeable {
    private static final List<Double> QUANTITIES = List.of(1.0, 1.0, 2.0, 5.0, 10.0, 25.0, 12.5);

    private static final Extract<Line> EXTRACT = Extract.<Line>at("finance/invoice_lines")
            .text("invoice_id", Line::invoiceId)
            .text("line_no", Line::lineNo)
            .text("account_id", line -> line.opportunity().account().id())
            .day("invoiced_on", Line::invoicedOn)
            .number("quantity", ColumnType.MONEY, Line::quantity)
            .number("unit_price", ColumnType.MONEY, Line::unitPrice)
            .text("currency", line -> line.opportunity().account().currency().name())
            .text("opportunity_id", Line::opportunityId)
            .text("rep_id", Line::repId)
            .text("kind", Line::kind)
            .moment("updated_at", Line::updated)
            .dirty(
                    331,
                    Blemish.wrong("unparsable price", "unit_price", "1.234,50"),
                    Blemish.wrong("impossible date", "invoiced_on", "2026-02-30"),
                    Blemish.missing("account_id"),
                    Blemish.missing("currency"),
                    Blemish.wrong("currency without rate", "currency", "CHF"),
                    Blemish.wrong("unknown kind", "kind", "pro forma"),
                    Blemish.wrong("unknown account", "account_id", "A-99999999X"),
                    Blemish.IDENTICAL_DUPLICATE,
                    Blemish.conflicting("unit_price", Amounts.units(1)),
                    Blemish.CORRUPT_RECORD);

    private final ExtractWriter<Line> rows;
    private final LakePlan plan;
    private final Loads loads;

    InvoiceExtract(LakePlan plan, Path lake, Loads loads) {
        rows = ExtractWriter.toLoads(EXTRACT, plan, lake, loads);
        this.plan = plan;
        this.loads = loads;
    }

    /** Writes the lines of an opportunity that was won. */
    void write(Opportunity won) {
        Draws draws = new Draws(plan.seed(), Draws.Topic.INVOICES, won.index());
        Step closing = won.last();
        int size = draws.between(3, 7);
        int perInvoice = draws.between(2, 4);
        boolean namesRep = draws.chance(0.6);
        boolean namesOpportunity = draws.chance(0.95);
        LocalDate first = Moments.day(closing.at()).plusDays(draws.between(1, 8));
        for (int number = 0; number < size; number++) {
            int invoice = number / perInvoice;
            double quantity = draws.oneOf(QUANTITIES);
            double share = closing.amount() * draws.between(0.85, 1.15) / size;
            Line line = new Line(
                    won,
                    Names.id("I-", won.index() * 8 + invoice, 10),
                    "%02d".formatted(number % perInvoice + 1),
                    first.plusDays(30L * invoice),
                    Amounts.toCents(quantity),
                    Amounts.toCents(share / quantity),
                    namesOpportunity ? won.id() : null,
                    namesRep ? won.owner().id() : null,
                    draws.chance(0.5) ? "invoice" : null,
                    0);
            writeVersions(line, draws);
        }
        if (draws.chance(0.12)) {
            writeVersions(creditNote(won, first, draws), draws);
        }
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    /** One of fifty is booked weeks late; one of a hundred is corrected later. */
    private void writeVersions(Line line, Draws draws) {
        int late = draws.chance(0.02) ? draws.between(5, 40) : 0;
        long booked = Moments.inOfficeHours(line.invoicedOn().plusDays(late), draws);
        boolean isCorrected = draws.chance(0.01);
        long corrected = isCorrected ? Moments.daysAfter(booked, draws.between(5, 150), draws) : booked;
        loads.forEachVersion(new long[] {booked, corrected}, (load, updated) -> {
            boolean isNew = isCorrected && updated == corrected;
            rows.write(load, line.updated(updated, isNew ? line.quantity().add(BigDecimal.ONE) : line.quantity()));
        });
    }

    /** A part of the amount back; finance writes half of them as negative quantities without a kind. */
    private static Line creditNote(Opportunity won, LocalDate first, Draws draws) {
        boolean saysSo = draws.chance(0.5);
        return new Line(
                won,
                Names.id("C-", won.index(), 10),
                "01",
                first.plusDays(draws.between(10, 60)),
                Amounts.units(saysSo ? 1 : -1),
                Amounts.toCents(won.last().amount() * draws.between(0.02, 0.15)),
                won.id(),
                null,
                saysSo ? "credit_note" : null,
                0);
    }

    private record Line(
            Opportunity opportunity,
            String invoiceId,
            String lineNo,
            LocalDate invoicedOn,
            BigDecimal quantity,
            BigDecimal unitPrice,
            String opportunityId,
            String repId,
            String kind,
            long updated) {
        Line updated(long moment, BigDecimal newQuantity) {
            return new Line(
                    opportunity,
                    invoiceId,
                    lineNo,
                    invoicedOn,
                    newQuantity,
                    unitPrice,
                    opportunityId,
                    repId,
                    kind,
                    moment);
        }
    }
}
