package dev.gatehouse.bench;

import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.live.LiveView.Rows;
import dev.gatehouse.server.session.MadeUpSessions;
import dev.gatehouse.server.session.NodeRegistry;
import dev.gatehouse.server.session.PresenceIndex;
import dev.gatehouse.server.session.SessionFilter;
import dev.gatehouse.server.session.SessionOrder;
import dev.gatehouse.server.session.SessionsView;
import dev.gatehouse.server.session.memory.MemoryPresenceStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Windows over many sessions of three nodes that change all the time, and the same over a list of them that does not. */
public final class WindowsMain {

    private static final int NODES = 3;
    private static final int HEARTBEATS_PER_SECOND = 33_000;
    private static final int TURNS_PER_SECOND = 50;
    private static final int PAGE = 100;
    private static final List<String> QUERIES = List.of("", "a", "ada.", "chen.li", "10.1", "01", "user:zoe.w",
            "kind:app", "node:node-2", "room:pier-7", "agent:firefox", "agent:app node:node-1 e",
            "ip:10.200. kind:web");
    private static final List<String> COLUMNS = List.of("sid", "user", "username", "node", "ip", "kind", "agent",
            "loginAt", "connectedAt", "lastSeenAt", "rooms", "stale");

    private final int sessions;
    private final PresenceIndex index = new PresenceIndex();
    private final List<MadeUpSessions> nodes = new ArrayList<>();
    private final Clock clock = Clock.systemUTC();
    private final SessionsView view;
    private final Random random = new Random(7);
    private volatile boolean over;
    private long changes;

    private WindowsMain(int sessions) {
        this.sessions = sessions;
        NodeRegistry registry = new NodeRegistry(new NodeRegistry.Self("node-1", "bench", clock.instant()),
                new MemoryPresenceStore(Duration.ofHours(1), clock), () -> 0, () -> -1, clock);
        view = new SessionsView(index, registry, clock);
        for (int node = 1; node <= NODES; node++) {
            nodes.add(new MadeUpSessions("node-" + node, clock.instant()));
        }
    }

    /**
     * Takes the number of sessions and how many change in a second; says {@code ready}. Each line of the input is
     * {@code <what> <seconds>}: {@code first} looks at each order and query once, {@code kept} looks on, {@code naive}
     * does the same with a list. The answer is {@code done <looks> <p50> <p95> <most> <changes>}, times in nanoseconds.
     */
    public static void main(String[] arguments) throws IOException {
        WindowsMain main = new WindowsMain(Integer.parseInt(arguments[0]));
        main.fill();
        Thread churn = Thread.ofPlatform().daemon().name("churn")
                .start(() -> main.churn(Integer.parseInt(arguments[1])));
        Parent.say("ready");
        Parent.serve(order -> {
            String[] words = order.split(" ", -1);
            Duration time = Duration.ofSeconds(Integer.parseInt(words[1]));
            return switch (words[0]) {
                case "first" -> main.first();
                case "kept" -> main.kept(time);
                default -> main.naive(time);
            };
        });
        main.over = true;
        churn.interrupt();
    }

    private void fill() {
        Instant now = clock.instant();
        for (int number = 0; number < sessions; number++) {
            index.put(nodes.get(number % NODES).settled(number, now));
        }
    }

    /** The oldest go, others come, and heartbeats come in as a node's batches do. */
    private void churn(int perSecond) {
        long oldest = 0;
        long next = sessions;
        long beating = 0;
        long due = System.nanoTime();
        while (!over) {
            Instant now = clock.instant();
            List<Session> put = new ArrayList<>();
            for (int i = 0; i < perSecond / TURNS_PER_SECOND / 2; i++) {
                int node = (int) (oldest % NODES);
                index.remove(nodes.get(node).sid(oldest), "node-" + (node + 1));
                put.add(nodes.get((int) (next % NODES)).fresh(next, now));
                oldest++;
                next++;
            }
            index.putAll(put);
            Map<String, Long> seen = new HashMap<>();
            for (int i = 0; i < HEARTBEATS_PER_SECOND / TURNS_PER_SECOND; i++) {
                long number = oldest + beating++ % sessions;
                seen.put(nodes.get((int) (number % NODES)).sid(number), now.toEpochMilli());
            }
            index.seen(seen);
            changes += 2L * put.size();
            due += 1_000_000_000L / TURNS_PER_SECOND;
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    /** Each order, then each query, for the first time: nothing is kept of them. */
    private String first() {
        List<Long> nanos = new ArrayList<>();
        for (String column : COLUMNS) {
            for (String sort : List.of(column, "-" + column)) {
                nanos.add(look("", sort, random.nextInt(sessions)));
            }
        }
        for (String query : QUERIES) {
            nanos.add(look(query, "username", random.nextInt(1000)));
        }
        return told(nanos);
    }

    private String kept(Duration time) {
        List<Long> nanos = new ArrayList<>();
        long began = System.nanoTime();
        while (System.nanoTime() - began < time.toNanos()) {
            nanos.add(look(QUERIES.get(random.nextInt(QUERIES.size())), sort(), random.nextInt(sessions)));
            LockSupport.parkNanos(20_000_000);
        }
        return told(nanos);
    }

    private String naive(Duration time) {
        List<Session> all = List.copyOf(index.all());
        List<Long> nanos = new ArrayList<>();
        long began = System.nanoTime();
        while (System.nanoTime() - began < time.toNanos()) {
            SessionFilter filter = SessionFilter.parse(QUERIES.get(random.nextInt(QUERIES.size())),
                    clock.instant());
            SessionOrder order = SessionOrder.parse(sort());
            int offset = random.nextInt(sessions);
            long before = System.nanoTime();
            Stream<Session> page = all.stream().filter(filter).sorted(order).skip(offset).limit(PAGE);
            if (page.toList().size() > PAGE) {
                throw new BenchFailure("a page is too long");
            }
            nanos.add(System.nanoTime() - before);
        }
        return told(nanos);
    }

    private String sort() {
        return (random.nextBoolean() ? "-" : "") + COLUMNS.get(random.nextInt(COLUMNS.size()));
    }

    private long look(String query, String sort, int offset) {
        long before = System.nanoTime();
        Rows rows = view.rows(query, sort, offset, PAGE);
        long nanos = System.nanoTime() - before;
        long expected = Math.clamp(rows.total() - offset, 0, PAGE);
        if (Math.abs(rows.rows().size() - expected) > PAGE / 2) {
            throw new BenchFailure("a window of " + query + " has " + rows.rows().size() + " rows");
        }
        return nanos;
    }

    private String told(List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return "done " + sorted.length + " " + Figures.percentile(sorted, 0.5) + " "
                + Figures.percentile(sorted, 0.95) + " " + sorted[sorted.length - 1] + " " + changes;
    }
}
