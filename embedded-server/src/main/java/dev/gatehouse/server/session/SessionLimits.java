package dev.gatehouse.server.session;

import java.time.Duration;

/**
 * What one client, user and node may do.
 *
 * @param heartbeat      how often a client must say that it is there
 * @param missed         so many heartbeats missed end a session
 * @param maxPerUser     sockets of one user on all nodes
 * @param maxPerNode     sockets of one node
 * @param messagesPer10s messages of one user to this node within ten seconds
 * @param elsewhere      what becomes of a user's other sockets
 * @param ipMessagesPer10s messages from one address to this node within ten seconds; 0 for no limit
 */
public record SessionLimits(Duration heartbeat, int missed, int maxPerUser, int maxPerNode, int messagesPer10s,
        Elsewhere elsewhere, int ipMessagesPer10s) {

    /** Without a limit for addresses. */
    public SessionLimits(Duration heartbeat, int missed, int maxPerUser, int maxPerNode, int messagesPer10s,
            Elsewhere elsewhere) {
        this(heartbeat, missed, maxPerUser, maxPerNode, messagesPer10s, elsewhere, 0);
    }

    /** How long a session lives without a heartbeat. */
    public Duration lifetime() {
        return heartbeat.multipliedBy(missed);
    }
}
