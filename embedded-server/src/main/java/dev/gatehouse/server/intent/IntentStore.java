package dev.gatehouse.server.intent;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a node keeps intents, so that they outlive its process. */
public interface IntentStore {

    /** Adds one, or puts another state of one in its place; its turn stays. */
    void put(KeptIntent intent, @Nullable Instant endedAt);

    /** The one with this id. */
    @Nullable
    KeptIntent find(String id);

    /** Those that are not over, in the order of their making. */
    List<KeptIntent> unfinished();

    /** Those that are over, newest first. */
    List<KeptIntent> ended(int most);

    /** Forgets those that were over before {@code time}. */
    void forget(Instant time);
}
