package dev.gatehouse.bench;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.audit.AuditRelay;
import dev.gatehouse.server.audit.sqlite.SqliteAuditJournal;
import dev.gatehouse.server.log.kafka.KafkaEventLog;
import dev.gatehouse.server.log.kafka.KafkaTopic;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A journal with its relay, and a bare producer, on the same broker. */
public final class OutboxMain {

    private static final int CALLERS = 256;
    private static final long LOOK_AGAIN_NANOS = 2_000_000;
    private static final String TOPIC = "bench.audit";
    private static final String BARE_TOPIC = "bench.bare";

    private OutboxMain() {}

    /**
     * Takes a folder and the broker's address; says {@code ready}. Each line of the input is {@code fill <records>},
     * answered by {@code done}, or {@code drain} or {@code bare <records>}, answered by {@code done <seconds>}.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[1]))) {
            admin.createTopics(List.of(new NewTopic(BARE_TOPIC, 3, (short) 1))).all().get();
        }
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Clock clock = Clock.systemUTC();
        try (ReplicaDatabase replica = new ReplicaDatabase(folder);
                KafkaEventLog log = new KafkaEventLog(
                        new KafkaTopic(arguments[1], TOPIC, 3, false, KafkaTopic.PATIENCE), clock)) {
            SqliteAuditJournal journal = new SqliteAuditJournal(replica, "bench-node", clock);
            try (AuditRelay relay = new AuditRelay(journal, log)) {
                Parent.say("ready");
                Parent.serve(order -> {
                    String[] words = order.split(" ", -1);
                    return switch (words[0]) {
                        case "fill" -> fill(journal, clock, Integer.parseInt(words[1]));
                        case "drain" -> "done " + drain(relay);
                        case "bare" -> "done " + bare(arguments[1], Integer.parseInt(words[1]));
                        default -> throw new BenchFailure("There is no " + order + ".");
                    };
                });
            }
        }
    }

    private static String fill(SqliteAuditJournal journal, Clock clock, int records) {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < CALLERS; caller++) {
                Actor actor = new Actor("actor" + caller, "bench", null);
                int share = records / CALLERS + (caller < records % CALLERS ? 1 : 0);
                callers.execute(() -> {
                    for (int i = 0; i < share; i++) {
                        journal.note(AuditDraft.of(actor, Action.USER_BAN, "user/bench", Outcome.ACCEPTED,
                                clock.instant()));
                    }
                });
            }
        }
        return "done";
    }

    private static double drain(AuditRelay relay) {
        long began = System.nanoTime();
        while (relay.queueLength() > 0) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private static double bare(String bootstrap, int records) {
        long began = System.nanoTime();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap, ProducerConfig.ACKS_CONFIG, "all"),
                new StringSerializer(), new StringSerializer())) {
            String value = "x".repeat(600);
            for (int i = 0; i < records; i++) {
                var _ = producer.send(new ProducerRecord<>(BARE_TOPIC, "actor" + i % CALLERS, value));
            }
            producer.flush();
        }
        return (System.nanoTime() - began) / 1e9;
    }
}
