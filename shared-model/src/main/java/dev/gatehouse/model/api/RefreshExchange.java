package dev.gatehouse.model.api;

import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/auth/refresh}: a refresh token for a new {@link dev.gatehouse.model.auth.TokenPair}. */
public final class RefreshExchange {

    public static final String PATH = "/api/v1/auth/refresh";

    private RefreshExchange() {}

    public record Request(@Nullable String refreshToken) {

        @Override
        public String toString() {
            return "Request[]";
        }
    }
}
