package dev.gatehouse.ui.client;

import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.api.UsersExchange;

/** What the console shows, by where it comes from; each has an age. */
public enum Source {
    STATS,
    SESSIONS,
    USERS,
    ROUTES,
    AUDIT,
    HEALTH,
    SECURITY,
    MESSAGES,
    JOBS,
    OTHER;

    /** Of an answer to a call. */
    static Source of(String path) {
        return path.startsWith(UsersExchange.PATH) ? USERS
                : path.startsWith(RoutesExchange.PATH) ? ROUTES
                        : path.startsWith("/api/v1/sessions") ? SESSIONS
                                : path.startsWith("/api/v1/audit") || path.startsWith("/api/v1/traces") ? AUDIT
                                        : path.startsWith("/api/v1/locks") ? SECURITY
                                                : path.startsWith("/api/v1/messages")
                                                        || path.startsWith("/api/v1/rooms") ? MESSAGES
                                                                : path.startsWith("/api/v1/jobs") ? JOBS
                                                                        : path.startsWith("/api/v1/health")
                                                                                || path.startsWith("/api/v1/nodes")
                                                                                        ? HEALTH
                                                                                        : OTHER;
    }

    /** Of a live window. */
    static Source of(LiveExchange.View view) {
        return switch (view) {
            case SESSIONS -> SESSIONS;
            case STATS -> STATS;
            case AUDIT -> AUDIT;
            case HEALTH, NODES -> HEALTH;
            case JOBS -> JOBS;
        };
    }
}
