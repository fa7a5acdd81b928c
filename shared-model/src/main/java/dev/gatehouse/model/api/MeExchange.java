package dev.gatehouse.model.api;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.auth.Role;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/me} and what lies below it: the signed-in user's own data. */
public final class MeExchange {

    public static final String PATH = "/api/v1/me";
    public static final String SESSIONS_PATH = PATH + "/sessions";
    public static final String PASSWORD_PATH = PATH + "/password";

    private MeExchange() {}

    /**
     * Who asks.
     *
     * @param expiresAt     when the access token of this request is over
     * @param sessionEndsAt when the session is over unless activity renews it
     */
    public record Response(String id, String username, Set<Role> roles, String sessionId, Instant expiresAt,
            Instant sessionEndsAt) {

        public Response {
            roles = Set.copyOf(roles);
        }
    }

    /**
     * A login of one's own.
     *
     * @param current whether it is the one that asks
     * @param online  whether it holds a WebSocket now
     */
    public record OwnSession(String sid, ClientKind kind, String ip, @Nullable String agent, Instant loginAt,
            boolean current, boolean online) {}

    /** @param items newest first */
    public record Sessions(List<OwnSession> items) {}

    /** {@code POST /api/v1/me/password}. Every other session of the user ends with it. */
    public record PasswordRequest(@Nullable String currentPassword, @Nullable String newPassword) {

        @Override
        public String toString() {
            return "PasswordRequest[]";
        }
    }
}
