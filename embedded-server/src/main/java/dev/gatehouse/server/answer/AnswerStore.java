package dev.gatehouse.server.answer;

import dev.gatehouse.model.route.RoutePolicies.ChangeKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where answers are kept, each for its lifetime at most, and what they depend upon. */
public interface AnswerStore {

    /** How long a write is remembered at most: longer than any answer of before it is kept or under way. */
    Duration WRITES_KEPT = Duration.ofHours(25);

    /** @param leftMillis how much of its lifetime is left */
    record Found(KeptAnswer kept, long leftMillis) {}

    /**
     * A write to an address.
     *
     * @param mark unlike that of any other write
     * @param age  how long ago it was, to the millisecond; in doubt less
     */
    record Write(String mark, Duration age) {}

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
     * The last write to an address that is remembered, as far as anybody has told; part of the keys of the answers of that
     * address.
     *
     * @throws dev.gatehouse.server.call.LiveStateUnavailableException where nobody knows
     */
    @Nullable
    Write lastWrite(String address);

    /**
     * There was a write to an address. Where the store does not take it the others are told later.
     *
     * @param kept how long it has to be remembered, {@link #WRITES_KEPT} at most
     */
    void wrote(String address, Duration kept);

    /**
     * The offset of the last change of a kind in the log, as far as anybody has told; part of the keys of answers that such
     * a change invalidates.
     *
     * @throws dev.gatehouse.server.call.LiveStateUnavailableException where nobody knows
     */
    long lastChange(ChangeKind kind);

    /** There was a change; this node forgets it only with its end. Where the store does not take it the others are told later. */
    void changed(ChangeKind kind, long offset);
}
