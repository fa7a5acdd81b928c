package dev.gatehouse.server.lock;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Locks that one holder in the fleet has at a time, for as long as it renews them. A holder that stood still for longer
 * than its lease may believe that it has the lock still, so every lease has a token, greater than all before it: what is
 * done under the lock says its token, and whoever takes it refuses a token that is older than one it has seen. Safe for use
 * by several threads. Every method throws {@link dev.gatehouse.server.call.LiveStateUnavailableException} where the store
 * does not answer.
 *
 * @see <a href="https://martin.kleppmann.com/2016/02/08/how-to-do-distributed-locking.html">How to do distributed locking</a>
 */
public interface FencedLocks {

    /** A lock that somebody has. */
    interface Lease {

        /** Greater than the token of any lease of this lock before. */
        long token();

        /** Has the lock for the same time again, from now on; false where it is lost. */
        boolean renew();

        /** Gives the lock back, where it is not lost. */
        void release();
    }

    /**
     * Takes a lock that nobody has.
     *
     * @param name of the lock, such as {@code job/01J...}
     * @param time how long it is held without being renewed
     * @return absent where somebody has it
     */
    @Nullable
    Lease take(String name, Duration time);
}
