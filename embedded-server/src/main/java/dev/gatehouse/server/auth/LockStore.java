package dev.gatehouse.server.auth;

import dev.gatehouse.model.auth.Lock;
import dev.gatehouse.model.auth.LockKind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts failures per door and shuts those that had too many, the same for all nodes. An attempt is counted before it
 * is judged, so that a thousand attempts at one moment are a thousand; one that turns out right is taken back. Every
 * call is atomic for each of its doors.
 */
public interface LockStore {

    /**
     * When a door is shut.
     *
     * @param failures how many shut it
     * @param window   how long a failure counts, from the first on
     * @param shut     how long it stays shut
     * @param strict   whether no more attempts than {@code failures} may be under way at a time, and a right one
     *                 clears the count; else attempts wait for nobody, and a right one is only taken back itself
     */
    record Rule(int failures, Duration window, Duration shut, boolean strict) {}

    /** @param name the username, where the subject is a user that exists */
    record Door(LockKind kind, String subject, @Nullable String name, Rule rule) {}

    /**
     * What came of one attempt at one door.
     *
     * @param admitted   whether it may go on
     * @param failures   attempts counted, those under way and those at the shut door included
     * @param retryAfter when trying again makes sense, where it may not go on
     * @param shutNow    whether it was this one that shut the door
     */
    record Tally(boolean admitted, long failures, Duration retryAfter, boolean shutNow) {}

    /** Counts an attempt at each door, in their order. One that is admitted ends with one of the next three. */
    List<Tally> reserve(List<Door> doors);

    /** The attempt was wrong: it stays counted. */
    List<Tally> failed(List<Door> doors);

    /** The attempt was right. */
    void succeeded(List<Door> doors);

    /** The attempt was not judged: it is taken back. */
    void cancelled(List<Door> doors);

    /** The doors that are shut now, the latest first. */
    List<Lock> locks();

    /**
     * Opens a door and forgets its failures.
     *
     * @return whether it was shut
     */
    boolean lift(LockKind kind, String subject);
}
