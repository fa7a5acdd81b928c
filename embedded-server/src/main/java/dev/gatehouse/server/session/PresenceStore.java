package dev.gatehouse.server.session;

import dev.gatehouse.model.session.Session;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Where all nodes write down who is online. An entry that is not touched for its lifetime, three heartbeats, is gone.
 * Safe for use by several threads. Every method throws {@link dev.gatehouse.server.call.RequestFailure} with
 * {@code live-state-unavailable} where the store does not answer; then some of the work may be done.
 */
public interface PresenceStore {

    /** Writes sessions whole. */
    void put(Collection<Session> sessions);

    /** Renews sessions with the time they were last seen at; those that the store has lost are written whole. */
    void touch(Collection<Session> sessions);

    /** Takes sessions out, except those that another node has written since. */
    void remove(Collection<Session> sessions);

    /** Takes ids out of the list of a node's sessions and leaves the sessions alone. */
    void unlist(String node, Collection<String> sids);

    /** The ids of the sessions that a node holds. */
    Set<String> sidsOfNode(String node);

    /** The ids of the sessions of a user. */
    Set<String> sidsOfUser(String userId);

    /** The sessions with these ids, as far as they are there. */
    List<Session> read(Collection<String> sids);

    /**
     * Writes down a node's beat.
     *
     * @return whether the store knew nothing of the node before: it is new, or the store has lost its data
     */
    boolean beat(NodeBeat beat);

    /** The last beat of every node that was not forgotten. */
    List<NodeBeat> beats();

    /**
     * Claims what only one node shall do.
     *
     * @param what  names it
     * @param until how long the claim lasts
     * @return true for the first who asks
     */
    boolean claim(String what, Duration until);

    /** Takes a node out, with what is left of its sessions' list. */
    void forget(String node);
}
