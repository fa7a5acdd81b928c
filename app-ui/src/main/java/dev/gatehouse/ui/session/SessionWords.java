package dev.gatehouse.ui.session;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.ui.text.Sentence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The words that sessions are searched with: what is wrong with them, and how the last one may go on. */
final class SessionWords {

    /** What may stand before a colon. */
    static final List<String> KEYS = List.of("node:", "kind:", "room:", "user:", "ip:", "agent:", "since:",
            "seen:");

    private static final List<String> KINDS = Arrays.stream(ClientKind.values())
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .toList();
    private static final int MOST = 6;
    private static final Set<String> AGE_KEYS = Set.of("since:", "seen:");
    private static final Pattern AGE = Pattern.compile("[<>]?\\d{1,9}[smhd]");
    private static final Pattern AGE_BEGUN = Pattern.compile("[<>]?\\d{0,9}");
    private static final List<String> CONNECTED = List.of("<1m", "<10m", "<1h", ">1h", ">1d");
    private static final List<String> SEEN = List.of("<10s", ">10s", ">30s", ">1m", ">5m");

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
                if (AGE_KEYS.contains(key) && !AGE.matcher(value).matches()
                        && !(text.endsWith(word) && AGE_BEGUN.matcher(value).matches())) {
                    return Sentence.of("session.words.age", key);
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
                .filter(word -> !word.isEmpty() && !isBegun(word.toLowerCase(Locale.ROOT)))
                .toList());
        return words.isEmpty() ? null : words;
    }

    /** Whether the value of a word is still to be typed. */
    private static boolean isBegun(String word) {
        String key = word.substring(0, word.indexOf(':') + 1);
        return KEYS.contains(word)
                || (AGE_KEYS.contains(key) && AGE_BEGUN.matcher(word.substring(key.length())).matches());
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
            case "since:" -> CONNECTED;
            case "seen:" -> SEEN;
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

    /** {@code text} with {@code word}, in the place of the words with the same key. */
    static String narrowed(String text, String word) {
        String key = word.substring(0, word.indexOf(':') + 1);
        List<String> words = new ArrayList<>(Stream.of(text.strip().split("\\s+"))
                .filter(other -> !other.isEmpty() && !other.equals(word))
                .filter(other -> key.isEmpty() || !other.toLowerCase(Locale.ROOT).startsWith(key))
                .toList());
        words.add(word);
        return String.join(" ", words) + " ";
    }

    /**
     * Words that name what a cell says.
     *
     * @param field the field of the cell's column; {@code null} for all
     */
    static List<String> of(Session session, @Nullable String field, Instant now) {
        Map<String, List<String>> words = new LinkedHashMap<>();
        words.put("username", List.of("user:" + session.username()));
        words.put("node", List.of("node:" + session.node()));
        words.put("ip", List.of("ip:" + session.ip()));
        words.put("kind", List.of("kind:" + session.kind().name().toLowerCase(Locale.ROOT)));
        words.put("agent", session.agent() == null
                ? List.of()
                : List.of("agent:" + session.agent().strip().replaceFirst("\\s.*", "")));
        words.put("connectedAt", ages("since:", Duration.between(session.connectedAt(), now).toSeconds()));
        words.put("lastSeenAt", ages("seen:", Duration.between(session.lastSeenAt(), now).toSeconds()));
        words.put("rooms", session.rooms().stream().map(room -> "room:" + room).toList());
        words.put("sid", List.of(session.sid()));
        List<String> wanted = field == null
                ? words.values().stream().flatMap(List::stream).toList()
                : words.getOrDefault(field, List.of());
        return wanted.stream().filter(word -> word.indexOf(' ') < 0 && !word.endsWith(":")).toList();
    }

    /** As old at most, and older, in the unit that people would say it in. */
    private static List<String> ages(String key, long seconds) {
        long whole = Math.max(0, seconds) + 1;
        String age = whole < 60
                ? whole + "s"
                : whole < 3_600
                        ? (whole + 59) / 60 + "m"
                        : whole < 172_800 ? (whole + 3_599) / 3_600 + "h" : (whole + 86_399) / 86_400 + "d";
        return List.of(key + "<" + age, key + ">" + age);
    }

    private static String last(String text) {
        return text.substring(text.lastIndexOf(' ') + 1);
    }

    /** The first group of an IPv6 address is no key. */
    private static boolean mayBeAddress(String key) {
        return key.matches("[0-9a-f]{1,4}:");
    }
}
