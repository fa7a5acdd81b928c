package dev.gatehouse.server;

import dev.gatehouse.server.access.AccessLog;
import dev.gatehouse.server.health.NodeMetrics;
import dev.gatehouse.server.http.AccessObserver;
import dev.gatehouse.server.log.kafka.KafkaStream;
import dev.gatehouse.server.log.kafka.KafkaTopic;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the access log into a node: to Kafka where there is one, to nowhere otherwise. */
final class AccessWiring {

    private static final int PARTITIONS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final AccessObserver observer;
    private final @Nullable AccessLog log;

    AccessWiring(ServerConfig.Kafka kafka, NodeMetrics metrics, String node, Clock clock, Closing closing) {
        if (kafka.configured()) {
            KafkaStream stream = closing.add("access topic",
                    new KafkaStream(new KafkaTopic(kafka.bootstrap(), kafka.accessTopic(), PARTITIONS, false, PATIENCE),
                            clock));
            AccessLog opened = closing.add("access log",
                    new AccessLog(metrics, stream::send, node, clock, AccessLog.CAPACITY));
            metrics.gauge("gatehouse.access.queued", "Access records that wait to be sent", opened::queueLength);
            metrics.gauge("gatehouse.access.dropped", "Access records lost since the start", opened::dropped);
            log = opened;
            observer = opened;
        } else {
            log = null;
            observer = metrics;
        }
    }

    /** What the HTTP server tells of its requests. */
    AccessObserver observer() {
        return observer;
    }

    /** These queues and what the access log has to say of its own. */
    Map<String, Long> with(Map<String, Long> queues) {
        if (log == null) {
            return queues;
        }
        Map<String, Long> all = new HashMap<>(queues);
        all.put("access records to send", log.queueLength());
        all.put("access records lost", log.dropped());
        return Map.copyOf(all);
    }
}
