package dev.gatehouse.server.session;

import dev.gatehouse.model.api.SessionsExchange.Ghost;
import dev.gatehouse.model.api.SessionsExchange.GhostKind;
import dev.gatehouse.model.session.Session;
import java.time.Instant;

/**
 * How a ghost was found out.
 *
 * @param reason one sentence
 */
record GhostCause(GhostKind kind, String reason) {

    Ghost of(Session session, Instant foundAt) {
        return new Ghost(session, foundAt, reason, kind.word());
    }
}
