package dev.gatehouse.server.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Logins, shared by all nodes; each is gone some minutes after its end. */
public interface LoginStore {

    /** How long an account stays locked where its holder does not give it back. */
    Duration LOCK_HELD = Duration.ofSeconds(5);

    /** How long whoever was given an ended login has to {@link #remove} it, before another is given it. */
    Duration CLAIM_HELD = Duration.ofSeconds(30);

    /**
     * The right to create logins of one account.
     *
     * @param owner a secret of the holder
     * @param fence a number that grows with every holder of this account's lock
     */
    record Lease(String userId, String owner, long fence) {}

    /** Locks an account for at most {@link #LOCK_HELD}; absent where somebody else holds it. */
    @Nullable
    Lease tryLock(String userId);

    /** Gives an account back; nothing happens where somebody else has it by now. */
    void unlock(Lease lease);

    /**
     * Keeps a new login.
     *
     * @return false, and nothing is kept, where somebody else has locked the account after {@code lease}
     */
    boolean create(Login login, Lease lease);

    /** The login with this id, unless it is over. */
    @Nullable
    Login find(String sid);

    /**
     * Gives a login its next refresh token, if the one it has is still that of {@code login}; of several callers at the
     * same moment one wins.
     *
     * @return whether it was
     */
    boolean exchange(Login login, Login.Refresh next);

    /**
     * Gives a login another end, if the one it has is still that of {@code login}; of several callers at the same moment
     * one wins.
     *
     * @return whether it was
     */
    boolean renew(Login login, Login.Lifetime next);

    /** Ends a login; nothing happens where there is none. */
    void remove(Login login);

    /** Every login of a user, newest first. */
    List<Login> ofUser(String userId);

    /** The ids of a user's logins, oldest first. */
    List<String> sidsOf(String userId);

    /**
     * Logins that were over by {@code until} and were not removed. No other caller is given them for
     * {@link #CLAIM_HELD}.
     */
    List<Login> takeEnded(Instant until, int most);
}
