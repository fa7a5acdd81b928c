package dev.gatehouse.server.auth;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Something about signing in that belongs into the audit.
 *
 * @param kind     what it was
 * @param resource such as {@code session/<sid>} or {@code user/<name>}
 * @param reason   why it was refused, or why a session was ended
 */
public record AuthEvent(Kind kind, Actor actor, String resource, Outcome outcome, @Nullable String reason) {

    /** What may happen. */
    public enum Kind {
        LOGIN,
        LOGOUT,
        REFRESH_REUSED,
        TOKEN_REVOKED,
        /** A door was shut: a security alert. */
        LOCKED,
        /** A session was ended by the node: its time was over, or there were too many. */
        SESSION_END
    }

    /** Takes events to the audit. */
    @FunctionalInterface
    public interface Recorder {

        /** Returns once the event is safe. */
        void record(AuthEvent event);
    }
}
