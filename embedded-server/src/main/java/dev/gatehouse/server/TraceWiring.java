package dev.gatehouse.server;

import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.server.audit.AuditIndex;
import dev.gatehouse.server.audit.AuditMasks;
import dev.gatehouse.server.audit.Criterion;
import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.call.Tracer;
import dev.gatehouse.server.health.NodeMetrics;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.session.NodeRegistry;
import dev.gatehouse.server.trace.OtlpExport;
import dev.gatehouse.server.trace.TraceEndpoints;
import dev.gatehouse.server.trace.TraceKeeper;
import dev.gatehouse.server.trace.TraceQuestions;
import dev.gatehouse.server.trace.sqlite.SqliteTraceStore;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/** The wiring of traces: who measures, what is kept, and who is asked. */
final class TraceWiring {

    private static final int MOST_RECORDS = 500;

    private final String node;
    private final TraceKeeper keeper;
    private final Tracer tracer;

    TraceWiring(ServerConfig.Traces config, String node, ReplicaDatabase replica, Clock clock, Closing closing) {
        this.node = node;
        this.keeper = closing.add("traces", new TraceKeeper(node, new SqliteTraceStore(replica, node),
                new TraceKeeper.Terms(config.sample(), config.slow(), config.keep(), config.most()), clock));
        this.tracer = config.most() == 0 ? Tracer.NONE : Tracer.to(keeper, clock);
        URI collector = config.otlp();
        if (collector != null) {
            keeper.onWritten(closing.add("trace export", new OtlpExport(collector, node, GatehouseServer.version())));
        }
    }

    /** Measures what this node does. */
    Tracer tracer() {
        return tracer;
    }

    void start(NodeMetrics metrics) {
        metrics.gauge("gatehouse.traces.dropped", "Measured calls that could not be kept since the start",
                keeper::dropped);
    }

    /** The audit records of a trace, and what of them is hidden from whom. */
    record Book(AuditIndex index, AuditMasks masks) {

        private List<AuditEntry> of(String traceId, Principal caller) {
            List<Criterion> criteria = List.of(new Criterion.TraceIs(traceId), new Criterion.KindIs(TopicKind.AUDIT));
            List<String> hidden = masks.of(caller);
            return index.search(criteria, null, MOST_RECORDS).items().stream()
                    .map(entry -> AuditMasks.apply(entry, hidden)).toList();
        }
    }

    List<Endpoint> endpoints(Bus bus, NodeRegistry registry, Book book, Closing closing) {
        TraceQuestions questions = closing.add("trace questions",
                new TraceQuestions(node, keeper, bus, registry::liveIds));
        return new TraceEndpoints(questions, book::of).endpoints();
    }
}
