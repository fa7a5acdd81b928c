package dev.gatehouse.server.audit;

import static dev.gatehouse.server.audit.AuditBench.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.server.audit.sqlite.SqliteAuditIndex;
import dev.gatehouse.server.fixture.KafkaFixture;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.kafka.KafkaEventLog;
import dev.gatehouse.server.log.kafka.KafkaTopic;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topic that Gatehouse did not write, in a real Kafka. */
class ForeignTopicsTest {

    @TempDir
    private Path folder;

    @Test
    void linesAndBytesOfAForeignTopicAreScannedBeforeTheyAreIndexedAndFoundAfterwards() throws Exception {
        try (KafkaFixture broker = KafkaFixture.started(folder.resolve("broker"));
                ReplicaDatabase replica = new ReplicaDatabase(folder.resolve("node"));
                EventLog log = new KafkaEventLog(new KafkaTopic(broker.bootstrap(), "lines", KafkaTopic.NEVER_MADE,
                        false, KafkaTopic.PATIENCE), Clock.systemUTC())) {
            produce(broker.bootstrap());
            AuditIndex index = new SqliteAuditIndex(replica, Clock.systemUTC());
            AuditIndexer.Source source = new AuditIndexer.Source(log,
                    new TopicReader(TopicKind.FOREIGN, AuditEntry.Format.TEXT, Map.of()));
            await().atMost(LONG).until(() -> log.ends().equals(Map.of(0, 2L, 1, 1L)));

            AuditScan scan = new AuditScan(index, SearchWords.read("tea"), List.of(), AuditExchange.Order.NEWEST)
                    .run(List.of(source), index.positions(), LONG);
            assertThat(scan.total()).isEqualTo(1);
            assertThat(scan.told().complete()).isTrue();
            assertThat(scan.told().ranges()).containsExactlyInAnyOrder(new AuditExchange.Range("lines", 0, 0, 2),
                    new AuditExchange.Range("lines", 1, 0, 1));

            try (AuditIndexer indexer = new AuditIndexer(index, List.of(source))) {
                AuditQuery query = new AuditQuery(index, indexer);
                await().atMost(LONG).until(() -> query.topics().items().getFirst().records() == 3);
                assertThat(query.search(SearchWords.read("tea"), null, 10).total()).isZero();
                assertThat(query.search(SearchWords.read("topic:lines tea"), null, 10).items()).singleElement()
                        .satisfies(entry -> assertThat(entry.raw())
                                .isEqualTo(new AuditEntry.Raw(AuditEntry.Format.TEXT, null, "Black TEA, 红茶")));
                assertThat(query.search(SearchWords.read("topic:* fffe"), null, 10).items()).singleElement()
                        .satisfies(entry -> assertThat(entry.raw())
                                .isEqualTo(new AuditEntry.Raw(AuditEntry.Format.HEX, null, "fffe00")));
            }
        }
    }

    private static void produce(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(Map.of("bootstrap.servers", bootstrap),
                        new ByteArraySerializer(), new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic("lines", Optional.of(2), Optional.empty()))).all().get();
            producer.send(new ProducerRecord<>("lines", 0, null, "Black TEA, 红茶".getBytes(StandardCharsets.UTF_8)))
                    .get();
            producer.send(new ProducerRecord<>("lines", 0, null, new byte[]{-1, -2, 0})).get();
            producer.send(new ProducerRecord<>("lines", 1, null, "coffee".getBytes(StandardCharsets.UTF_8))).get();
        }
    }
}
