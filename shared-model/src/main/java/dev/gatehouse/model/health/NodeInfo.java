package dev.gatehouse.model.health;

import java.time.Instant;

/**
 * One node of the fleet, by its last beat.
 *
 * @param url      where its REST interface answers
 * @param sessions sessions it held at that beat
 * @param live     false where its beat is overdue
 * @param position offset of the last change that it had applied by that beat; -1 before the first
 * @param self     true for the node that answers
 * @param draining true while it moves its clients to other nodes and takes none in
 */
public record NodeInfo(
        String id,
        String url,
        String version,
        Instant startedAt,
        Instant lastBeatAt,
        long sessions,
        boolean live,
        long position,
        boolean self,
        boolean draining) {}
