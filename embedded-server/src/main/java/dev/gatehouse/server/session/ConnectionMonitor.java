package dev.gatehouse.server.session;

import dev.gatehouse.model.api.NodesExchange.Alarm;
import dev.gatehouse.model.api.NodesExchange.Connections;
import dev.gatehouse.model.api.NodesExchange.SocketDetail;
import dev.gatehouse.model.api.NodesExchange.Stuck;
import dev.gatehouse.model.api.NodesExchange.Waiting;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.http.SocketLimits;
import dev.gatehouse.server.schedule.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all sockets of this node once a second: who is idle, for whom bytes wait, which handler does not come back,
 * which limit is nearly used up. An alarm is logged when it begins and when it is over. One timer for all sockets. Safe
 * for use by several threads.
 */
public final class ConnectionMonitor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionMonitor.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration STUCK_AFTER = Duration.ofSeconds(60);
    private static final int MOST_SLOWEST = 10;
    private static final int MOST_STACK = 64;
    private static final double NEARLY = 0.9;
    private static final String NODE_LIMIT = "ws.max-per-node";
    private static final String QUEUE_LIMIT = "ws.max-queued-bytes";

    private final SessionService service;
    private final Terms terms;
    private final Duration stuckAfter;
    private final Clock clock;
    private final Set<String> alarmed = new HashSet<>();
    private final Set<LocalSession.Busy> reported = new HashSet<>();
    private volatile Connections latest;
    private long inBefore;
    private long outBefore;
    private long beforeNanos = System.nanoTime();
    private final Ticker ticker = Ticker.unstarted("connection-monitor", LOOK_EVERY, this::look);

    /**
     * What is looked at.
     *
     * @param node this node's id
     */
    public record Terms(String node, SessionLimits sessions, SocketLimits sockets) {}

    public ConnectionMonitor(SessionService service, Terms terms, Clock clock) {
        this(service, terms, STUCK_AFTER, clock);
    }

    /** @param stuckAfter how long a handler may be busy with one message */
    ConnectionMonitor(SessionService service, Terms terms, Duration stuckAfter, Clock clock) {
        this.service = service;
        this.terms = terms;
        this.stuckAfter = stuckAfter;
        this.clock = clock;
        latest = new Connections(terms.node, clock.instant(), 0, 0, terms.sessions.maxPerNode(), 0, 0, 0, 0, 0,
                List.of(), List.of(), List.of());
    }

    /** Begins to look. */
    public void start() {
        ticker.start();
    }

    /** The sockets as they were within the last second. */
    public Connections latest() {
        return latest;
    }

    /** One socket of this node; absent where this node does not hold it. */
    public @Nullable SocketDetail detail(String sid) {
        LocalSession local = service.local(sid);
        return local == null ? null : local.detail(clock.millis());
    }

    @Override
    public void close() {
        ticker.close();
    }

    /** Looks once. */
    synchronized void look() {
        Instant now = clock.instant();
        Duration heartbeat = terms.sessions.heartbeat();
        long active = 0;
        long idle = 0;
        long queued = 0;
        List<Waiting> waiting = new ArrayList<>();
        List<Stuck> stuck = new ArrayList<>();
        Set<LocalSession.Busy> busy = new HashSet<>();
        for (LocalSession local : service.locals()) {
            if (!local.opened()) {
                continue;
            }
            if (local.heardWithin(heartbeat)) {
                active++;
            } else {
                idle++;
            }
            long bytes = local.queuedBytes();
            if (bytes > 0) {
                queued += bytes;
                Session session = local.session();
                waiting.add(new Waiting(session.sid(), session.username(), bytes));
            }
            LocalSession.Busy handler = local.handler();
            if (handler != null && System.nanoTime() - handler.sinceNanos() > stuckAfter.toNanos()) {
                busy.add(handler);
                stuck.add(stuck(local, handler));
            }
        }
        reported.retainAll(busy);
        reported.addAll(busy);
        waiting.sort(Comparator.comparingLong(Waiting::queuedBytes).reversed());
        long most = waiting.isEmpty() ? 0 : waiting.getFirst().queuedBytes();
        List<Alarm> alarms = new ArrayList<>();
        check(alarms, NODE_LIMIT, active + idle, terms.sessions.maxPerNode());
        check(alarms, QUEUE_LIMIT, most, terms.sockets.maxQueuedBytes());
        publish(now, new Sums(active, idle, queued),
                waiting.size() > MOST_SLOWEST ? List.copyOf(waiting.subList(0, MOST_SLOWEST)) : waiting, stuck,
                alarms);
    }

    private record Sums(long active, long idle, long queued) {}

    private void publish(Instant now, Sums sums, List<Waiting> slowest, List<Stuck> stuck, List<Alarm> alarms) {
        SocketMeter meter = service.meter();
        long in = meter.messagesIn();
        long out = meter.messagesOut();
        long nowNanos = System.nanoTime();
        double seconds = Math.max(1e-3, (nowNanos - beforeNanos) / 1e9);
        latest = new Connections(terms.node, now, sums.active, sums.idle, terms.sessions.maxPerNode(),
                sums.queued, Math.round((in - inBefore) / seconds), Math.round((out - outBefore) / seconds),
                meter.handlerTimes().p99Micros(), meter.dropped(), slowest, stuck, alarms);
        inBefore = in;
        outBefore = out;
        beforeNanos = nowNanos;
    }

    private Stuck stuck(LocalSession local, LocalSession.Busy handler) {
        long millis = (System.nanoTime() - handler.sinceNanos()) / 1_000_000;
        List<String> stack = Arrays.stream(handler.thread().getStackTrace()).limit(MOST_STACK)
                .map(StackTraceElement::toString).toList();
        String sid = local.session().sid();
        if (!reported.contains(handler)) {
            LOG.warn("The handler of session {} has been busy with one message for {} ms:\n    at {}", sid, millis,
                    String.join("\n    at ", stack));
        }
        return new Stuck(sid, millis, stack);
    }

    private void check(List<Alarm> alarms, String limit, long used, long most) {
        if (used >= most * NEARLY) {
            alarms.add(new Alarm(limit, used, most));
            if (alarmed.add(limit)) {
                LOG.warn("{} is nearly used up: {} of {}.", limit, used, most);
            }
        } else if (alarmed.remove(limit)) {
            LOG.info("{} is no longer nearly used up: {} of {}.", limit, used, most);
        }
    }
}
