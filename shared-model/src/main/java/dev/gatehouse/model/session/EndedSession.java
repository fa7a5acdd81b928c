package dev.gatehouse.model.session;

import java.time.Instant;

/**
 * A session that is over.
 *
 * @param code   the WebSocket close code
 * @param reason one sentence
 * @param by     who ended it: an operator's name, {@code client}, or {@code system}
 */
public record EndedSession(Session session, Instant endedAt, int code, String reason, String by) {}
