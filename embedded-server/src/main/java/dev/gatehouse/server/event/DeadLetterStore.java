package dev.gatehouse.server.event;

import dev.gatehouse.model.health.DeadLetter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of this node, kept over its restarts. Safe for use by several threads. Every method throws
 * {@link dev.gatehouse.server.call.StorageException} where the data folder cannot be read or written.
 */
public interface DeadLetterStore {

    /** Keeps a letter; one about the same position and follower takes the place of an earlier one. */
    void put(DeadLetter letter);

    /** All letters, oldest first. */
    List<DeadLetter> all();

    /** One letter. */
    @Nullable
    DeadLetter find(String id);

    /** Notes that a letter was tried in vain. */
    void tried(String id, int attempts, String error, Instant at);

    /** Removes a letter; false where there is none. */
    boolean remove(String id);
}
