package dev.gatehouse.server.session;

import dev.gatehouse.model.session.EndedSession;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sessions that are over, on all nodes, as far as this node heard of them. Safe for use by several threads. */
public interface EndedSessionStore {

    /** Keeps sessions; one that is kept already is kept once. */
    void add(Collection<EndedSession> sessions);

    /** Forgets these, which were kept by mistake. */
    void remove(Collection<EndedSession> sessions);

    /** How many are kept. */
    long count();

    /** Some of those that are kept, newest first. */
    List<EndedSession> newest(int offset, int limit);

    /**
     * The newest of a user's that ended within a span of time.
     *
     * @param from  the first moment that is wanted; absent for the beginning
     * @param until the first moment that is no longer wanted; absent for all up to now
     */
    List<EndedSession> ofUser(String userId, @Nullable Instant from, @Nullable Instant until, int limit);

    /** Forgets those that ended before {@code moment}. */
    void forgetBefore(Instant moment);
}
