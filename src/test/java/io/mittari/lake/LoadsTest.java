package io.mittari.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mittari.LocalSpark;
import io.mittari.model.Entity;
import io.mittari.model.ExitCode;
import io.mittari.model.Failure;
import io.mittari.model.QualityCheck.Result;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which loads are read, and which version of a key is used. */
class LoadsTest {
    @TempDir
    Path folder;

    private LakeFixture lake;

    @BeforeEach
    void begin() {
        lake = new LakeFixture(folder);
    }

    @Test
    void snapshotReadsTheNewestLoadUpToTheDate() {
        lake.source(Entity.REPS);
        lake.file("reps/dt=2026-06-28/a.csv", "rep_id,rep_name\nann,Ann\nbo,Bo\n")
                .file("reps/dt=2026-06-29/a.csv", "rep_id,rep_name\nann,Anna\n")
                .file("reps/dt=2026-06-30/_SUCCESS", "")
                .file("reps/dt=2026-07-01/a.csv", "rep_id,rep_name\ncy,Cy\n");

        lake.read();

        assertThat(lake.used(Entity.REPS, "rep_id", "rep_name")).containsExactly("ann | Anna");
        assertThat(lake.loads(Entity.REPS)).containsExactly("2026-06-29: 1 = 1 + 0 + 0 + 0 + 0");
    }

    @Test
    void foldersNamedByTheMorningAfterHoldTheDayBefore() {
        lake.source(Entity.REPS).dtOffsetDays(1);
        lake.file("reps/dt=2026-06-30/a.csv", "rep_id,rep_name\nann,Ann\n")
                .file("reps/dt=2026-07-01/a.csv", "rep_id,rep_name\nann,Anna\n");

        assertThat(lake.read().used(Entity.REPS, "rep_name")).containsExactly("Anna");
    }

    @Test
    void ofChangesTheNewestGoodVersionCounts() {
        lake.source(Entity.REPS).changes().version("v").deleted("gone");
        lake.file("reps/dt=2026-06-28/a.csv", """
                        rep_id,rep_name,v,gone
                        ann,Ann 10,10,
                        bo,Bo 1,1,
                        cy,Cy 1,1,
                        di,,3,
                        """).file("reps/dt=2026-06-29/a.csv", """
                        rep_id,rep_name,v,gone
                        ann,Ann 9,9,
                        bo,Bo 1 again,1,
                        cy,,2,true
                        di,Di 2,2,
                        """);

        lake.read();

        assertThat(lake.used(Entity.REPS, "rep_name")).containsExactly("Ann 10", "Bo 1 again", "Di 2");
        assertThat(lake.loads(Entity.REPS))
                .containsExactly("2026-06-28: 4 = 1 + 2 + 0 + 0 + 1", "2026-06-29: 4 = 2 + 1 + 1 + 0 + 0");
    }

    @Test
    void versionsThatDoNotCompareAreAFaultOfTheConfiguration() {
        lake.source(Entity.REPS).changes().version("v");
        lake.file("reps/a.csv", "rep_id,rep_name,v\nann,Ann,10\nbo,Bo,yesterday\n");

        Failure failure = catchThrowableOfType(Failure.class, lake::read);

        assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(failure).hasMessageContaining("sources.reps.version").hasMessageContaining("yesterday");
    }

    @Test
    void timesWithoutOffsetAreOfTheSourcesZone() {
        lake.source(Entity.LEADS).zone("Europe/Helsinki");
        lake.file("leads/a.csv", """
                lead_id,created_at
                gap,2026-03-29T03:30:00
                overlap,2025-10-26T03:30:00
                day,2026-01-01
                utc,2026-01-01T00:00:00Z
                """);

        assertThat(lake.read().used(Entity.LEADS, "lead_id", "created_at"))
                .containsExactly(
                        "day | 2025-12-31T22:00:00Z",
                        "gap | 2026-03-29T01:30:00Z",
                        "overlap | 2025-10-26T00:30:00Z",
                        "utc | 2026-01-01T00:00:00Z");
    }

    @Test
    void parquetAndDeltaAreReadInTheirTypes() {
        var rows = LocalSpark.session().sql("""
                select * from values ('l1', timestamp'2026-01-02 03:04:05', 12.5d), ('l2', timestamp'2026-01-02', double('NaN'))
                as leads(lead_id, created_at, score)""");
        rows.write().parquet(lake.path("all leads/dt=2026-06-30"));
        rows.selectExpr("lead_id as rep_id", "'x' as rep_name", "date'2026-06-30' as dt")
                .write()
                .format("delta")
                .partitionBy("dt")
                .save(lake.path("all reps"));
        lake.source(Entity.LEADS).format("parquet").path(lake.path("all leads"));
        lake.source(Entity.REPS).format("delta").changes().path(lake.path("all reps"));

        lake.read();

        assertThat(lake.used(Entity.LEADS, "lead_id", "created_at", "score"))
                .containsExactly("l1 | 2026-01-02T03:04:05Z | 12.5000");
        assertThat(lake.loads(Entity.LEADS)).containsExactly("2026-06-30: 2 = 1 + 0 + 0 + 0 + 1");
        assertThat(lake.rejected("row_key", "reasons[0]")).containsExactly("l2 | bad_value");
        assertThat(lake.loads(Entity.REPS)).containsExactly("2026-06-30: 2 = 2 + 0 + 0 + 0 + 0");
    }

    @Test
    void sourcesThatAreLateOrEmptyStopTheRun() {
        lake.source(Entity.REPS).maxAgeDays(1);
        lake.file("reps/dt=2026-06-20/a.csv", "rep_id,rep_name\nann,Ann\n");

        lake.read();

        assertThat(lake.check("load_age.reps").result()).isEqualTo(Result.FAIL);
        assertThat(lake.check("load_age.reps").exitCode()).isEqualTo(ExitCode.INPUT);
        assertThat(lake.check("load_age.reps").description()).contains("sources.reps.max_age_days");
        assertThat(lake.check("load_late.reps").result()).isEqualTo(Result.WARN);
    }

    @Test
    void gatesOfASnapshot() {
        lake.source(Entity.REPS);
        lake.gates("0.5", 1).previous(Entity.REPS, 9);
        lake.file("reps/a.csv", "rep_id,rep_name\nann,Ann\nbo,\ncy,\ndi,Di\n");

        lake.read(LocalDate.of(2026, 6, 30));

        assertThat(lake.check("rejected_share.reps").result()).isEqualTo(Result.PASS);
        assertThat(lake.check("share_of_previous.reps").result()).isEqualTo(Result.FAIL);
        assertThat(lake.check("share_of_previous.reps").exitCode()).isEqualTo(ExitCode.GATE);
        assertThat(lake.check("balance.reps").result()).isEqualTo(Result.PASS);
    }

    @Test
    void tooManyRejectedRowsAreAGate() {
        lake.source(Entity.REPS);
        lake.gates("0.49", 1);
        lake.file("reps/a.csv", "rep_id,rep_name\nann,Ann\nbo,\ncy,\ndi,Di\n");

        assertThat(lake.read().check("rejected_share.reps").result()).isEqualTo(Result.FAIL);
    }

    @Test
    void emptySnapshotIsAGate() {
        lake.source(Entity.REPS);
        lake.file("reps/a.csv", "rep_id,rep_name\n");

        assertThat(lake.read().check("snapshot_rows.reps").result()).isEqualTo(Result.FAIL);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Lake.SMALL_SOURCE})
    void aRejectedRowOfANewLoadLeavesTheEarlierVersionInUse(long smallBytes) {
        lake.source(Entity.ACCOUNTS).changes().version("v");
        lake.file("accounts/dt=2026-06-28/a.csv", "account_id,segment,v\nnordic,Small,1\nbaltic,Small,1\n");
        Extracts before = lake.read().extracts();
        lake.file("accounts/dt=2026-06-29/a.csv", "account_id,segment,v\nnordic,Large,\nbaltic,Large,2\n");

        Extracts night =
                lake.lake(smallBytes).readNew(LakeFixture.D, new LastReading(before.ledgers(), before.entities()));

        Difference difference = night.differences().get(Entity.ACCOUNTS);
        assertThat(difference.removed().select("account_id", "segment").collectAsList())
                .containsExactly(RowFactory.create("baltic", "Small"));
        assertThat(difference.added().select("account_id", "segment").collectAsList())
                .containsExactly(RowFactory.create("baltic", "Large"));
        assertThat(night.rejectedRows().select("row_key").collectAsList()).containsExactly(RowFactory.create("nordic"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Lake.SMALL_SOURCE})
    void aNewLoadChangesWhatIsNotNewer(long smallBytes) {
        lake.source(Entity.ACCOUNTS).format("parquet").changes().version("v").deleted("gone");
        accounts(
                "2026-06-28",
                "('older', 'Small', 1, false), ('newer', 'Small', 5, false), ('gone', 'Small', 1, false), "
                        + "('conflict', 'Small', 1, false), ('deleted', 'Small', 9, true)");
        Extracts before = lake.read().extracts();
        accounts(
                "2026-06-29",
                "('older', 'Large', 2, false), ('newer', 'Large', 3, false), ('gone', null, 5, true), "
                        + "('conflict', 'Large', 4, false), ('conflict', 'Large', 4, false), ('conflict', 'Medium', 4, false), "
                        + "('deleted', 'Large', 4, false)");

        assertThat(changed(before, smallBytes)).containsExactly("- gone Small", "- older Small", "+ older Large");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Lake.SMALL_SOURCE})
    void withoutVersionsALateLoadChangesWhatNoLaterOneHas(long smallBytes) {
        lake.source(Entity.ACCOUNTS).changes();
        lake.file("accounts/dt=2026-06-28/a.csv", "account_id,segment\nnordic,Small\nbaltic,Small\n")
                .file("accounts/dt=2026-06-30/a.csv", "account_id,segment\nbaltic,Large\n");
        Extracts before = lake.read().extracts();
        lake.file("accounts/dt=2026-06-29/a.csv", "account_id,segment\nnordic,Medium\nbaltic,Medium\n");

        assertThat(changed(before, smallBytes)).containsExactly("- nordic Small", "+ nordic Medium");
    }

    private void accounts(String day, String values) {
        LocalSpark.session()
                .sql("select id as account_id, segment, timestamp_seconds(v) as v, gone from values " + values
                        + " as accounts(id, segment, v, gone)")
                .write()
                .parquet(lake.path("accounts/dt=" + day));
    }

    private List<String> changed(Extracts before, long smallBytes) {
        Difference difference = lake.lake(smallBytes)
                .readNew(LakeFixture.D, new LastReading(before.ledgers(), before.entities()))
                .differences()
                .get(Entity.ACCOUNTS);
        return Stream.of(
                        difference.removed().select(lit("-"), col("account_id"), col("segment")),
                        difference.added().select(lit("+"), col("account_id"), col("segment")))
                .flatMap(rows -> rows.orderBy("account_id").collectAsList().stream())
                .map(row -> row.mkString(" "))
                .toList();
    }
}
