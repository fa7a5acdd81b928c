package dev.gatehouse.server.auth;

import dev.gatehouse.model.auth.ClientKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session of somebody who signed in, from the first pair of tokens to the last.
 *
 * @param sid         26 characters
 * @param refreshHash SHA-256 of the refresh token that is good now, in hex
 * @param expiresAt   when it can no longer be renewed
 */
public record Login(String sid, String userId, ClientKind kind, String ip, @Nullable String agent, Instant loginAt,
        String refreshHash, Instant expiresAt) {

    /** This login with another refresh token. */
    public Login renewed(String newRefreshHash, Instant newExpiresAt) {
        return new Login(sid, userId, kind, ip, agent, loginAt, newRefreshHash, newExpiresAt);
    }
}
