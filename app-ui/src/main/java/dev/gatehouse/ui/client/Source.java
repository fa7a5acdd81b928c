package dev.gatehouse.ui.client;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.api.JobsExchange;
import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.api.LocksExchange;
import dev.gatehouse.model.api.MessagesExchange;
import dev.gatehouse.model.api.RoomsExchange;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.api.SessionsExchange;
import dev.gatehouse.model.api.TracesExchange;
import dev.gatehouse.model.api.UsersExchange;

/**
 * The lists that the console shows, by where they come from; each has an age. What only helps to show them, as a
 * completion or a chart, is of {@link #OTHER}, so that it makes no list younger than it is.
 */
public enum Source {
    STATS,
    /** Those that are online, as it happens. */
    SESSIONS,
    /** Those that are or were online, asked for once. */
    SNAPSHOT,
    ENDED,
    GHOSTS,
    USERS,
    ROUTES,
    /** The newest records, as they come. */
    AUDIT_TAIL,
    /** What a search has found. */
    AUDIT,
    AUDIT_GROUPS,
    TRACES,
    HEALTH,
    SECURITY,
    MESSAGES,
    ROOMS,
    JOBS,
    OTHER;

    /** Of an answer to a call; a list is as old as its first page. */
    static Source of(String path) {
        int question = path.indexOf('?');
        if (question >= 0 && path.indexOf("cursor=", question) >= 0) {
            return OTHER;
        }
        String asked = question < 0 ? path : path.substring(0, question);
        return switch (asked) {
            case UsersExchange.PATH -> USERS;
            case RoutesExchange.PATH -> ROUTES;
            case SessionsExchange.PATH, SessionsExchange.AT_PATH -> SNAPSHOT;
            case SessionsExchange.ENDED_PATH -> ENDED;
            case SessionsExchange.GHOSTS_PATH -> GHOSTS;
            case AuditExchange.PATH -> AUDIT;
            case AuditExchange.GROUPS_PATH -> AUDIT_GROUPS;
            case LocksExchange.PATH -> SECURITY;
            case MessagesExchange.PATH -> MESSAGES;
            case RoomsExchange.PATH -> ROOMS;
            case JobsExchange.PATH -> JOBS;
            default -> asked.startsWith(TracesExchange.PATH) ? TRACES : OTHER;
        };
    }

    /** Of a live window. */
    static Source of(LiveExchange.View view) {
        return switch (view) {
            case SESSIONS -> SESSIONS;
            case STATS -> STATS;
            case AUDIT -> AUDIT_TAIL;
            case HEALTH, NODES -> HEALTH;
            case JOBS -> JOBS;
        };
    }
}
