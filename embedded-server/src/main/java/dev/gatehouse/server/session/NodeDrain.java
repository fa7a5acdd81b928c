package dev.gatehouse.server.session;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.health.NodeInfo;
import dev.gatehouse.model.message.CloseCode;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.schedule.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The draining of this node. While it lasts no client is taken in, and those that are here are sent to other nodes, evenly
 * over the time that is given, so that the others are not run over. A node that starts again is not drained any more.
 */
public final class NodeDrain implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeDrain.class);
    private static final Duration STEP = Duration.ofMillis(100);

    private final SessionService service;
    private final NodeRegistry registry;
    private final NodePlaces places;
    private final Duration within;
    private @Nullable Course course;
    private @Nullable Ticker mover;

    /** One draining, from its order to its end. */
    private record Course(String reason, String by, long untilNanos) {}

    /**
     * Has {@code service} refuse newcomers while this node is drained, and tell those who leave where to go.
     *
     * @param within how long sending all clients away takes at most
     */
    public NodeDrain(SessionService service, NodeRegistry registry, NodePlaces places, Duration within) {
        this.service = service;
        this.places = places;
        this.registry = registry;
        this.within = within;
        service.onAdmission(this::requireOpen);
        service.onFarewell(session -> places.elsewhere(session.sid()));
        registry.tellsDraining(this::draining);
    }

    /** Whether this node is being drained. */
    public synchronized boolean draining() {
        return course != null;
    }

    /**
     * Begins to send clients away; while that goes on already, nothing changes.
     *
     * @param by an operator's name
     */
    public void begin(String reason, String by) {
        synchronized (this) {
            if (course != null) {
                return;
            }
            course = new Course(reason, by, System.nanoTime() + within.toNanos() - 2 * STEP.toNanos());
            mover = new Ticker("node-drain", STEP, this::move);
        }
        LOG.info("This node is drained at the word of {}: {}", by, reason);
        registry.beatSoon();
    }

    /** Takes clients in again. */
    public void end() {
        stop();
        registry.beatSoon();
    }

    @Override
    public void close() {
        Ticker running = stop();
        if (running != null) {
            running.close();
        }
    }

    private synchronized @Nullable Ticker stop() {
        course = null;
        return mover;
    }

    private synchronized @Nullable Course course() {
        return course;
    }

    /** Sends away as many as keep to the time; whoever is still here after it goes at once. */
    private void move() {
        Course now = course();
        if (now == null) {
            endMoving();
            return;
        }
        long leftNanos = Math.max(0, now.untilNanos - System.nanoTime());
        long held = service.count();
        long share = (held * STEP.toNanos() + leftNanos) / (leftNanos + STEP.toNanos());
        service.endSome((int) Math.min(held, Math.max(1, share)), CloseCode.DRAINING, now.reason, now.by);
    }

    private void endMoving() {
        Ticker ended;
        synchronized (this) {
            if (course != null) {
                return;
            }
            ended = mover;
            mover = null;
        }
        if (ended != null) {
            ended.close();
        }
    }

    private void requireOpen() {
        if (draining()) {
            NodeInfo other = places.elsewhere("");
            throw RequestFailure.later(ErrorCode.DRAINING, other == null
                    ? "This node is draining and takes no clients in; there is no other one now."
                    : "This node is draining and takes no clients in; connect to " + other.id() + " at " + other.url()
                            + ".",
                    within);
        }
    }
}
