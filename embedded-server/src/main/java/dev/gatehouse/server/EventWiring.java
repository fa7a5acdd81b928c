package dev.gatehouse.server;

import dev.gatehouse.server.audit.AuditJournal;
import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.event.ChangeEvents;
import dev.gatehouse.server.event.DeadLetterEndpoints;
import dev.gatehouse.server.event.DeadLetters;
import dev.gatehouse.server.event.DomainEvent;
import dev.gatehouse.server.event.DomainEvents;
import dev.gatehouse.server.event.sqlite.SqliteDeadLetterStore;
import dev.gatehouse.server.health.NodeMetrics;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.log.ChangeListener;
import dev.gatehouse.server.log.ChangeLog;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.session.NodeRegistry;
import dev.gatehouse.server.session.SessionService;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** The wiring of what happens on a node and of who follows it. */
final class EventWiring {

    private final String node;
    private final Clock clock;
    private final DomainEvents events;

    EventWiring(String node, ReplicaDatabase replica, Clock clock, Closing closing) {
        this.node = node;
        this.clock = clock;
        this.events = closing.add("events",
                new DomainEvents(node, new SqliteDeadLetterStore(replica, node), clock));
    }

    /** Has the log's changes told as events. */
    void tell(ChangeLog changes) {
        ChangeEvents said = new ChangeEvents(events);
        changes.onApplied(said);
        changes.onUnreadable(said::unreadable);
    }

    /** Has the ends of this node's sockets told as events, and counted. */
    void tell(SessionService sessions, NodeMetrics metrics) {
        LongAdder ended = new LongAdder();
        sessions.onEnded(over -> events.publish(new DomainEvent.SessionEnded(over)));
        events.on(DomainEvent.SessionEnded.class, "figures", event -> ended.increment());
        metrics.gauge("gatehouse.sessions.ended", "Sockets of clients that ended on this node since the start",
                ended::sum);
    }

    /** Has {@code cache} told of every command that was decided, with retries. */
    void follow(String name, ChangeListener cache) {
        events.on(DomainEvent.ChangeDecided.class, name, event -> cache.applied(event.applied()));
    }

    /** The bus itself. */
    DomainEvents events() {
        return events;
    }

    List<Endpoint> endpoints(Bus bus, NodeRegistry registry, AuditJournal journal, Closing closing) {
        return new DeadLetterEndpoints(closing.add("dead letters",
                new DeadLetters(node, registry::liveIds, bus, events, journal, clock))).endpoints();
    }
}
