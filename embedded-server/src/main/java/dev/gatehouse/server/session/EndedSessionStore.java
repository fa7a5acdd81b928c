package dev.gatehouse.server.session;

import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.session.Session;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sessions that are over, on all nodes, as far as this node heard of them. Safe for use by several threads. */
public interface EndedSessionStore {

    /** Keeps sessions; one that is kept already is kept once. They are no longer among {@link #begun}. */
    void add(Collection<EndedSession> sessions);

    /** Notes that sessions are online, so that they are not lost when this node is not there to hear of their end. */
    void begin(Collection<Session> sessions);

    /** The sessions that are noted as online. */
    List<Session> begun();

    /** Those that were online at a moment and have ended since. */
    List<EndedSession> at(Instant moment);

    /**
     * Those that were online at a moment and have ended since, one after another as they are read: none is held before it
     * is come to. What is added meanwhile is met or not.
     */
    Iterator<EndedSession> onlineAt(Instant moment);

    /** Those that ended from (inclusive) until (exclusive), in the order of their ends, read as {@link #onlineAt}. */
    Iterator<EndedSession> ended(Instant from, Instant until, boolean newestFirst);

    /** Those that connected from (inclusive) until (exclusive), in that order, read as {@link #onlineAt}. */
    Iterator<EndedSession> connected(Instant from, Instant until);

    /** Notes that this node has heard of every session that came or went within a span of time; it may grow. */
    void heard(Span span);

    /** The span that holds a moment, or else the last one; absent before there is any. */
    @Nullable
    Span spanOf(Instant moment);

    /** A time with a beginning and an end. */
    record Span(Instant from, Instant until) {}

    /** Forgets these, which were kept by mistake. */
    void remove(Collection<EndedSession> sessions);

    /** How many are kept. */
    long count();

    /** Some of those that are kept, newest first. */
    List<EndedSession> newest(int offset, int limit);

    /** Some of those that meet a filter, newest first. */
    Found find(EndedFilter filter, int offset, int limit);

    /**
     * Some of what was looked for.
     *
     * @param total how many there are in all
     */
    record Found(long total, List<EndedSession> newest) {}

    /**
     * The newest of a user's that ended within a span of time.
     *
     * @param from  the first moment that is wanted; absent for the beginning
     * @param until the first moment that is no longer wanted; absent for all up to now
     */
    List<EndedSession> ofUser(String userId, @Nullable Instant from, @Nullable Instant until, int limit);

    /** Forgets those that ended before {@code moment}, and what was heard before it. */
    void forgetBefore(Instant moment);
}
