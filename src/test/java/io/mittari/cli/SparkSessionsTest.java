package io.mittari.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mittari.model.Failure;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SparkSessionsTest {
    @Test
    void alonePrefersOneMachine() {
        SparkConf configuration = SparkSessions.configuration(submitted(), Map.of());
        assertThat(configuration.get("spark.master")).isEqualTo("local[*]");
        assertThat(configuration.get("spark.ui.enabled")).isEqualTo("false");
        assertThat(configuration.get("spark.sql.extensions")).isEqualTo("io.delta.sql.DeltaSparkSessionExtension");
        assertThat(configuration.get("spark.sql.session.timeZone")).isEqualTo("UTC");
    }

    @Test
    void onAClusterPartitionsAreTheClusters() {
        SparkConf configuration =
                SparkSessions.configuration(submitted().set("spark.master", "spark://host:7077"), Map.of());
        assertThat(configuration.contains("spark.sql.shuffle.partitions")).isFalse();
        assertThat(configuration.contains("spark.ui.enabled")).isFalse();
    }

    @Test
    void deploymentCountsBeforeSparkSubmitButForTheMaster() {
        SparkConf submitted = submitted()
                .set("spark.master", "spark://host:7077")
                .set("spark.sql.shuffle.partitions", "200")
                .set("spark.executor.memory", "4g");
        SparkConf configuration = SparkSessions.configuration(
                submitted, Map.of("spark.master", "local[2]", "spark.sql.shuffle.partitions", "64"));
        assertThat(configuration.get("spark.master")).isEqualTo("spark://host:7077");
        assertThat(configuration.get("spark.sql.shuffle.partitions")).isEqualTo("64");
        assertThat(configuration.get("spark.executor.memory")).isEqualTo("4g");
    }

    @Test
    void deltaJoinsOtherExtensions() {
        SparkConf configuration =
                SparkSessions.configuration(submitted(), Map.of("spark.sql.extensions", "com.example.Extension"));
        assertThat(configuration.get("spark.sql.extensions"))
                .isEqualTo("com.example.Extension,io.delta.sql.DeltaSparkSessionExtension");
    }

    @Test
    void whatFiguresRestOnIsFixed() {
        assertThatThrownBy(() -> SparkSessions.configuration(
                        submitted(),
                        Map.of("spark.sql.session.timeZone", "Europe/Helsinki", "spark.sql.ansi.enabled", "false")))
                .isInstanceOf(Failure.class)
                .hasMessage("""
                        spark.sql.ansi.enabled must be true, not 'false': figures rest on it. Leave it out
                        spark.sql.session.timeZone must be UTC, not 'Europe/Helsinki': figures rest on it. Leave it out""");
        SparkConf site = submitted().set("spark.sql.session.timeZone", "Europe/Helsinki");
        assertThat(SparkSessions.configuration(site, Map.of()).get("spark.sql.session.timeZone"))
                .isEqualTo("UTC");
    }

    private static SparkConf submitted() {
        return new SparkConf(false);
    }
}
