package dev.gatehouse.server.audit;

import static dev.gatehouse.server.audit.AuditBench.LONG;
import static dev.gatehouse.server.audit.AuditBench.ban;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.audit.sqlite.SqliteAuditAnchors;
import dev.gatehouse.server.audit.sqlite.SqliteAuditJournal;
import dev.gatehouse.server.fixture.KafkaFixture;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.LogUnavailableException;
import dev.gatehouse.server.log.RecordTooLargeException;
import dev.gatehouse.server.log.kafka.KafkaEventLog;
import dev.gatehouse.server.log.kafka.KafkaTopic;
import dev.gatehouse.server.log.sqlite.SqliteEventLog;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.sqlite.SqliteFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditRelayTest {

    @TempDir
    Path folder;

    /** An outbox whose first marks are lost, as when the process dies between acknowledgement and mark. */
    private record Forgetful(AuditOutbox outbox, AtomicBoolean forgot) implements AuditOutbox {

        @Override
        public List<Waiting> waiting(int most) {
            return outbox.waiting(most);
        }

        @Override
        public void sent(Map<Long, Receipt> positions) {
            if (forgot.compareAndSet(false, true)) {
                throw new IllegalStateException("the process died");
            }
            outbox.sent(positions);
        }

        @Override
        public void sentCut(long seq, Receipt position) {
            outbox.sentCut(seq, position);
        }

        @Override
        public long length() {
            return outbox.length();
        }

        @Override
        public void onAdded(Runnable action) {
            outbox.onAdded(action);
        }
    }

    @Test
    void brokerOutageLosesNothingAndDoublesNothing() {
        try (KafkaFixture kafka = KafkaFixture.started(folder.resolve("kafka"));
                EventLog log = new KafkaEventLog(new KafkaTopic(kafka.bootstrap(), "gatehouse.audit", 2, false,
                        KafkaTopic.PATIENCE), Clock.systemUTC())) {
            List<String> expected = new ArrayList<>();
            try (AuditBench bench = new AuditBench(folder, "n1", log)) {
                for (int i = 0; i < 10; i++) {
                    bench.journal.write(ban("actor" + i, "u" + i, "before " + i));
                    expected.add("before " + i);
                }
                await().atMost(LONG).until(() -> bench.relay.queueLength() == 0);
                kafka.stop();
                for (int i = 0; i < 6; i++) {
                    Receipt receipt = bench.journal.write(ban("actor" + i, "u" + i, "during " + i));
                    assertThat(receipt).isEqualTo(new Receipt("journal.n1", 0, 11 + i));
                    assertThat(bench.query.find(receipt).event().data().reason()).isEqualTo("during " + i);
                    expected.add("during " + i);
                }
                assertThat(bench.relay.queueLength()).isEqualTo(6);
                await().atMost(LONG).until(() -> !bench.query.coverage().complete());
            }
            kafka.start();
            try (AuditBench bench = new AuditBench(folder, "n1", log)) {
                bench.awaitIndexed(expected.size());
                await().atMost(LONG).until(() -> bench.relay.queueLength() == 0 && bench.query.coverage().complete());
                assertThat(bench.reasons("")).containsExactlyInAnyOrderElementsOf(expected);
                assertThat(bench.query.coverage().partitions()).hasSize(2)
                        .allSatisfy(partition -> assertThat(partition.gaps()).isEmpty())
                        .extracting(Coverage.PartitionCoverage::next)
                        .doesNotContain(0L);
                AuditVerifier.Verdict verdict = new AuditVerifier(bench.index).verify("n1");
                assertThat(verdict.explanation()).isNull();
                assertThat(verdict.sound()).isEqualTo(expected.size());
            }
        }
    }

    @Test
    void crashBetweenAcknowledgementAndMarkGivesOneRecord() {
        try (SqliteFile file = SqliteEventLog.openFile(folder);
                EventLog log = new SqliteEventLog(file, "gatehouse.audit");
                AuditBench bench = new AuditBench(folder, "n1", log,
                        outbox -> new Forgetful(outbox, new AtomicBoolean()))) {
            Receipt receipt = bench.journal.write(ban("ann", "u1", "once"));
            await().atMost(LONG).until(() -> bench.relay.queueLength() == 0);
            await().atMost(LONG).until(() -> bench.index.positions("gatehouse.audit").equals(Map.of(0, 2L)));
            assertThat(bench.reasons("")).containsExactly("once");
            assertThat(receipt).isEqualTo(new Receipt("gatehouse.audit", 0, 1));
            assertThat(bench.query.find(receipt).position()).isEqualTo(new Receipt("gatehouse.audit", 0, 0));
        }
    }

    @Test
    void recordThatIsTooLargeForKafkaHoldsUpNobodyAndStaysVerifiable() {
        try (KafkaFixture kafka = KafkaFixture.started(folder.resolve("kafka"));
                EventLog log = new KafkaEventLog(new KafkaTopic(kafka.bootstrap(), "gatehouse.audit", 1, false,
                        KafkaTopic.PATIENCE), Clock.systemUTC());
                AuditBench bench = waiting(log)) {
            bench.awaitIndexed(3);
            await().atMost(LONG).until(() -> bench.relay.queueLength() == 0);
            assertThat(bench.reasons("")).containsExactly("after", "large", "before");
            AuditVerifier.Verdict verdict = new AuditVerifier(bench.index).verify("n1");
            assertThat(verdict.explanation()).isNull();
            assertThat(verdict.sound()).isEqualTo(3);
            assertThat(verdict.cut()).isOne();
            assertThat(bench.journal.trim(Instant.now().plusSeconds(3600))).as("what went from the journal").isOne();
            String whole = bench.replica.read(handle -> handle
                    .createQuery("SELECT event FROM audit_journal WHERE seq = 2").mapTo(String.class).one());
            assertThat(AuditChain.hash(AuditChain.parse(whole))).isEqualTo(hashOf(bench, 2));
        }
    }

    /** A node that starts with a large record between two small ones. */
    private AuditBench waiting(EventLog log) {
        try (ReplicaDatabase replica = new ReplicaDatabase(folder)) {
            SqliteAuditJournal journal = new SqliteAuditJournal(replica, "n1", Clock.systemUTC());
            journal.note(ban("ann", "u1", "before"));
            journal.note(ban("ann", "u2", "large").withChange(
                    JsonNodeFactory.instance.objectNode().put("text", "x".repeat(1 << 20)), null));
            journal.note(ban("ann", "u3", "after"));
        }
        return new AuditBench(folder, "n1", log);
    }

    /** A log that takes nothing of a batch that holds a large record. */
    private record Fussy(EventLog log) implements EventLog {

        private static final int MOST = 1 << 20;

        @Override
        public String topic() {
            return log.topic();
        }

        @Override
        public CompletableFuture<Receipt> append(String key, String value) {
            return value.length() > MOST
                    ? CompletableFuture.failedFuture(new RecordTooLargeException("too large", null))
                    : log.append(key, value);
        }

        @Override
        public List<CompletableFuture<Receipt>> appendInOrder(List<Message> messages) {
            if (messages.size() > 1 && messages.stream().anyMatch(message -> message.value().length() > MOST)) {
                return messages.stream().map(_ -> CompletableFuture
                        .<Receipt>failedFuture(new LogUnavailableException("given up", null))).toList();
            }
            return messages.stream().map(message -> append(message.key(), message.value())).toList();
        }

        @Override
        public Subscription subscribe(Map<Integer, Long> from, Reader reader) {
            return log.subscribe(from, reader);
        }

        @Override
        public Map<Integer, Long> ends() {
            return log.ends();
        }

        @Override
        public void close() {
            log.close();
        }
    }

    @Test
    void recordThatFailsAllThatIsSentWithItStopsNobodyForGood() {
        try (SqliteFile file = SqliteEventLog.openFile(folder);
                EventLog log = new Fussy(new SqliteEventLog(file, "gatehouse.audit"));
                AuditBench bench = waiting(log)) {
            bench.awaitIndexed(3);
            await().atMost(LONG).until(() -> bench.relay.queueLength() == 0);
            assertThat(bench.reasons("")).containsExactly("after", "large", "before");
        }
    }

    @Test
    void firstOfEachIsInOrderAcrossBrokerRestarts() {
        List<Long> order = new CopyOnWriteArrayList<>();
        try (KafkaFixture kafka = KafkaFixture.started(folder.resolve("kafka"));
                EventLog log = new KafkaEventLog(new KafkaTopic(kafka.bootstrap(), "gatehouse.audit", 1, false,
                        KafkaTopic.PATIENCE), Clock.systemUTC());
                AuditBench bench = new AuditBench(folder, "n1", log)) {
            AtomicBoolean over = new AtomicBoolean();
            Thread writer = Thread.ofPlatform().start(() -> {
                for (int i = 0; !over.get(); i++) {
                    bench.journal.note(ban("ann", "u" + i, "r" + i));
                    LockSupport.parkNanos(1_000_000);
                }
            });
            for (int restart = 0; restart < 2; restart++) {
                long written = written(bench);
                await().atMost(LONG).until(() -> written(bench) > written + 200);
                kafka.restart();
            }
            over.set(true);
            await().atMost(LONG).until(() -> !writer.isAlive());
            await().atMost(LONG).until(() -> bench.relay.queueLength() == 0);
            long last = written(bench);
            try (EventLog.Subscription all = log.subscribe(Map.of(), collecting(order))) {
                await().atMost(LONG).until(() -> order.contains(last));
                assertThat(all).isNotNull();
            }
            assertThat(order.stream().distinct()).hasSize((int) last).isSorted();
        }
    }

    @Test
    void journalLetsGoOfWhatTheLogAndTheIndexHave() {
        try (SqliteFile file = SqliteEventLog.openFile(folder);
                EventLog log = new SqliteEventLog(file, "gatehouse.audit");
                AuditBench bench = new AuditBench(folder, "n1", log)) {
            IntStream.range(0, 5).forEach(i -> bench.journal.note(ban("ann", "u" + i, "r" + i)));
            assertThat(bench.journal.trim(Instant.EPOCH)).isZero();
            bench.awaitIndexed(5);
            await().atMost(LONG).until(() -> bench.relay.queueLength() == 0);
            assertThat(bench.journal.trim(Instant.now().plusSeconds(3600))).isEqualTo(4);
            assertThat(bench.query.find(new Receipt("journal.n1", 0, 2)).event().data().reason()).isEqualTo("r1");
            bench.journal.note(ban("ann", "u6", "next"));
            bench.awaitIndexed(6);
            AuditVerifier.Verdict verdict = new AuditVerifier(bench.index,
                    new SqliteAuditAnchors(bench.replica, "n1"), () -> true).verify("n1");
            assertThat(verdict.explanation()).isNull();
            assertThat(verdict.last()).isEqualTo(6);
        }
    }

    private static long written(AuditBench bench) {
        return bench.replica.read(handle -> handle.createQuery("SELECT coalesce(max(seq), 0) FROM audit_journal")
                .mapTo(Long.class).one());
    }

    private static String hashOf(AuditBench bench, long seq) {
        List<String> found = new ArrayList<>();
        bench.index.chain("n1", seq, link -> {
            found.add(AuditChain.parse(link.event()).path("data").path("hash").asText());
            return false;
        });
        return found.getFirst();
    }

    private static EventLog.Reader collecting(List<Long> order) {
        return new EventLog.Reader() {
            @Override
            public void read(List<EventLog.Entry> entries) {
                entries.forEach(entry -> order.add(AuditChain.parse(entry.value()).path("data").path("seq").asLong()));
            }

            @Override
            public void gap(int partition, long from, long to) {
                throw new IllegalStateException("The log has lost records.");
            }
        };
    }

    @Test
    void everyNodeIndexesWhatAllNodesRecord() {
        try (SqliteFile file = SqliteEventLog.openFile(folder);
                EventLog log = new SqliteEventLog(file, "gatehouse.audit");
                AuditBench one = new AuditBench(folder.resolve("n1"), "n1", log);
                AuditBench two = new AuditBench(folder.resolve("n2"), "n2", log)) {
            IntStream.range(0, 20).forEach(i -> (i % 2 == 0 ? one : two).journal.write(ban("ann", "u" + i, "r" + i)));
            one.awaitIndexed(20);
            two.awaitIndexed(20);
            assertThat(one.reasons("")).containsExactlyElementsOf(two.reasons(""));
            assertThat(one.index.nodes()).containsExactly("n1", "n2");
            assertThat(new AuditVerifier(two.index).verify()).allMatch(AuditVerifier.Verdict::holds);
        }
    }

    @Test
    void recordIsThereOnlyIfItsEffectIs() {
        try (SqliteFile file = SqliteEventLog.openFile(folder);
                EventLog log = new SqliteEventLog(file, "gatehouse.audit");
                AuditBench bench = new AuditBench(folder, "n1", log)) {
            assertThatThrownBy(() -> bench.replica.write(handle -> {
                bench.journal.insert(handle, ban("ann", "u1", "undone"));
                throw new IllegalStateException("stop");
            })).isInstanceOf(IllegalStateException.class);
            bench.replica.<Long>write(handle -> bench.journal.insert(handle, ban("ann", "u1", "done")));
            bench.awaitIndexed(1);
            assertThat(bench.reasons("")).containsExactly("done");
        }
    }

    @Test
    void whatIsNoAuditRecordIsKeptAsItIs() {
        try (SqliteFile file = SqliteEventLog.openFile(folder);
                EventLog log = new SqliteEventLog(file, "gatehouse.audit");
                AuditBench bench = new AuditBench(folder, "n1", log)) {
            log.append("k", "no JSON").join();
            log.append("k", "{}").join();
            bench.journal.write(ban("ann", "u1", "fine"));
            bench.awaitIndexed(3);
            assertThat(bench.query.coverage().partitions().getFirst().gaps()).isEmpty();
            assertThat(bench.query.topics().items().getFirst().skipped()).isEqualTo(2);
        }
    }
}
