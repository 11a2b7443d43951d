package io.mittari.settings;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.mittari.model.CanonicalColumn;
import io.mittari.model.ColumnKind;
import io.mittari.model.Entity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds conf/README.md, reference.conf and conf/mittari.conf against each other and the program. */
class ConfigurationReadmeTest {
    private static final Pattern REFERENCE_LINE = Pattern.compile("(?m)^(?:# )?([a-z_]+(?:\\.[a-z_]+)?) (?:=|\\{).*$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_.]+)` \\| .* \\| (.+) \\| .*\\.? \\|$");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```\n(.*?)```");

    @TempDir
    private Path folder;

    @Test
    void everySettingOfTheReferenceIsDocumentedAndTheOtherWayRound() throws IOException {
        List<String> keys = REFERENCE_LINE
                .matcher(Files.readString(Path.of("src/main/resources/reference.conf")))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(defaults("## Settings").keySet()).containsExactlyElementsOf(keys);
        assertThat(keys).containsAll(KnownKeys.WITHOUT_DEFAULT).containsAll(KnownKeys.NAMED);
    }

    @Test
    void theDocumentedDefaultsAreTheReal() throws IOException {
        Config reference = Layers.resource("reference.conf");

        defaults("## Settings").forEach((key, value) -> {
            if (value.equals("none") || value.equals("must be set")) {
                assertThat(reference.hasPath(key)).as(key).isFalse();
                assertThat(KnownKeys.WITHOUT_DEFAULT).contains(key);
            } else {
                assertThat(reference.getValue(key).unwrapped())
                        .as(key)
                        .isEqualTo(ConfigFactory.parseString("x = " + value.replace("`", ""))
                                .getValue("x")
                                .unwrapped());
            }
        });
    }

    @Test
    void everySettingOfTheReferenceHasAComment() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/main/resources/reference.conf"));

        for (int line = 1; line < lines.size(); line++) {
            if (REFERENCE_LINE.matcher(lines.get(line)).matches()) {
                assertThat(lines.get(line - 1))
                        .as(lines.get(line))
                        .startsWith("# ")
                        .doesNotMatch(REFERENCE_LINE);
            }
        }
    }

    @Test
    void everySettingOfASourceAndOfAKpiIsDocumented() throws IOException {
        assertThat(defaults("## Sources").keySet()).containsExactlyElementsOf(SourcesReader.KEYS);
        assertThat(defaults("## Lookups").keySet()).containsExactlyElementsOf(SourcesReader.LOOKUP_KEYS);
        assertThat(defaults("## KPIs").keySet()).containsExactlyElementsOf(KpisReader.KEYS);
    }

    @ParameterizedTest
    @EnumSource(Entity.class)
    void everyCanonicalColumnIsDocumented(Entity entity) throws IOException {
        String expected = "### %s\n\n%s Key: %s.\n\n| column | kind | meaning |\n| --- | --- | --- |\n%s\n"
                .formatted(
                        entity.entityName(),
                        entity.description(),
                        entity.key().stream().map(key -> "`" + key + "`").collect(joining(", ")),
                        entity.columns().stream()
                                .map(ConfigurationReadmeTest::row)
                                .collect(joining("\n")));

        assertThat(readme()).contains(expected);
    }

    @Test
    void noOtherEntityIsDocumentedAndEveryKindIs() throws IOException {
        assertThat(Pattern.compile("(?m)^### ([a-z_]+)$")
                        .matcher(readme())
                        .results()
                        .map(match -> match.group(1)))
                .containsExactlyElementsOf(
                        Arrays.stream(Entity.values()).map(Entity::entityName).toList());
        for (ColumnKind kind : ColumnKind.values()) {
            assertThat(readme()).contains("\n| " + kindName(kind) + " | ");
        }
    }

    @Test
    void theExampleDeploymentHasNoFault() {
        Settings settings = SettingsReader.read(
                Optional.of(Path.of("conf/mittari.conf")), Map.of(), Map.of("MITTARI_LAKE", "/another/lake"));

        assertThat(settings.warehouse().path()).isEqualTo("/data/warehouse");
        assertThat(settings.sources().get(Entity.LEADS).path()).isEqualTo("/another/lake/crm/leads");
        assertThat(settings.enabledKpis()).endsWith("loss_rate");
    }

    @Test
    void theExamplesOfTheReadmeAreRead() throws IOException {
        Files.createDirectory(folder.resolve("sources"));
        for (String crm : List.of("salesforce.conf", "hubspot.conf")) {
            Files.copy(Path.of("conf/sources", crm), folder.resolve("sources").resolve(crm));
        }
        List<String> examples = EXAMPLE.matcher(readme())
                .results()
                .map((MatchResult match) -> match.group(1))
                .map(example -> example.startsWith("columns") ? "sources.opportunities {\n" + example + "}" : example)
                .toList();

        assertThat(examples).hasSize(9);
        assertThat(Deployment.of(folder, examples.get(0)).settings().sources()).containsOnlyKeys(Entity.OPPORTUNITIES);
        for (String example : examples) {
            assertThat(Deployment.minimal(folder, example).settings().sources()).containsKey(Entity.OPPORTUNITIES);
        }
    }

    private static String row(CanonicalColumn column) {
        return "| `%s`%s | %s | %s |"
                .formatted(column.name(), column.required() ? " *" : "", kindName(column.kind()), column.comment());
    }

    private static String kindName(ColumnKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** The default of each key in the table below a heading. */
    private static Map<String, String> defaults(String heading) throws IOException {
        String readme = readme();
        int from = readme.indexOf("\n" + heading + "\n");
        assertThat(from).isPositive();
        int to = readme.indexOf("\n## ", from + 1);
        Map<String, String> defaults = new LinkedHashMap<>();
        ROW.matcher(readme.substring(from, to))
                .results()
                .forEach(match -> defaults.put(match.group(1), match.group(2)));
        return defaults;
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("conf/README.md"));
    }
}
