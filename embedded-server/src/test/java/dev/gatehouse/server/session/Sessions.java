package dev.gatehouse.server.session;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.session.Session;
import java.time.Instant;
import java.util.List;

/** Sessions to test with. */
public final class Sessions {

    /** When they began. */
    public static final Instant BEGIN = Instant.parse("2026-11-01T10:00:00Z");

    private Sessions() {}

    /** A session of the user {@code u-<username>} on a node. */
    public static Session session(String sid, String username, String node) {
        return new Session(sid, "u-" + username, username, node, "10.0.0.1", ClientKind.WEB, "test", BEGIN, BEGIN,
                BEGIN, List.of(), false);
    }
}
