package io.mittari.demo;

import io.mittari.demo.Opportunity.Step;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** crm/stage_history: a row for each step of an opportunity, in the load of the night that first knew of it. */
final class StageHistoryExtract implements Closeable {
    private static final Extract<Entry> EXTRACT = Extract.<Entry>at("crm/stage_history")
            .text("OpportunityId", entry -> entry.opportunity().id())
            .text("StageName", entry -> entry.step().stage().text())
            .number(
                    "Amount",
                    ColumnType.MONEY,
                    entry -> Amounts.units(entry.step().amount()))
            .day("CloseDate", entry -> entry.step().expectedCloseOn())
            .number(
                    "Probability",
                    ColumnType.WHOLE,
                    entry -> Amounts.whole(entry.step().stage().probability()))
            .moment("CreatedDate", entry -> entry.step().at())
            .dirty(
                    331,
                    Blemish.wrong("unparsable amount", "Amount", "12 000"),
                    Blemish.wrong("impossible date", "CloseDate", "2026-02-30"),
                    Blemish.missing("StageName"),
                    Blemish.wrong("probability out of range", "Probability", Amounts.whole(110)),
                    Blemish.wrong("unknown opportunity", "OpportunityId", "O-99999999X"),
                    Blemish.IDENTICAL_DUPLICATE,
                    Blemish.conflicting("StageName", "Qualification"),
                    Blemish.CORRUPT_RECORD);

    private final ExtractWriter<Entry> rows;
    private final Loads loads;

    StageHistoryExtract(LakePlan plan, Path lake, Loads loads) {
        rows = ExtractWriter.toLoads(EXTRACT, plan, lake, loads);
        this.loads = loads;
    }

    /** Writes all steps that lie before the last load. */
    void write(Opportunity opportunity) {
        for (Step step : opportunity.steps()) {
            rows.write(loads.of(step.knownAt()), new Entry(opportunity, step));
        }
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    private record Entry(Opportunity opportunity, Step step) {}
}
