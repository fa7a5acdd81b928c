package dev.gatehouse.server.session.redis;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.session.Session;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session as the fields of a hash: times in milliseconds since 1970, rooms separated by line feeds. */
final class SessionHash {

    static final String LAST_SEEN_AT = "lastSeenAt";
    /** A field that only a whole hash has. */
    static final String USER = "user";
    /** Who holds the session. */
    static final String NODE = "node";

    private SessionHash() {}

    static Map<String, String> fields(Session session) {
        Map<String, String> fields = HashMap.newHashMap(10);
        fields.put(USER, session.user());
        fields.put("name", session.username());
        fields.put(NODE, session.node());
        fields.put("ip", session.ip());
        fields.put("kind", session.kind().name().toLowerCase(Locale.ROOT));
        fields.put("agent", session.agent() == null ? "" : session.agent());
        fields.put("loginAt", millis(session.loginAt()));
        fields.put("connectedAt", millis(session.connectedAt()));
        fields.put(LAST_SEEN_AT, millis(session.lastSeenAt()));
        fields.put("rooms", String.join("\n", session.rooms()));
        return fields;
    }

    /** Reads a hash; absent where it is not there or not whole. */
    static @Nullable Session session(String sid, Map<String, String> fields) {
        String user = fields.get(USER);
        String name = fields.get("name");
        String node = fields.get(NODE);
        String kind = fields.get("kind");
        if (user == null || name == null || node == null || kind == null) {
            return null;
        }
        String agent = fields.getOrDefault("agent", "");
        String rooms = fields.getOrDefault("rooms", "");
        return new Session(sid, user, name, node, fields.getOrDefault("ip", ""),
                ClientKind.valueOf(kind.toUpperCase(Locale.ROOT)), agent.isEmpty() ? null : agent,
                instant(fields.get("loginAt")), instant(fields.get("connectedAt")), instant(fields.get(LAST_SEEN_AT)),
                rooms.isEmpty() ? List.of() : List.of(rooms.split("\n")), false);
    }

    static String millis(Instant moment) {
        return Long.toString(moment.toEpochMilli());
    }

    static Instant instant(@Nullable String millis) {
        return Instant.ofEpochMilli(millis == null ? 0 : Long.parseLong(millis));
    }
}
