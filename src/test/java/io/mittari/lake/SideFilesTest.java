package io.mittari.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mittari.LocalSpark;
import io.mittari.model.Entity;
import io.mittari.model.ExitCode;
import io.mittari.model.Failure;
import io.mittari.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mappings that read extracts of several loaders, and side files. */
class SideFilesTest {
    @TempDir
    private Path folder;

    private LakeFixture lake;

    @BeforeEach
    void begin() {
        lake = new LakeFixture(folder);
    }

    @Test
    void firstOfReadsFilesThatNameAColumnDifferently() {
        lake.file("reps/one.csv", "Id,Name,IsGone,_sdc_extracted_at\n1,Ann,false,x\n2,Bob,true,x\n")
                .file("reps/two.csv", "id,full_name,name\n3,Cyd C,Cyd\n");
        lake.source(Entity.REPS)
                .columns(Map.of("rep_id", "first_of(rep_id, Id)", "rep_name", "first_of(full_name, Name)"))
                .where("not first_of(IsGone, is_gone, 'false')");
        lake.read();

        assertThat(lake.used(Entity.REPS, "rep_id", "rep_name")).containsExactly("1 | Ann", "3 | Cyd C");
    }

    @Test
    void aNeededColumnUnderNeitherNameIsNamedWithBoth() {
        lake.file("reps/reps.csv", "code,name\n1,Ann\n");
        lake.source(Entity.REPS).columns(Map.of("rep_id", "first_of(Id, rep_key)", "rep_name", "name"));

        assertThat(catchThrowableOfType(Failure.class, lake::read).getMessage().replace(folder.toString(), ""))
                .isEqualTo(
                        "sources.reps.columns.rep_id needs a column Id or rep_key, and file:///reps/reps.csv has none of"
                                + " them; it has the columns code, name (mittari.conf: 7)");
    }

    @Test
    void anOptionalColumnUnderNoneOfItsNamesIsNullAndSaidToBeMissing() {
        lake.file("reps/reps.csv", "rep_id,rep_name\n1,Ann\n");
        lake.source(Entity.REPS).columns(Map.of("team", "upper(first_of(Team, team_name))"));
        lake.read();

        assertThat(lake.used(Entity.REPS, "rep_id", "team")).containsExactly("1 | ");
        assertThat(lake.check("columns.reps").observed()).contains("team in ");
    }

    @Test
    void salesforceIdsHaveEighteenCharacters() {
        // Of each five characters the upper-case ones, as bits from the right, are a digit of A to Z and 0 to 5:
        // 001A0: bit 3 = 8, I; 000Ab: bit 3 = 8, I; CdEFg: bits 0, 2 and 3 = 1 + 4 + 8 = 13, N.
        // -> N
        lake.file(
                "reps/reps.csv",
                "Id,Name\n001A0000AbCdEFg,Ann\n001A0000AbCdEFgIIN,Bob\n001a0000abcdefg,Cyd\nother,Dan\n");
        lake.source(Entity.REPS)
                .columns(Map.of("rep_id", "salesforce_id(Id)", "rep_name", "Name"))
                .changes();
        lake.read();

        assertThat(lake.used(Entity.REPS, "rep_id", "rep_name"))
                .containsExactly("001a0000abcdefgAAA | Cyd", "other | Dan");
        assertThat(lake.rejected("row_key", "reasons[0]"))
                .containsExactly(
                        "001A0000AbCdEFgIIN | conflicting_duplicate", "001A0000AbCdEFgIIN | conflicting_duplicate");
    }

    @Test
    void aLookupFindsAtMostOneRowPerRow() {
        deals("d1,s1\nd2,s2\nd3,s9\nd4,\n");
        lake.file("stage/dt=2026-06-01/stages.csv", "id,label,won,old\ns1,Old,false,no\n")
                .file(
                        "stage/dt=2026-06-30/stages.csv",
                        "id,label,won,old\ns1,Won it,true,no\n s2 ,Talks,false,no\ns2,Was,true,yes\n s2 ,Talks,false,no\n");
        lake.read();

        assertThat(lake.used(Entity.OPPORTUNITIES, "opportunity_id", "stage", "status"))
                .containsExactly("d1 | Won it | won", "d2 | Talks | open", "d3 | s9 | open");
        assertThat(lake.rejected("row_key", "reasons[0]")).containsExactly("d4 | missing_value");
        assertThat(lake.loads(Entity.OPPORTUNITIES)).containsExactly("all: 4 = 3 + 0 + 0 + 0 + 1");
    }

    @Test
    void anotherSideFileChangesRowsOfLoadsThatWereReadBefore() {
        deals("d1,s1\n");
        lake.file("stage/stages.csv", "id,label,won,old\ns1,One,false,no\n");
        Extracts before = lake.read().extracts();
        lake.file("stage/stages.csv", "id,label,won,old\ns1,Two,true,no\n");

        Difference difference = lake.lake()
                .readNew(LakeFixture.D, new LastReading(before.ledgers(), before.entities()))
                .differences()
                .get(Entity.OPPORTUNITIES);

        assertThat(difference.removed().select("stage").collectAsList()).containsExactly(RowFactory.create("One"));
        assertThat(difference.added().select("stage").collectAsList()).containsExactly(RowFactory.create("Two"));
    }

    @Test
    void aKeyOfSeveralRowsStopsTheRunWhereARowAsksForIt() {
        deals("d1,s1\n");
        lake.file("stage/stages.csv", "id,label,won,old\ns1,One,true,no\ns2,Two,true,no\ns2,Other,true,no\n");
        lake.read();
        assertThat(lake.used(Entity.OPPORTUNITIES, "stage")).containsExactly("One");

        deals("d1,s2\n");
        Failure failure = catchThrowableOfType(Failure.class, lake::read);

        assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(failure)
                .hasMessageContaining(
                        "have the key 's2'; narrow them down by sources.opportunities.lookups.stage.where");
    }

    @Test
    void aCorruptRowOfASideFileStopsTheRun() {
        deals("d1,s1\n");
        lake.file("stage/stages.csv", "id,label,won,old\ns1,One,true,no\ns2,Two\n");

        assertThat(catchThrowableOfType(Failure.class, lake::read))
                .hasMessage(
                        "Cannot read source opportunities: the side file stages.csv has a corrupt row: 2 fields where"
                                + " the header has 4 (mittari.conf: 7)");
    }

    /** Neither side is sent to every task, and the rows take the short way of typed ones. */
    @Test
    void largeSourcesFindTheirRowsToo() throws IOException {
        LocalSpark.session()
                .range(1, 101)
                .selectExpr(
                        "cast(id as string) as opportunity_id",
                        "id % 5 as dealstage",
                        "timestamp '2026-06-01 00:00:00' as created_at",
                        "timestamp '2026-06-02 00:00:00' as closed_at")
                .write()
                .parquet(lake.path("opportunities"));
        LocalSpark.session()
                .range(0, 4)
                .selectExpr("id", "concat('Stage ', id) as label", "id = 3 as won")
                .write()
                .format("delta")
                .save(lake.path("stages"));
        Path file = Files.writeString(folder.resolve("mittari.conf"), """
                currency.reporting = EUR
                warehouse.path = "%1$s/warehouse"
                sources.opportunities {
                  path = "%1$s/opportunities", format = parquet
                  lookups.stages { path = "%1$s/stages", format = delta, key = id, match = dealstage }
                  columns {
                    stage = "first_of(stages.label, cast(dealstage as string))"
                    status = "if(stages.won, 'won', 'open')"
                  }
                }
                """.formatted(folder));

        Extracts extracts = new Lake(LocalSpark.session(), SettingsReader.read(Optional.of(file), Map.of()), 0)
                .read(LakeFixture.D, Map.of());

        assertThat(extracts.entities()
                        .get(Entity.OPPORTUNITIES)
                        .groupBy("stage", "status")
                        .count()
                        .collectAsList())
                .extracting(Row::toString)
                .containsExactlyInAnyOrder(
                        "[Stage 0,open,20]",
                        "[Stage 1,open,20]",
                        "[Stage 2,open,20]",
                        "[Stage 3,won,20]",
                        "[4,open,20]");
    }

    @Test
    void aLookupOfAMissingFileOrColumnOrOfATakenNameSaysSo() {
        deals("d1,s1\n");
        assertThat(catchThrowableOfType(Failure.class, lake::read).exitCode()).isEqualTo(ExitCode.INPUT);

        lake.file("stage/stages.csv", "code,label,won,old\ns1,One,true,no\n");
        assertThat(catchThrowableOfType(Failure.class, lake::read))
                .hasMessageContaining("sources.opportunities.lookups.stage.key does not resolve over")
                .hasMessageContaining("It has the columns code, label, won, old (mittari.conf: 9)");

        lake.file("stage/stages.csv", "id,label,won,old\ns1,One,true,no\n")
                .file("opportunities/deals.csv", "opportunity_id,dealstage,stage,created_at\n");
        assertThat(catchThrowableOfType(Failure.class, lake::read))
                .hasMessageContaining("sources.opportunities.lookups.stage is called like a column of");
    }

    private void deals(String rows) {
        lake.file(
                "opportunities/deals.csv",
                "opportunity_id,dealstage,created_at,closed_at\n" + rows.replace("\n", ",2026-06-01,2026-06-02\n"));
        lake.source(Entity.OPPORTUNITIES)
                .columns(Map.of(
                        "stage", "first_of(stage.label, dealstage)",
                        "status", "case when first_of(stage.won, stage.closedWon) then 'won' else 'open' end"))
                .lookup("stage", "id", "dealstage", "old = 'no'");
    }
}
