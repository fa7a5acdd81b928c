package dev.gatehouse.ui.route;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.ui.text.Sentence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The words that routes are searched with; all of them must fit. A word with a key, such as {@code permission:admin},
 * looks at one thing; one without looks at everything.
 */
final class RouteQuery {

    /** What may stand before a colon. */
    static final List<String> KEYS = List.of("method:", "host:", "path:", "upstream:", "permission:", "role:",
            "enabled:", "policy:", "by:", "comment:");

    private static final List<String> TRUTHS = List.of("true", "false");
    private static final int MOST = 8;

    private RouteQuery() {}

    /** What is wrong with {@code text}; {@code null} where nothing is. */
    static @Nullable Sentence fault(String text) {
        for (String word : words(text)) {
            String key = key(word);
            if (key != null && "enabled:".equals(key) && begun(word, key, text)
                    && !TRUTHS.contains(word.substring(key.length()))) {
                return Sentence.of("route.words.truth", word);
            }
        }
        return null;
    }

    private static boolean begun(String word, String key, String text) {
        String value = word.substring(key.length());
        boolean goesOn = text.toLowerCase(Locale.ROOT).endsWith(word)
                && TRUTHS.stream().anyMatch(truth -> truth.startsWith(value));
        return !goesOn;
    }

    /** Whether {@code route} has all that {@code text} asks for. */
    static boolean fits(Route route, String text) {
        return words(text).stream().allMatch(word -> {
            String key = key(word);
            return key == null ? anything(route).anyMatch(value -> value.contains(word))
                    : fits(route, key, word.substring(key.length()));
        });
    }

    private static boolean fits(Route route, String key, String value) {
        RouteSpec spec = route.spec();
        return switch (key) {
            case "method:" -> lower(spec.method()).startsWith(value);
            case "host:" -> lower(spec.host()).contains(value);
            case "path:" -> lower(spec.path()).contains(value);
            case "upstream:" -> spec.upstreams().stream().anyMatch(each -> lower(each).contains(value));
            case "permission:" -> lower(spec.permission().name()).startsWith(value);
            case "role:" -> spec.roles().stream().anyMatch(role -> lower(role.name()).startsWith(value));
            case "enabled:" -> Boolean.toString(spec.enabled()).startsWith(value);
            case "policy:" -> policies(spec.policies()).anyMatch(each -> each.startsWith(value));
            case "by:" -> lower(route.updatedBy()).contains(value);
            case "comment:" -> lower(Objects.toString(spec.comment(), "")).contains(value);
            default -> throw new IllegalStateException("a key without a meaning: " + key);
        };
    }

    /** How the last word of {@code text} may go on; each a whole word. */
    static List<String> proposals(String text, List<Route> routes) {
        String last = last(text);
        String key = key(last);
        if (key == null) {
            return last.isEmpty() ? List.of() : KEYS.stream().filter(each -> each.startsWith(last)).toList();
        }
        String value = last.substring(key.length());
        return routes.stream()
                .flatMap(route -> values(route, key))
                .distinct()
                .filter(each -> each.startsWith(value) && !each.equals(value) && !each.contains(" "))
                .sorted()
                .limit(MOST)
                .map(each -> key + each)
                .toList();
    }

    private static Stream<String> values(Route route, String key) {
        RouteSpec spec = route.spec();
        return switch (key) {
            case "method:" -> Stream.of(lower(spec.method()));
            case "host:" -> Stream.of(lower(spec.host()));
            case "upstream:" -> spec.upstreams().stream().map(RouteQuery::lower);
            case "permission:" -> Stream.of(lower(spec.permission().name()));
            case "role:" -> spec.roles().stream().map(role -> lower(role.name()));
            case "enabled:" -> TRUTHS.stream();
            case "policy:" -> policies(spec.policies());
            case "by:" -> Stream.of(lower(route.updatedBy()));
            default -> Stream.of();
        };
    }

    /** {@code text} with its last word replaced; a whole word is followed by a space. */
    static String with(String text, String word) {
        String kept = text.substring(0, text.length() - last(text).length());
        return kept + word + (word.endsWith(":") ? "" : " ");
    }

    /** The names of the parts that are used, and what stands in them. */
    private static Stream<String> policies(RoutePolicies policies) {
        List<String> words = new ArrayList<>();
        for (PolicyPart part : PolicyPart.values()) {
            if (PolicyWords.summary(part, policies) != null) {
                words.add(part.word());
            }
        }
        policies.limits().forEach(limit -> {
            words.add(lower(limit.kind().name()).replace('_', '-'));
            words.add("per-" + lower(limit.per().name()));
        });
        return words.stream().distinct();
    }

    private static Stream<String> anything(Route route) {
        RouteSpec spec = route.spec();
        return Stream.of(
                Stream.of(spec.method(), spec.host(), spec.path(), spec.permission().name(),
                        Objects.toString(spec.comment(), ""), route.updatedBy(), route.id()),
                spec.upstreams().stream(), spec.roles().stream().map(Enum::name), policies(spec.policies()),
                spec.staticAnswer() == null
                        ? Stream.<String>of()
                        : Stream.of("static", Integer.toString(spec.staticAnswer().status()),
                                spec.staticAnswer().contentType()))
                .flatMap(each -> each)
                .map(RouteQuery::lower);
    }

    private static List<String> words(String text) {
        return Arrays.stream(lower(text).strip().split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
    }

    private static String last(String text) {
        return text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1))
                ? ""
                : lower(text.substring(Math.max(text.lastIndexOf(' '), text.lastIndexOf('\t')) + 1));
    }

    private static @Nullable String key(String word) {
        return KEYS.stream().filter(word::startsWith).findFirst().orElse(null);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
