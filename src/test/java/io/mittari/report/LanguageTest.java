package io.mittari.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.mittari.measures.Measure;
import io.mittari.model.Grain;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LanguageTest {
    private static final Set<String> BUILT_IN =
            ConfigFactory.parseResources("kpis.conf").root().keySet();

    @Test
    void everyTextIsThereInEveryLanguageWithTheSamePlaceholders() {
        Map<String, String> english = Language.EN.texts();
        Map<String, String> finnish = Language.FI.texts();
        Set<String> labels = new TreeSet<>(finnish.keySet());
        labels.removeIf(key -> key.startsWith("description."));
        assertThat(labels).isEqualTo(english.keySet());
        english.forEach((key, text) ->
                assertThat(placeholders(finnish.get(key))).as(key).isEqualTo(placeholders(text)));
        assertThat(finnish.values()).noneMatch(String::isBlank);
    }

    @Test
    void everyBuiltInKpiIsDescribedInFinnish() {
        Set<String> described = new TreeSet<>();
        Language.FI.texts().keySet().stream()
                .filter(key -> key.startsWith("description."))
                .forEach(key -> described.add(key.replace("description.", "")));
        assertThat(described).isEqualTo(new TreeSet<>(BUILT_IN));
    }

    @Test
    void aKpiOfAnotherMeaningKeepsItsOwnWords() {
        ReportKpi changed = kpi("win_rate", "Won by our own rules.");
        assertThat(changed.isDescribedIn(Language.FI)).isFalse();
        assertThat(changed.description(Language.FI)).isEqualTo("Won by our own rules.");
        ReportKpi builtIn =
                kpi("win_rate", ConfigFactory.parseResources("kpis.conf").getString("win_rate.description"));
        assertThat(builtIn.description(Language.FI)).startsWith("Voitetut kaupat kaudella ratkenneista.");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyMeasureGrainAndAreaHasALabel(Language language) {
        Set<String> keys = language.texts().keySet();
        assertThat(Arrays.stream(Measure.values()).map(measure -> "measure." + measure.column()))
                .allMatch(keys::contains);
        assertThat(Arrays.stream(Grain.values()).map(grain -> "sheet." + grain.grainName()))
                .allMatch(keys::contains);
        assertThat(Arrays.stream(Area.values()).map(area -> "area." + area.areaName()))
                .allMatch(keys::contains);
    }

    @Test
    void everyBuiltInKpiBelongsToAnArea() {
        assertThat(BUILT_IN).allMatch(Area::isAnyAbout);
        assertThat(Arrays.stream(Area.values()).flatMap(area -> area.kpis().stream()))
                .doesNotHaveDuplicates()
                .allMatch(BUILT_IN::contains);
    }

    private static ReportKpi kpi(String name, String description) {
        return new ReportKpi(name, "Label", "Nimi", description, "a / b", "ratio", "higher", true, List.of());
    }

    private static Set<String> placeholders(String text) {
        Set<String> names = new TreeSet<>();
        Pattern.compile("\\{\\w+}")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .forEach(names::add);
        return names;
    }
}
