package dev.gatehouse.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.AuditData;
import dev.gatehouse.model.audit.AuditEvent;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.server.audit.AuditChain;
import dev.gatehouse.server.audit.AuditIndex;
import dev.gatehouse.server.audit.AuditIndexer;
import dev.gatehouse.server.log.kafka.KafkaEventLog;
import dev.gatehouse.server.log.kafka.KafkaTopic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
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

/** A topic of made-up audit records on a broker of its own, and the least that reading it can be. */
final class AuditTopic implements AutoCloseable {

    static final String NAME = "bench.audit";
    static final int PARTITIONS = 3;

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final List<String> ACTIONS = List.of("user.ban", "user.update", "user.create", "route.replace",
            "auth.login", "session.kick", "message.send", "auth.logout");
    private static final List<String> REASONS = List.of("spam", "flood", "abuse", "request from operator", "duplicate",
            "stale-version", "night shift", "maintenance window", "emergency", "customer report");
    private static final int ACTORS = 5_000;
    private static final int FORGERIES = 10_000;

    private static final long LOOK_MILLIS = 20;

    private final Child broker;
    private final String bootstrap;
    private final int records;

    private AuditTopic(Child broker, String bootstrap, int records) {
        this.broker = broker;
        this.bootstrap = bootstrap;
        this.records = records;
    }

    /** Starts a broker and writes the records; one in {@value #FORGERIES} has the word {@code forgery}. */
    static AuditTopic made(Scratch scratch, int records) throws IOException, InterruptedException {
        Child broker = Child.java(Child.SERVER_CORE, List.of("-Xms384m", "-Xmx384m"), BrokerMain.class,
                scratch.path("broker").toString());
        AuditTopic topic = new AuditTopic(broker, broker.line("ready "), records);
        try (KafkaEventLog log = topic.log()) {
            while (log.reachability().seen().lastSuccess() == null) {
                Thread.sleep(LOOK_MILLIS);
            }
        }
        topic.fill();
        return topic;
    }

    /** How many of so many records have the word {@code forgery}. */
    static long hits(int records) {
        return Math.ceilDiv(records, FORGERIES);
    }

    String bootstrap() {
        return bootstrap;
    }

    /** The topic as a node opens it. */
    KafkaEventLog log() {
        return new KafkaEventLog(new KafkaTopic(bootstrap, NAME, PARTITIONS, true, KafkaTopic.PATIENCE),
                Clock.systemUTC());
    }

    /** Fills an index; gives the seconds. */
    double indexSeconds(AuditIndex index, KafkaEventLog log) throws InterruptedException {
        long began = System.nanoTime();
        try (AuditIndexer _ = new AuditIndexer(index, log)) {
            while (index.positions(NAME).values().stream().mapToLong(Long::longValue).sum() < records) {
                Thread.sleep(LOOK_MILLIS);
            }
        }
        return (System.nanoTime() - began) / 1e9;
    }

    /** How many seconds a consumer takes that looks for these characters in every record and does nothing else. */
    double scanSeconds(String part) {
        long began = System.nanoTime();
        scan(part);
        return (System.nanoTime() - began) / 1e9;
    }

    /** How many records hold all of these, as {@code kcat} and {@code grep} count them. */
    long grep(List<String> parts) throws IOException, InterruptedException {
        StringBuilder line = new StringBuilder("kcat -C -e -q -b " + bootstrap + " -t " + NAME + " -o beginning");
        for (String part : parts) {
            line.append(" | grep -F '").append(part).append('\'');
        }
        return Long.parseLong(Child.output(Child.LOAD_CORE, List.of("sh", "-c", line + " | wc -l")).strip());
    }

    @Override
    public void close() {
        broker.close();
    }

    private void fill() {
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

    private long scan(String part) {
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
