package io.mittari.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A part of the configuration, read by its keys. A fault is noted in the problems and answered with some value of the
 * type, so that the reading goes on to the next fault; whoever reads throws the problems at the end.
 */
record Section(String path, Config config, Problems problems) {
    /** The full name of a key. */
    String name(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Notes a fault of a key, at its value. */
    void problem(String key, String message) {
        problems.add(origin(key), name(key), message);
    }

    /** File and line of this section. */
    String place() {
        return Place.of(config.origin()).toString();
    }

    /** The keys in the order of their lines. */
    List<String> keys() {
        return config.root().entrySet().stream()
                .filter(entry -> entry.getValue().valueType() != ConfigValueType.NULL)
                .sorted(Comparator.comparing((Map.Entry<String, ConfigValue> entry) ->
                                Place.of(entry.getValue().origin()))
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Notes every key that is none of the known ones. */
    void onlyKeys(Collection<String> known) {
        config.root().keySet().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> problem(key, "is no setting; the nearest is " + name(Nearest.of(key, known))));
    }

    /** Whether the key has a value. */
    boolean has(String key) {
        return value(key).isPresent();
    }

    /** Whether the value of the key is a section of its own. */
    boolean isSection(String key) {
        return value(key).filter(ConfigObject.class::isInstance).isPresent();
    }

    /** The section below a key; an empty one where there is none. */
    Section section(String key) {
        return optionalSection(key).orElseGet(() -> new Section(name(key), ConfigFactory.empty(), problems));
    }

    /** The section below a key, if there is one. */
    Optional<Section> optionalSection(String key) {
        if (isSection(key)) {
            return Optional.of(new Section(name(key), config.getConfig(ConfigUtil.quoteString(key)), problems));
        }
        if (has(key)) {
            problem(key, "must be a section: " + key + " { ... }");
        }
        return Optional.empty();
    }

    /** A text that must be there and not blank; {@code advice} says what to set. */
    String requiredText(String key, String advice) {
        if (!has(key)) {
            String message = "must be set: " + advice;
            if (config.origin().lineNumber() > 0) {
                problem(key, message);
            } else {
                problems.addMissing(name(key), message);
            }
            return "";
        }
        return text(key);
    }

    /** A text, not blank, that has a default. */
    String text(String key) {
        Optional<String> text = scalar(key);
        if (text.filter(String::isBlank).isPresent()) {
            problem(key, "must not be blank");
        }
        return text.orElse("");
    }

    /** A text, not blank, that may be left out. */
    Optional<String> optionalText(String key) {
        return has(key) ? Optional.of(text(key)) : Optional.empty();
    }

    /** A whole number in a range. */
    int integer(String key, int from, int to) {
        return parsed(key, "a whole number from %d to %d".formatted(from, to), from, text -> {
            int number = new BigDecimal(text).intValueExact();
            if (number < from || number > to) {
                throw new IllegalArgumentException(text);
            }
            return number;
        });
    }

    /** A number, as exact as published figures are. */
    BigDecimal decimal(String key) {
        return parsed(key, "a number, with up to 22 digits before the point and 6 after", BigDecimal.ZERO, text -> {
            BigDecimal number = new BigDecimal(text);
            BigDecimal digits = number.stripTrailingZeros();
            if (digits.scale() > 6 || digits.precision() - digits.scale() > 22) {
                throw new IllegalArgumentException(text);
            }
            return number;
        });
    }

    /** A number that is not negative. */
    BigDecimal amount(String key) {
        BigDecimal number = decimal(key);
        if (number.signum() < 0) {
            problem(key, "must not be negative, as " + number + " is");
        }
        return number;
    }

    /** A number from 0 to 1. */
    BigDecimal share(String key) {
        return parsed(key, "a share from 0 to 1", BigDecimal.ZERO, text -> {
            BigDecimal share = new BigDecimal(text);
            if (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0) {
                throw new IllegalArgumentException(text);
            }
            return share;
        });
    }

    /** true or false. */
    boolean flag(String key) {
        return parsed(key, "true or false", false, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    /** One of the constants, by its name in lower case. */
    <E extends Enum<E>> E choice(String key, Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        String choices = constants.stream().map(Section::choiceName).collect(Collectors.joining(", "));
        return parsed(
                key,
                "one of " + choices,
                constants.get(0),
                text -> constants.stream()
                        .filter(constant -> choiceName(constant).equals(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(text)));
    }

    /** A time zone of the tz database. */
    ZoneId zone(String key) {
        return parsed(key, "a time zone such as Europe/Helsinki or UTC", ZoneOffset.UTC, text -> {
            try {
                return ZoneId.of(text);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(e);
            }
        });
    }

    /** Names, each once: a list, or one text with commas between them. */
    List<String> names(String key) {
        ConfigValue value = config.root().get(key);
        if (value.valueType() != ConfigValueType.LIST) {
            return scalar(key).stream()
                    .flatMap(text -> Arrays.stream(text.split(",", -1)))
                    .map(String::strip)
                    .distinct()
                    .toList();
        }
        List<?> items = (List<?>) value.unwrapped();
        if (items.stream().anyMatch(item -> item == null || item instanceof Map || item instanceof List)) {
            problem(key, "must be a list of names, such as [a, b]");
        }
        return items.stream().map(String::valueOf).map(String::strip).distinct().toList();
    }

    /** Names that compare without regard to case, as the values of the extracts do: Unicode NFC, in lower case. */
    Set<String> codes(String key) {
        Set<String> codes = new TreeSet<>();
        names(key).stream()
                .filter(name -> !name.isEmpty())
                .map(name -> Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT))
                .forEach(codes::add);
        return Collections.unmodifiableSet(codes);
    }

    /** An SQL expression that Spark can parse. */
    String expression(String key) {
        String text = text(key);
        if (!text.isEmpty()) {
            SqlSyntax.fault(text).ifPresent(fault -> problem(key, "is no SQL expression: " + fault + ", in: " + text));
        }
        return text;
    }

    /** An SQL expression that must be there; {@code advice} says what to set. */
    String requiredExpression(String key, String advice) {
        return has(key) ? expression(key) : requiredText(key, advice);
    }

    /** An SQL expression that may be left out. */
    Optional<String> optionalExpression(String key) {
        return has(key) ? Optional.of(expression(key)) : Optional.empty();
    }

    /** All values below this section as text, by their dotted keys. */
    Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        config.entrySet().forEach(entry -> {
            String key = String.join(".", ConfigUtil.splitPath(entry.getKey()));
            if (entry.getValue().valueType() == ConfigValueType.LIST) {
                problems.add(entry.getValue().origin(), name(key), "must be a single value, not a list");
            } else {
                texts.put(key, config.getString(entry.getKey()));
            }
        });
        return Collections.unmodifiableMap(texts);
    }

    /** The name of a constant in settings. */
    static String choiceName(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private <T> T parsed(String key, String expected, T standIn, Function<String, T> parser) {
        return scalar(key)
                .map(text -> {
                    try {
                        return parser.apply(text);
                    } catch (IllegalArgumentException | ArithmeticException e) {
                        problem(key, "must be " + expected + ", not '" + text + "'");
                        return standIn;
                    }
                })
                .orElse(standIn);
    }

    private Optional<String> scalar(String key) {
        ConfigValue value = config.root().get(key);
        return switch (value.valueType()) {
            case STRING, NUMBER, BOOLEAN ->
                Optional.of(config.getString(ConfigUtil.quoteString(key)).strip());
            case NULL -> noScalar(key, "null");
            case LIST -> noScalar(key, "a list");
            case OBJECT -> noScalar(key, "a section");
        };
    }

    private Optional<String> noScalar(String key, String kind) {
        problem(key, "must be a single value, not " + kind);
        return Optional.empty();
    }

    private Optional<ConfigValue> value(String key) {
        return Optional.ofNullable(config.root().get(key)).filter(value -> value.valueType() != ConfigValueType.NULL);
    }

    private ConfigOrigin origin(String key) {
        ConfigValue value = config.root().get(key);
        return value == null ? config.origin() : value.origin();
    }
}
