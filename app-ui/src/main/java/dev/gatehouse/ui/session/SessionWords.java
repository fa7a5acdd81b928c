package dev.gatehouse.ui.session;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.ui.text.Sentence;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The words that sessions are searched with: what is wrong with them, and how the last one may go on. */
final class SessionWords {

    /** What may stand before a colon. */
    static final List<String> KEYS = List.of("node:", "kind:", "room:", "user:", "ip:", "agent:");

    private static final List<String> KINDS = Arrays.stream(ClientKind.values())
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .toList();
    private static final int MOST = 6;

    private SessionWords() {}

    /**
     * Values that are known.
     *
     * @param nodes nodes of the fleet
     * @param rooms rooms that have members, the fullest first
     */
    record Known(List<String> nodes, List<String> rooms) {

        Known {
            nodes = List.copyOf(nodes);
            rooms = List.copyOf(rooms);
        }
    }

    /** What is wrong with {@code text}; {@code null} where nothing is. A word that is being typed still is not wrong. */
    static @Nullable Sentence fault(String text) {
        for (String word : List.of(text.strip().split("\\s+"))) {
            int colon = word.indexOf(':');
            if (colon > 0) {
                String key = word.substring(0, colon + 1).toLowerCase(Locale.ROOT);
                String value = word.substring(colon + 1);
                if (!KEYS.contains(key) && !mayBeAddress(key)) {
                    return Sentence.of("session.words.key", key, String.join(" ", KEYS));
                }
                if ("kind:".equals(key) && !value.isEmpty() && !KINDS.contains(value.toLowerCase(Locale.ROOT))) {
                    return Sentence.of("session.words.kind", value);
                }
                if (value.isEmpty() && KEYS.contains(key) && !text.endsWith(word)) {
                    return Sentence.of("session.words.empty", key);
                }
            }
        }
        return null;
    }

    /** The words to ask the server with: without one that has no value yet; {@code null} for all. */
    static @Nullable String asked(String text) {
        String words = String.join(" ", Stream.of(text.strip().split("\\s+"))
                .filter(word -> !word.isEmpty() && !KEYS.contains(word.toLowerCase(Locale.ROOT)))
                .toList());
        return words.isEmpty() ? null : words;
    }

    /** How the last word of {@code text} may go on; each a whole word. */
    static List<String> proposals(String text, Known known) {
        String last = last(text).toLowerCase(Locale.ROOT);
        int colon = last.indexOf(':');
        if (colon < 0) {
            return KEYS.stream().filter(key -> key.startsWith(last)).toList();
        }
        String key = last.substring(0, colon + 1);
        String value = last.substring(colon + 1);
        List<String> values = switch (key) {
            case "node:" -> known.nodes();
            case "kind:" -> KINDS;
            case "room:" -> known.rooms();
            default -> List.of();
        };
        return values.stream()
                .filter(each -> each.toLowerCase(Locale.ROOT).startsWith(value) && !each.equalsIgnoreCase(value))
                .limit(MOST)
                .map(each -> key + each)
                .toList();
    }

    /** {@code text} with its last word replaced; a whole word is followed by a space. */
    static String with(String text, String word) {
        String before = text.substring(0, text.length() - last(text).length());
        return before + word + (word.endsWith(":") ? "" : " ");
    }

    private static String last(String text) {
        return text.substring(text.lastIndexOf(' ') + 1);
    }

    /** The first group of an IPv6 address is no key. */
    private static boolean mayBeAddress(String key) {
        return key.matches("[0-9a-f]{1,4}:");
    }
}
