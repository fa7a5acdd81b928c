package dev.gatehouse.server.log.kafka;

import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A topic of Kafka that is written without a promise: in batches of 16 KiB, acknowledged by the leader alone, tried
 * three times. For one thread.
 */
public final class KafkaStream implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaStream.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final KafkaTopic topic;
    private final KafkaClients clients;
    private final TopicWatch watch;
    private @Nullable Producer<String, String> producer;

    public KafkaStream(KafkaTopic topic, Clock clock) {
        this.topic = topic;
        this.clients = new KafkaClients(topic);
        this.watch = new TopicWatch(topic, clients, new Reachability(clock));
    }

    /** Sends a record; waits for at most a tenth of the topic's patience. Runs {@code lost} where it does not arrive. */
    public void send(String key, String value, Runnable lost) {
        try {
            Producer<String, String> open = producer;
            if (open == null) {
                open = clients.streamProducer();
                producer = open;
            }
            var _ = open.send(new ProducerRecord<>(topic.name(), key, value), (metadata, failure) -> {
                if (failure != null) {
                    LOG.debug("A record for {} was lost.", topic.name(), failure);
                    lost.run();
                }
            });
        } catch (KafkaException e) {
            LOG.debug("A record for {} was lost.", topic.name(), e);
            lost.run();
        }
    }

    /** Gives what is under way a second. */
    @Override
    public void close() {
        watch.close();
        if (producer != null) {
            producer.close(LAST_WORDS);
            producer = null;
        }
    }
}
