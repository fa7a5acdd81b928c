package dev.gatehouse.server.auth;

import dev.gatehouse.model.auth.ClientKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session of somebody who signed in, from the first pair of tokens to the last.
 *
 * @param sid        26 characters
 * @param refresh    what its refresh token must be
 * @param lifetime   until when the session lasts
 * @param cookieHash SHA-256 of the session cookie in hex; absent where it has none
 */
public record Login(String sid, String userId, ClientKind kind, String ip, @Nullable String agent, Instant loginAt,
        Refresh refresh, Lifetime lifetime, @Nullable String cookieHash) {

    /**
     * The refresh token of a session.
     *
     * @param family   SHA-256, in hex, of what all tokens of this session have in common
     * @param hash     SHA-256 of the token that is good now, in hex
     * @param until    when it can no longer be exchanged
     * @param exchange how it came to be; absent for the first one
     */
    public record Refresh(String family, String hash, Instant until, @Nullable Exchange exchange) {}

    /**
     * The last exchange of a session's refresh token.
     *
     * @param previousHash SHA-256 of the token that was given for it, in hex
     * @param at           when
     * @param sealed       the pair that was answered, readable only with the token that was given for it
     */
    public record Exchange(String previousHash, Instant at, String sealed) {}

    /**
     * How long a session lasts.
     *
     * @param endsAt   when it is over unless it is renewed before
     * @param renewals how often it was renewed
     */
    public record Lifetime(Instant endsAt, int renewals) {}

    /** This login with another refresh token. */
    public Login with(Refresh next) {
        return new Login(sid, userId, kind, ip, agent, loginAt, next, lifetime, cookieHash);
    }

    /** This login with another end. */
    public Login with(Lifetime next) {
        return new Login(sid, userId, kind, ip, agent, loginAt, refresh, next, cookieHash);
    }

    /** When it is over unless it is renewed before. */
    public Instant endsAt() {
        return lifetime.endsAt();
    }
}
