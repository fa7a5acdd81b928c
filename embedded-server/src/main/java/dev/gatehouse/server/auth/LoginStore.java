package dev.gatehouse.server.auth;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Logins, shared by all nodes; each is gone when it expires. */
public interface LoginStore {

    /** Keeps a new login. */
    void create(Login login);

    /** The login with this id, unless it is over. */
    @Nullable
    Login find(String sid);

    /**
     * Gives a login its next refresh token, if the one it has is still {@code refreshHash}; of several callers at the
     * same moment one wins.
     *
     * @return whether it was
     */
    boolean rotate(Login login, String refreshHash, String nextHash, Instant nextExpiresAt);

    /** Ends a login; nothing happens where there is none. */
    void remove(Login login);

    /** Every login of a user, newest first. */
    List<Login> ofUser(String userId);
}
