package dev.gatehouse.server.session;

import dev.gatehouse.model.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sessions whose end was told a short while ago, so that what was written or sent before it and comes after it does not
 * bring them back. Safe for use by several threads.
 */
final class Farewells {

    private final long keptNanos;
    private final Map<String, Farewell> told = new LinkedHashMap<>();

    /** One sid may name several sessions, one after the other; they differ in when they connected. */
    private record Farewell(Instant connectedAt, long atNanos) {}

    /** @param kept how long each is remembered */
    Farewells(Duration kept) {
        keptNanos = kept.toNanos();
    }

    /** Notes that a session is over. */
    synchronized void add(Session session) {
        long now = System.nanoTime();
        Iterator<Farewell> oldest = told.values().iterator();
        while (oldest.hasNext() && now - oldest.next().atNanos > keptNanos) {
            oldest.remove();
        }
        told.remove(session.sid());
        told.put(session.sid(), new Farewell(session.connectedAt(), now));
    }

    /** Whether the end of this very session, or of a later one with its sid, was told. */
    synchronized boolean has(Session session) {
        Farewell farewell = told.get(session.sid());
        return farewell != null && !session.connectedAt().isAfter(farewell.connectedAt);
    }

    /** Whether the end of any session with this sid was told. */
    synchronized boolean names(String sid) {
        return told.containsKey(sid);
    }

    /** A session with this sid begins. */
    synchronized void forget(String sid) {
        told.remove(sid);
    }
}
