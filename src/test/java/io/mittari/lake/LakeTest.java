package io.mittari.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mittari.model.Entity;
import io.mittari.model.Failure;
import io.mittari.model.QualityCheck.Result;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTest {
    @TempDir
    private Path folder;

    private LakeFixture lake;

    @BeforeEach
    void begin() {
        lake = new LakeFixture(folder);
    }

    @Test
    void readsMapsAndAccountsForCsv() {
        lake.file("opportunities/part-0.csv", """
                Id,OwnerId,StageName,IsWon,IsClosed,IsDeleted,Amount,CreatedDate,CloseDate
                o1,ann,Won,true,true,false,100.50,2026-01-10T10:00:00Z,2026-02-01
                o2,bob,"Lost, sadly",false,true,false,50,2026-01-10,2026-02-02
                o3,bob,New,false,false,true,70,2026-01-10,
                o4,bob,New,false,false,false,"1,5",2026-01-10,
                o5,bob,New,false,false,false,5
                """);
        lake.source(Entity.OPPORTUNITIES)
                .columns(Map.of(
                        "opportunity_id", "Id",
                        "owner_id", "OwnerId",
                        "stage", "StageName",
                        "status", "case when IsWon then 'won' when IsClosed then 'lost' else 'open' end",
                        "created_at", "CreatedDate",
                        "closed_at", "case when IsClosed then CloseDate end"))
                .where("not IsDeleted");
        lake.read();
        assertThat(lake.used(
                        Entity.OPPORTUNITIES, "opportunity_id", "stage", "status", "amount", "created_at", "closed_at"))
                .containsExactly(
                        "o1 | Won | won | 100.5000 | 2026-01-10T10:00:00Z | 2026-02-01T00:00:00Z",
                        "o2 | Lost, sadly | lost | 50.0000 | 2026-01-10T00:00:00Z | 2026-02-02T00:00:00Z");
        assertThat(lake.loads(Entity.OPPORTUNITIES)).containsExactly("all: 5 = 2 + 0 + 0 + 1 + 2");
        assertThat(lake.rejected("source", "load", "row_number", "row_key", "reasons[0]", "detail", "row"))
                .containsExactly(
                        "opportunities | all | 1 | o4 | bad_value | part-0.csv line 5: amount '1,5' is not a plain decimal"
                                + " number that fits decimal(18,4) | {\"Id\":\"o4\",\"OwnerId\":\"bob\",\"StageName\":\"New\","
                                + "\"IsWon\":\"false\",\"IsClosed\":\"false\",\"IsDeleted\":\"false\",\"Amount\":\"1,5\","
                                + "\"CreatedDate\":\"2026-01-10\"}",
                        "opportunities | all | 2 |  | corrupt_record | part-0.csv line 6: 7 fields where the header has 9"
                                + " | {\"_corrupt_record\":\"o5,bob,New,false,false,false,5\"}");
        assertThat(lake.extracts().checks()).allMatch(check -> check.result() == Result.PASS);
    }

    @Test
    void jsonIsReadLoadByLoad() {
        lake.source(Entity.LEADS).format("json").changes();
        lake.file("leads/dt=2026-06-29/part.json", """
                        {"lead_id": "l1", "created_at": "2026-06-01", "score": 10}
                        {"lead_id": "l2", "created_at": "2026-06-02"
                        """)
                .file("leads/dt=2026-06-30/part.json", "{\"created_at\": \"2026-06-03\", \"lead_id\": \"l1\"}\n");

        lake.read();

        assertThat(lake.used(Entity.LEADS, "lead_id", "created_at", "score"))
                .containsExactly("l1 | 2026-06-03T00:00:00Z | ");
        assertThat(lake.loads(Entity.LEADS))
                .containsExactly("2026-06-29: 2 = 0 + 1 + 0 + 0 + 1", "2026-06-30: 1 = 1 + 0 + 0 + 0 + 0");
        assertThat(lake.rejected("load", "row_key", "reasons[0]")).containsExactly("2026-06-29 |  | corrupt_record");
    }

    @Test
    void mappingToAColumnThatIsNotThereNamesThoseThatAre() {
        lake.file("reps/reps.csv", "id,name\nann,Ann\n");
        lake.source(Entity.REPS).columns(Map.of("rep_id", "code", "rep_name", "name"));

        Failure failure = catchThrowableOfType(Failure.class, lake::read);

        assertThat(failure)
                .hasMessageContaining("sources.reps.columns.rep_id does not resolve")
                .hasMessageContaining("It has the columns id, name (mittari.conf: 7)")
                .hasMessageNotContainingAny("__", "UNRESOLVED", "SQLSTATE");
    }
}
