package dev.gatehouse.model.api;

import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/v1/auth/revoke}: ends one access token before its time, on every node; whoever holds it may. A token
 * that is over already, or none of this fleet, is answered alike (RFC 7009 section 2.2).
 */
public final class RevokeExchange {

    public static final String PATH = "/api/v1/auth/revoke";

    private RevokeExchange() {}

    public record Request(@Nullable String token) {

        @Override
        public String toString() {
            return "Request[]";
        }
    }
}
