package dev.gatehouse.model.api;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.user.User;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/auth/login}: a password for a pair of tokens. */
public final class LoginExchange {

    public static final String PATH = "/api/v1/auth/login";

    private LoginExchange() {}

    /** @param kind {@link ClientKind#WEB} where absent */
    public record Request(@Nullable String username, @Nullable String password, @Nullable ClientKind kind) {

        @Override
        public String toString() {
            return "Request[username=" + username + ", kind=" + kind + "]";
        }
    }

    /**
     * The fields of {@link dev.gatehouse.model.auth.TokenPair} and the user.
     *
     * @param expiresIn seconds until the access token is over
     */
    public record Response(String accessToken, String refreshToken, long expiresIn, String sessionId, User user) {

        @Override
        public String toString() {
            return "Response[sessionId=" + sessionId + "]";
        }
    }
}
