package io.mittari.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The report as one HTML file: template, style, script, chart library and data. */
final class ReportPage {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ReportTables tables;
    private final String currency;
    private final Language language;

    /** @param currency the currency of all money, three upper-case letters */
    ReportPage(ReportTables tables, String currency, Language language) {
        this.tables = tables;
        this.currency = currency;
        this.language = language;
    }

    void write(Writer out) throws IOException {
        Map<String, String> texts = language.texts();
        Map<String, Object> data = new PageData(tables, language).read();
        data.put("locale", language.locale().toLanguageTag());
        data.put("currency", currency);
        data.put("texts", texts);
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("language", language.locale().getLanguage());
        model.put("period", tables.period().name());
        model.put("text", texts);
        model.put("style", resource("report.css"));
        model.put("charts", withoutEndOfScript(resource("echarts/echarts.min.js")));
        model.put("script", withoutEndOfScript(resource("report.js")));
        model.put("data", json(data));
        try {
            configuration().getTemplate("report.ftlh").process(model, out);
        } catch (TemplateException exception) {
            throw new IllegalStateException(exception);
        }
    }

    private static Configuration configuration() {
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setClassForTemplateLoading(ReportPage.class, "");
        configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        return configuration;
    }

    /** JSON that no text in it can end: neither a script nor a comment begins without a less-than sign. */
    private static String json(Object value) {
        try {
            return MAPPER.writeValueAsString(value).replace("<", "\\u003c");
        } catch (JsonProcessingException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private static String withoutEndOfScript(String script) {
        return script.replace("</script", "<\\/script");
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(ReportPage.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
