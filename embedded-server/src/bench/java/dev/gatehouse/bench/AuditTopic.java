package dev.gatehouse.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.AuditData;
import dev.gatehouse.model.audit.AuditEvent;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.server.audit.AuditChain;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic of made-up audit records, and the least that reading it can be. */
final class AuditTopic {

    static final String NAME = "bench.audit";
    static final int PARTITIONS = 3;

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final List<String> ACTIONS = List.of("user.ban", "user.update", "user.create", "route.replace",
            "auth.login", "session.kick", "message.send", "auth.logout");
    private static final List<String> REASONS = List.of("spam", "flood", "abuse", "request from operator", "duplicate",
            "stale-version", "night shift", "maintenance window", "emergency", "customer report");
    private static final int ACTORS = 5_000;
    private static final int FORGERIES = 10_000;

    private AuditTopic() {}

    /** Writes the records; one in {@value #FORGERIES} has the word {@code forgery}. */
    static void fill(String bootstrap, int records) {
        Random random = new Random(1);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap, ProducerConfig.LINGER_MS_CONFIG, 20,
                        ProducerConfig.BATCH_SIZE_CONFIG, 1 << 18),
                new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < records; i++) {
                String actor = "actor-" + random.nextInt(ACTORS);
                var _ = producer.send(new ProducerRecord<>(NAME, actor, record(random, i, actor)));
            }
        }
    }

    private static String record(Random random, int number, String actor) {
        Instant time = START.plusMillis(number / 4);
        String action = ACTIONS.get(random.nextInt(ACTIONS.size()));
        String reason = number % FORGERIES == 0 ? "forgery" : REASONS.get(random.nextInt(REASONS.size()));
        String user = "user/01JD" + Integer.toString(random.nextInt(ACTORS) + 46_656, 36) + "ZZXW";
        String trace = "%016x%016x".formatted(random.nextLong(), random.nextLong());
        AuditData data = new AuditData(new Actor(actor, "Name of " + actor, "10.1." + random.nextInt(256) + "."
                + random.nextInt(256)), action, user, random.nextInt(20) == 0 ? Outcome.REFUSED : Outcome.ACCEPTED,
                reason, null, JsonNodeFactory.instance.objectNode().put("version", number % 50), null, "bench-node",
                number + 1L, "0".repeat(64), "f".repeat(64));
        return AuditChain.text(new AuditEvent(AuditEvent.SPEC_VERSION, "E" + number, "/gatehouse/bench-node",
                "gatehouse." + action, time, user, "00-" + trace + "-00f067aa0ba902b7-01", AuditEvent.CONTENT_TYPE,
                data));
    }

    /** How many records hold these characters, read with a consumer and nothing else. */
    static long scan(String bootstrap, long records, String part) {
        byte[] wanted = part.getBytes(StandardCharsets.UTF_8);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap, ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        10_000),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int i = 0; i < PARTITIONS; i++) {
                partitions.add(new TopicPartition(NAME, i));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long seen = 0;
            long hits = 0;
            while (seen < records) {
                for (ConsumerRecord<byte[], byte[]> row : consumer.poll(Duration.ofSeconds(1))) {
                    seen++;
                    hits += contains(row.value(), wanted) ? 1 : 0;
                }
            }
            return hits;
        }
    }

    private static boolean contains(byte[] text, byte[] part) {
        for (int from = 0; from <= text.length - part.length; from++) {
            int at = 0;
            while (at < part.length && text[from + at] == part[at]) {
                at++;
            }
            if (at == part.length) {
                return true;
            }
        }
        return false;
    }
}
