package dev.gatehouse.server.log.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Makes the clients of one topic. Each call makes a new one; it throws a KafkaException where no address resolves. */
final class KafkaClients {

    private final KafkaTopic topic;

    KafkaClients(KafkaTopic topic) {
        this.topic = topic;
    }

    /** All in-sync replicas acknowledge, a retry is no repeat, and whoever sends gives a record up before the producer does. */
    Producer<String, String> producer() {
        Map<String, Object> settings = common();
        int patience = Math.toIntExact(topic.patience().toMillis());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience / 2);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience / 2);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience + patience / 4);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    /** The leader alone acknowledges; what cannot be sent is soon given up, and little waits for it. */
    Producer<String, String> streamProducer() {
        Map<String, Object> settings = common();
        int patience = Math.toIntExact(topic.patience().toMillis());
        settings.put(ProducerConfig.ACKS_CONFIG, "1");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        settings.put(ProducerConfig.RETRIES_CONFIG, 3);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 16 * 1024);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L << 20);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 50);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience / 10);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 4 * patience);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    Consumer<String, byte[]> consumer() {
        Map<String, Object> settings = common();
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    Admin admin() {
        return Admin.create(common());
    }

    private Map<String, Object> common() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, topic.bootstrap());
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 50L);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, Duration.ofSeconds(1).toMillis());
        settings.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG,
                Duration.ofSeconds(2).toMillis());
        return settings;
    }
}
