package dev.gatehouse.model.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/v1/capsule}: what happened in a window of time, as one SQLite file: {@code meta(name, value)},
 * {@code part(name, rows, sha256)} and {@code entry(part, seq, body)}. Of each part the hash is SHA-256, in lower-case hex,
 * over the UTF-8 bytes of its bodies in the order of {@code seq}, each followed by a line feed.
 */
public final class CapsuleExchange {

    public static final String PATH = "/api/v1/capsule";
    /** Says what file it is, in its header ({@code PRAGMA application_id}): {@code GHcp}. */
    public static final int APPLICATION_ID = 0x47486370;
    /** Audit records as {@link dev.gatehouse.model.audit.AuditEntry}, newest first. */
    public static final String AUDIT = "audit";
    /** Sessions that ended within the window, as {@link dev.gatehouse.model.session.EndedSession}, newest first. */
    public static final String ENDED = "ended";
    /** Sessions that were online at its end, as {@link dev.gatehouse.model.session.Session}. */
    public static final String ONLINE = "online";
    /** Comings and goings within the window, as {@link Delta}, oldest first. */
    public static final String PRESENCE = "presence";
    /** Routes as they stood when the capsule was made, as {@link dev.gatehouse.model.route.Route}. */
    public static final String ROUTES = "routes";
    /** The node's health when the capsule was made, as {@link dev.gatehouse.model.health.Health}. */
    public static final String HEALTH = "health";

    private CapsuleExchange() {}

    /** {@code POST}: from (inclusive) to (exclusive), at most seven days; {@code to} absent for now. */
    public record Request(@Nullable Instant from, @Nullable Instant to) {}

    /**
     * A session that came or went.
     *
     * @param came whether it came
     */
    public record Delta(Instant at, boolean came, String sid, String user, String node) {}
}
