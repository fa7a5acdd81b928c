package dev.gatehouse.server.session;

import dev.gatehouse.model.session.EndedSession;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Sessions that are over, on all nodes, as far as this node heard of them. Safe for use by several threads. */
public interface EndedSessionStore {

    /** Keeps sessions; one that is kept already is kept once. */
    void add(Collection<EndedSession> sessions);

    /** How many are kept. */
    long count();

    /** Some of those that are kept, newest first. */
    List<EndedSession> newest(int offset, int limit);

    /** Forgets those that ended before {@code moment}. */
    void forgetBefore(Instant moment);
}
