package dev.gatehouse.server.machine;

import dev.gatehouse.model.auth.Lock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses from which no handshake is taken for a while, shared by all nodes. */
public interface MachineLocks {

    /** How many failures shut the door. */
    int MOST_FAILURES = 5;

    /** The time within which they count. */
    Duration WINDOW = Duration.ofMinutes(1);

    /** How long the door stays shut. */
    Duration SHUT = Duration.ofMinutes(10);

    /**
     * Counts a failed handshake of an address.
     *
     * @return the lock, where this failure is the one that shut the door
     */
    @Nullable
    Lock failed(String ip);

    /** The lock of an address, while it holds. */
    @Nullable
    Lock find(String ip);

    /** All that hold now, the latest first. */
    List<Lock> list();

    /** Opens the door again; false where it was not shut. */
    boolean lift(String ip);
}
