package dev.gatehouse.server.http;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.auth.Role;
import java.time.Instant;
import java.util.Set;

/**
 * Who asks, as a verified access token says.
 *
 * @param userId    the user's id
 * @param sessionId the session that the token belongs to
 * @param tokenId   the token's own id ({@code jti})
 * @param loginAt   when the session's first tokens were issued
 * @param expiresAt when this token is over
 * @param sessionEndsAt when the session is over unless it is renewed, as far as the token knows
 */
public record Principal(String userId, String username, Set<Role> roles, String sessionId, String tokenId,
        ClientKind kind, Instant loginAt, Instant issuedAt, Instant expiresAt, Instant sessionEndsAt) {

    public Principal {
        roles = Set.copyOf(roles);
    }

    /** A caller whose session ends with the token. */
    public Principal(String userId, String username, Set<Role> roles, String sessionId, String tokenId,
            ClientKind kind, Instant loginAt, Instant issuedAt, Instant expiresAt) {
        this(userId, username, roles, sessionId, tokenId, kind, loginAt, issuedAt, expiresAt, expiresAt);
    }

    /** Whether one of the roles includes all that {@code needed} may do. */
    public boolean may(Role needed) {
        for (Role role : roles) {
            if (role.includes(needed)) {
                return true;
            }
        }
        return false;
    }

    /** This principal as an audit record names it. */
    public Actor actor(String ip) {
        return new Actor(userId, username, ip, sessionId);
    }
}
