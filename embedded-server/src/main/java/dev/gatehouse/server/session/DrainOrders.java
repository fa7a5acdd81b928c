package dev.gatehouse.server.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.model.api.Enforcement;
import dev.gatehouse.model.api.NodesExchange.Drained;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.health.NodeInfo;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.message.CloseCode;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.audit.AuditJournal;
import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.call.Deadline;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has any node drained, or take clients in again, at the word of an operator: recorded first, then ordered over the bus.
 * The node says that it has begun; who gave the order waits for that for at most a second.
 */
public final class DrainOrders {

    private static final Logger LOG = LoggerFactory.getLogger(DrainOrders.class);
    private static final String ORDER = "node.drain";
    private static final String DONE = "node.drain.done";
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int LONGEST_REASON = 500;

    private final NodeDrain drain;
    private final SessionService service;
    private final NodeRegistry registry;
    private final Bus bus;
    private final AuditJournal journal;
    private final Clock clock;
    private final Map<String, CompletableFuture<Done>> pending = new ConcurrentHashMap<>();

    private record Order(String id, boolean drain, String reason, String by) {}

    /** @param sessions those that the node held when it was asked */
    private record Done(String id, boolean draining, long sessions) {}

    /** Begins to take orders from the bus. */
    public DrainOrders(NodeDrain drain, SessionService service, NodeRegistry registry, Bus bus, AuditJournal journal,
            Clock clock) {
        this.drain = drain;
        this.service = service;
        this.registry = registry;
        this.bus = bus;
        this.journal = journal;
        this.clock = clock;
        bus.on(ORDER, this::obey);
        bus.on(DONE, this::done);
    }

    /**
     * Has a node drained or take clients in again; doing so twice is harmless.
     *
     * @throws RequestFailure {@code not-found} where there is no such node
     */
    public Drained order(String node, boolean drained, @Nullable String reason, Actor actor) {
        NodeInfo before = registry.nodes().stream().filter(known -> known.id().equals(node)).findFirst()
                .orElseThrow(() -> new RequestFailure(ErrorCode.NOT_FOUND, "There is no node " + node + "."));
        String why = checked(reason, drained);
        Receipt receipt = journal.write(AuditDraft.of(actor, drained ? Action.NODE_DRAIN : Action.NODE_ADMIT,
                "node/" + node, Outcome.ACCEPTED, clock.instant()).withReason(why)
                .withChange(state(before.draining(), before.sessions()), state(drained, null))
                .withTraceparent(Trace.current().traceparent()));
        Order order = new Order(UUID.randomUUID().toString(), drained, why, actor.name());
        CompletableFuture<Done> answer = new CompletableFuture<>();
        pending.put(order.id, answer);
        try {
            bus.send(node, ORDER, order);
            Done done = await(answer, before.live() ? Deadline.budget(PATIENCE) : Duration.ZERO);
            return done == null
                    ? new Drained(node, before.draining(), before.sessions(), receipt, silent(before))
                    : new Drained(node, done.draining, done.sessions, receipt,
                            new Enforcement(node, Enforcement.ENFORCED, 0));
        } finally {
            pending.remove(order.id);
        }
    }

    private Enforcement silent(NodeInfo node) {
        boolean reachable = node.live() && registry.ageMillis() == 0;
        return new Enforcement(node.id(), reachable ? Enforcement.PENDING : Enforcement.UNREACHABLE,
                registry.silentMillis(node.id()));
    }

    private static @Nullable Done await(CompletableFuture<Done> answer, Duration most) {
        try {
            return answer.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.debug("A node has not answered in time.", e);
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Waiting for a node cannot fail", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private void obey(Bus.Message message) {
        Order order = read(message, Order.class);
        if (order == null) {
            return;
        }
        long held = service.count();
        if (order.drain) {
            drain.begin(order.reason, order.by);
        } else {
            drain.end();
        }
        bus.send(message.from(), DONE, new Done(order.id, drain.draining(), held));
    }

    private void done(Bus.Message message) {
        Done done = read(message, Done.class);
        CompletableFuture<Done> answer = done == null ? null : pending.get(done.id);
        if (answer != null) {
            answer.complete(done);
        }
    }

    private static <T> @Nullable T read(Bus.Message message, Class<T> type) {
        try {
            return Json.LENIENT.treeToValue(message.body(), type);
        } catch (JsonProcessingException e) {
            LOG.warn("The node {} speaks of draining in a form that this one does not understand.", message.from(), e);
            return null;
        }
    }

    private static ObjectNode state(boolean draining, @Nullable Long sessions) {
        ObjectNode state = Json.LENIENT.createObjectNode().put("draining", draining);
        return sessions == null ? state : state.put("sessions", sessions);
    }

    private static String checked(@Nullable String reason, boolean drained) {
        String given = Objects.requireNonNullElse(reason, "").strip();
        if (given.length() > LONGEST_REASON) {
            throw RequestFailure.invalid("reason", "A reason has at most " + LONGEST_REASON + " characters.");
        }
        return given.isEmpty() ? drained ? CloseCode.DRAINING.phrase() : "takes clients in again" : given;
    }
}
