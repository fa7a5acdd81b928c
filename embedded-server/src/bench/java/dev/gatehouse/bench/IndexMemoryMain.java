package dev.gatehouse.bench;

import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.session.MadeUpSessions;
import dev.gatehouse.server.session.NodeRegistry;
import dev.gatehouse.server.session.PresenceIndex;
import dev.gatehouse.server.session.SessionsView;
import dev.gatehouse.server.session.memory.MemoryPresenceStore;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Fills an index or a map with sessions and says how much heap that took. */
public final class IndexMemoryMain {

    private IndexMemoryMain() {}

    /** Takes {@code index}, {@code orders} or {@code map}, and how many; says {@code bytes <n>}. */
    public static void main(String[] arguments) throws InterruptedException {
        int sessions = Integer.parseInt(arguments[1]);
        Instant now = Clock.systemUTC().instant();
        PresenceIndex index = new PresenceIndex();
        Map<String, Session> map = new ConcurrentHashMap<>();
        try {
            fill(arguments[0], sessions, index, map, now);
        } finally {
            Reference.reachabilityFence(index);
            Reference.reachabilityFence(map);
        }
    }

    private static void fill(String what, int sessions, PresenceIndex index, Map<String, Session> map, Instant now)
            throws InterruptedException {
        List<MadeUpSessions> nodes = List.of(new MadeUpSessions("node-1", now), new MadeUpSessions("node-2", now),
                new MadeUpSessions("node-3", now));
        long before = used();
        for (int number = 0; number < sessions; number++) {
            Session session = nodes.get(number % nodes.size()).settled(number, now);
            if (what.equals("map")) {
                map.put(session.sid(), apart(session));
            } else {
                index.put(session);
            }
        }
        if (what.equals("orders")) {
            Clock clock = Clock.systemUTC();
            NodeRegistry registry = new NodeRegistry(new NodeRegistry.Self("node-1", "bench", now),
                    new MemoryPresenceStore(Duration.ofHours(1), clock), () -> 0, () -> -1, clock);
            SessionsView view = new SessionsView(index, registry, clock);
            for (String sort : List.of("username", "-connectedAt", "lastSeenAt", "node")) {
                view.rows("", sort, 0, 100);
                view.rows("a", sort, 0, 100);
            }
            Thread.sleep(20_000);
        }
        Parent.say("bytes " + (used() - before));
    }

    /** A record whose texts are its own, as one that was read from JSON. */
    private static Session apart(Session session) {
        String agent = session.agent();
        return new Session(session.sid(), session.user(), session.username(), copy(session.node()), session.ip(),
                session.kind(), agent == null ? null : copy(agent), session.loginAt(), session.connectedAt(),
                session.lastSeenAt(), session.rooms().stream().map(IndexMemoryMain::copy).toList(), false);
    }

    private static String copy(String text) {
        return String.valueOf(text.toCharArray());
    }

    private static long used() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(200);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
