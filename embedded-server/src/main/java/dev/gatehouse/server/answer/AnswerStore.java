package dev.gatehouse.server.answer;

import dev.gatehouse.model.route.RoutePolicies.ChangeKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where answers are kept, each for its lifetime at most. */
public interface AnswerStore {

    /** @param leftMillis how much of its lifetime is left */
    record Found(KeptAnswer kept, long leftMillis) {}

    /**
     * What is kept under a key.
     *
     * @throws dev.gatehouse.server.call.LiveStateUnavailableException where nobody knows
     */
    @Nullable
    Found find(String key);

    /**
     * Keeps something in place of what was kept.
     *
     * @throws dev.gatehouse.server.call.LiveStateUnavailableException where it may not be kept
     */
    void put(String key, KeptAnswer kept);

    /**
     * Forgets what is kept under keys.
     *
     * @throws dev.gatehouse.server.call.LiveStateUnavailableException where it may be kept still
     */
    void remove(List<String> keys);

    /**
     * The offset of the last change of a kind in the log, as far as anybody has told; part of the keys of answers that such
     * a change invalidates.
     *
     * @throws dev.gatehouse.server.call.LiveStateUnavailableException where nobody knows
     */
    long lastChange(ChangeKind kind);

    /** There was a change; this node forgets it only with its end. Where the store is away the others are told later. */
    void changed(ChangeKind kind, long offset);
}
