package dev.gatehouse.server.session;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.call.RequestFailure;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions are meant, in words. A plain word is the beginning of a username, a session's id or an address;
 * {@code node:}, {@code kind:} and {@code room:} name a value whole, {@code user:} a user's id or the beginning of a
 * username, {@code ip:} the beginning of an address, {@code agent:} a part of what the client calls itself. All words
 * must hold; case does not matter.
 */
public final class SessionFilter {

    private SessionFilter() {}

    /**
     * Reads words.
     *
     * @throws RequestFailure where a kind of client is named that there is not
     */
    public static Predicate<Session> parse(@Nullable String words) {
        Predicate<Session> filter = _ -> true;
        if (words == null || words.isBlank()) {
            return filter;
        }
        for (String word : List.of(words.strip().split("\\s+"))) {
            filter = filter.and(word(word));
        }
        return filter;
    }

    /** Sessions of a node; of all where it is absent. */
    public static Predicate<Session> node(@Nullable String node) {
        return node == null ? _ -> true : session -> session.node().equals(node);
    }

    /** Sessions of a user, by id or whole username; of all where it is absent. */
    public static Predicate<Session> user(@Nullable String user) {
        return user == null
                ? _ -> true
                : session -> session.user().equals(user) || session.username().equalsIgnoreCase(user);
    }

    /** Sessions of a kind of client; of all where it is absent. */
    public static Predicate<Session> kind(@Nullable ClientKind kind) {
        return kind == null ? _ -> true : session -> session.kind() == kind;
    }

    /**
     * Reads a kind of client.
     *
     * @throws RequestFailure where there is none of that name
     */
    public static @Nullable ClientKind kindNamed(String field, @Nullable String name) {
        if (name == null) {
            return null;
        }
        for (ClientKind kind : ClientKind.values()) {
            if (kind.name().equalsIgnoreCase(name)) {
                return kind;
            }
        }
        throw RequestFailure.invalid(field, "A client is web, app or admin, not \"" + name + "\".");
    }

    private static Predicate<Session> word(String word) {
        int colon = word.indexOf(':');
        String value = word.substring(colon + 1);
        return switch (colon < 0 ? "" : word.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "node" -> session -> session.node().equalsIgnoreCase(value);
            case "user" -> session -> session.user().equals(value) || begins(session.username(), value);
            case "kind" -> kind(kindNamed("q", value));
            case "ip" -> session -> begins(session.ip(), value);
            case "agent" -> session -> contains(session.agent(), value);
            case "room" -> session -> session.rooms().stream().anyMatch(value::equalsIgnoreCase);
            default -> session -> begins(session.username(), word) || begins(session.sid(), word)
                    || begins(session.ip(), word);
        };
    }

    private static boolean begins(String text, String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    private static boolean contains(@Nullable String text, String part) {
        return text != null && text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
