package dev.gatehouse.server.session;

import java.time.Instant;

/**
 * What a node says of itself every second.
 *
 * @param url      where its REST interface answers
 * @param at       when it said so, by its own clock
 * @param sessions sockets that it holds
 * @param position offset of the last change that it has applied; -1 before the first
 * @param draining whether it sends its clients away and takes none in
 */
public record NodeBeat(String id, String url, String version, Instant startedAt, Instant at, long sessions,
        long position, boolean draining) {}
