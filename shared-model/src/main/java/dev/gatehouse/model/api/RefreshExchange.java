package dev.gatehouse.model.api;

import dev.gatehouse.model.auth.TokenPair;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/auth/refresh}: a refresh token for a new {@link TokenPair}. */
public final class RefreshExchange {

    public static final String PATH = "/api/v1/auth/refresh";

    private RefreshExchange() {}

    /** @param refreshToken absent where a browser sends it as a cookie */
    public record Request(@Nullable String refreshToken) {

        @Override
        public String toString() {
            return "Request[]";
        }
    }

    /** The answer to a browser, which keeps its refresh token in a cookie. */
    public record Renewed(String accessToken, long expiresIn, String sessionId) {

        /** What a browser is told of a pair. */
        public static Renewed of(TokenPair pair) {
            return new Renewed(pair.accessToken(), pair.expiresIn(), pair.sessionId());
        }

        @Override
        public String toString() {
            return "Renewed[sessionId=" + sessionId + "]";
        }
    }
}
