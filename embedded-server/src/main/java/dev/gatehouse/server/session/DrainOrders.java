package dev.gatehouse.server.session;

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
import dev.gatehouse.server.bus.Questions;
import dev.gatehouse.server.call.Deadline;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Has any node drained, or take clients in again, at the word of an operator: recorded first, then ordered over the bus.
 * The node says that it has begun; who gave the order waits for that for at most a second.
 */
public final class DrainOrders {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int LONGEST_REASON = 500;

    private final NodeDrain drain;
    private final SessionService service;
    private final NodeRegistry registry;
    private final AuditJournal journal;
    private final Clock clock;
    private final Questions<Order, Done> orders;

    private record Order(boolean drain, String reason, String by) {}

    /** @param sessions those that the node held when it was asked */
    private record Done(boolean draining, long sessions) {}

    /** Begins to take orders from the bus. */
    public DrainOrders(NodeDrain drain, SessionService service, NodeRegistry registry, Bus bus, AuditJournal journal,
            Clock clock) {
        this.drain = drain;
        this.service = service;
        this.registry = registry;
        this.journal = journal;
        this.clock = clock;
        orders = new Questions<>(bus, "node.drain", Order.class, Done.class, this::obey);
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
        try (var order = orders.ask(node, new Order(drained, why, actor.name()))) {
            Done done = order.await(before.live() ? Deadline.budget(PATIENCE) : Duration.ZERO);
            return done == null
                    ? new Drained(node, before.draining(), before.sessions(), receipt, silent(before))
                    : new Drained(node, done.draining, done.sessions, receipt,
                            new Enforcement(node, Enforcement.ENFORCED, 0));
        }
    }

    private Enforcement silent(NodeInfo node) {
        boolean reachable = node.live() && registry.ageMillis() == 0;
        return new Enforcement(node.id(), reachable ? Enforcement.PENDING : Enforcement.UNREACHABLE,
                registry.silentMillis(node.id()));
    }

    private Done obey(Order order) {
        long held = service.count();
        if (order.drain) {
            drain.begin(order.reason, order.by);
        } else {
            drain.end();
        }
        return new Done(drain.draining(), held);
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
