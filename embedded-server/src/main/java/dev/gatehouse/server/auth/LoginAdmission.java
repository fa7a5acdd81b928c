package dev.gatehouse.server.auth;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.Deadline;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.call.RequestFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets logins in, one at a time per account on all nodes, so that no account has more of them than it may: for each one
 * too many the oldest goes.
 */
final class LoginAdmission {

    private static final Logger LOG = LoggerFactory.getLogger(LoginAdmission.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long MOST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private final LoginStore store;
    private final SessionEnds ends;
    private final int most;

    /** @param most logins of one account; 0 for any number */
    LoginAdmission(LoginStore store, SessionEnds ends, int most) {
        this.store = store;
        this.ends = ends;
        this.most = most;
    }

    /**
     * Keeps a new login.
     *
     * @return the logins that had to go for it; their tokens are worthless, their sockets still open
     * @throws RequestFailure {@link ErrorCode#BUSY} where too many sign in to the account at once
     */
    List<Login> admit(Login login) {
        long untilNanos = System.nanoTime() + Deadline.budget(PATIENCE).toNanos();
        List<Login> gone = new ArrayList<>();
        while (true) {
            LoginStore.Lease lease = locked(login.userId(), untilNanos);
            try {
                gone.addAll(makeRoom(login.userId()));
                if (store.create(login, lease)) {
                    return gone;
                }
                LOG.info("The lock of an account was lost before its login was kept; it is taken again.");
            } finally {
                unlock(lease);
            }
        }
    }

    private List<Login> makeRoom(String userId) {
        if (most == 0) {
            return List.of();
        }
        List<String> sids = store.sidsOf(userId);
        List<Login> gone = new ArrayList<>();
        for (String sid : sids.subList(0, Math.max(0, sids.size() - most + 1))) {
            Login oldest = store.find(sid);
            if (oldest != null) {
                ends.revoke(oldest);
                gone.add(oldest);
            }
        }
        return gone;
    }

    private LoginStore.Lease locked(String userId, long untilNanos) {
        while (true) {
            LoginStore.Lease lease = store.tryLock(userId);
            if (lease != null) {
                return lease;
            }
            if (System.nanoTime() - untilNanos > 0 || Thread.currentThread().isInterrupted()) {
                throw RequestFailure.later(ErrorCode.BUSY,
                        "Too many sign in with this account at once. Try again in a moment.", Duration.ofSeconds(1));
            }
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LEAST_PAUSE_NANOS, MOST_PAUSE_NANOS));
        }
    }

    private void unlock(LoginStore.Lease lease) {
        try {
            store.unlock(lease);
        } catch (LiveStateUnavailableException e) {
            LOG.info("The lock of an account cannot be given back and ends by itself: {}", e.getMessage());
        }
    }
}
