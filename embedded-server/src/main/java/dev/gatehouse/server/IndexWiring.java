package dev.gatehouse.server;

import dev.gatehouse.server.audit.AuditEndpoints;
import dev.gatehouse.server.audit.AuditIndexer;
import dev.gatehouse.server.audit.AuditQuery;
import dev.gatehouse.server.audit.AuditRetention;
import dev.gatehouse.server.audit.IndexedTail;
import dev.gatehouse.server.audit.TopicReader;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.live.AuditView;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.kafka.KafkaEventLog;
import dev.gatehouse.server.log.kafka.KafkaTopic;
import dev.gatehouse.server.schedule.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The wiring of the audit's index and of what reads it. */
final class IndexWiring {

    private static final Duration DROP_EVERY = Duration.ofMinutes(1);

    private final ServerConfig.Audit config;
    private final Core core;
    private final AuditQuery query;

    IndexWiring(ServerConfig.Audit config, Core core) {
        this.config = config;
        this.core = core;
        this.query = new AuditQuery(core.auditIndex(), core.indexer());
    }

    /** Indexes the topics beside the audit. */
    static void follow(ServerConfig config, AuditIndexer indexer, EventLog changes, Clock clock, Closing closing) {
        indexer.follow(new AuditIndexer.Source(changes, TopicReader.CHANGES));
        ServerConfig.Kafka kafka = config.kafka();
        if (!kafka.configured()) {
            return;
        }
        indexer.follow(new AuditIndexer.Source(log(kafka, kafka.accessTopic(), clock, closing), TopicReader.ACCESS));
        config.audit().topics().forEach((topic, reader) -> indexer
                .follow(new AuditIndexer.Source(log(kafka, topic, clock, closing), reader)));
    }

    private static EventLog log(ServerConfig.Kafka kafka, String topic, Clock clock, Closing closing) {
        return closing.add("topic " + topic, new KafkaEventLog(
                new KafkaTopic(kafka.bootstrap(), topic, KafkaTopic.NEVER_MADE, false, KafkaTopic.PATIENCE), clock));
    }

    /** Begins to drop what is too old or too much. */
    void start(Closing closing) {
        AuditRetention retention = new AuditRetention(core.auditIndex(), config.limits(), core.clock());
        closing.add("audit retention", new Ticker("audit-retention", DROP_EVERY, retention::run));
    }

    AuditQuery query() {
        return query;
    }

    AuditView view() {
        return new AuditView(new IndexedTail(query, core.indexer(), config.masks()));
    }

    List<Endpoint> endpoints() {
        return new AuditEndpoints(query, config.masks(), core.journal(), core.clock()).endpoints();
    }
}
