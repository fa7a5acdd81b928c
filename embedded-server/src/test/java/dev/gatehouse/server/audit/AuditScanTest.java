package dev.gatehouse.server.audit;

import static dev.gatehouse.server.audit.AuditBench.LONG;
import static dev.gatehouse.server.audit.AuditBench.ban;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.api.AuditExchange.Order;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.audit.sqlite.SqliteAuditIndex;
import dev.gatehouse.server.fixture.ColdLog;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.sqlite.SqliteEventLog;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.sqlite.SqliteFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // opened before each test
class AuditScanTest {

    private static final String TOPIC = "gatehouse.audit";
    private static final List<Criterion> BANS = List.of(new Criterion.ActionIs("user.ban"));

    @TempDir
    Path folder;

    private SqliteFile file;
    private EventLog log;
    private ReplicaDatabase replica;
    private AuditIndex index;

    @BeforeEach
    void open() {
        file = SqliteEventLog.openFile(folder);
        log = new SqliteEventLog(file, TOPIC);
        replica = new ReplicaDatabase(folder);
        index = new SqliteAuditIndex(replica, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        replica.close();
        log.close();
        file.close();
    }

    @Test
    void recordSentTwiceIsCountedOnceWhereverItsFirstStands() {
        List<EventLog.Entry> entries = appended("a", "b", "a", "c", "c", "b");
        index.add(entries.subList(0, 2));

        AuditScan scan = scan(index.positions(), Order.NEWEST);

        assertThat(scan.total()).isEqualTo(1);
        assertThat(scan.found()).singleElement().extracting(entry -> entry.event().id()).isEqualTo("c");
        assertThat(scan.told().records()).isEqualTo(4);
    }

    @Test
    void recordThatIsIndexedAfterTheSearchIsScanned() {
        List<EventLog.Entry> entries = appended("a", "b", "c");
        index.add(entries.subList(0, 1));
        AuditIndex.Snapshot searched = index.snapshot(BANS, Order.NEWEST, null, 10);
        index.add(entries);

        AuditScan scan = scan(searched.positions(), Order.NEWEST);

        assertThat(searched.found().total() + scan.total()).isEqualTo(3);
        assertThat(scan.told().complete()).isTrue();
    }

    @Test
    void rangesSayWhatWasReadAndNotWhatTheLogNoLongerHeld() {
        appended("a", "b", "c", "d", "e");
        file.<Integer>write(handle -> handle.execute("DELETE FROM log_record WHERE \"offset\" < 3"));

        assertThat(scan(Map.of(), Order.NEWEST).told().ranges())
                .containsExactly(new AuditExchange.Range(TOPIC, 0, 3, 5));
        assertThat(scan(Map.of(TOPIC, Map.of(0, 1L)), Order.NEWEST).told().ranges())
                .containsExactly(new AuditExchange.Range(TOPIC, 0, 3, 5));
    }

    @Test
    void oldestFirstMeetsWhatIsScannedOnTheLastPage() {
        List<EventLog.Entry> entries = appended("a", "b", "c", "d");
        index.add(entries.subList(0, 2));
        try (AuditIndexer indexer = new AuditIndexer(index, new ColdLog(log))) {
            AuditQuery query = new AuditQuery(index, indexer);
            List<String> seen = new ArrayList<>();
            AuditExchange.Found page = page(query, null);
            assertThat(page.scan()).isNull();
            page.items().forEach(entry -> seen.add(entry.event().id()));
            page = page(query, page.cursor());
            page.items().forEach(entry -> seen.add(entry.event().id()));
            assertThat(seen).containsExactly("a", "b", "c", "d");
            assertThat(page.total()).isEqualTo(4);
            assertThat(page.scan()).isNotNull();
            assertThat(page.cursor()).isNull();
        }
    }

    @Test
    void logThatBecameShorterIsNotCoveredWhole() {
        appended("a", "b", "c");
        try (AuditIndexer indexer = new AuditIndexer(index, log)) {
            AuditQuery query = new AuditQuery(index, indexer);
            await().atMost(LONG).until(() -> indexer.coverage().complete());
            assertThat(query.topics().items()).singleElement().extracting(AuditExchange.Topic::lag).isEqualTo(0L);

            file.<Integer>write(handle -> handle.execute("UPDATE log_end SET next = 1"));

            assertThat(indexer.coverage().complete()).isFalse();
            assertThat(indexer.coverage().partitions()).singleElement().satisfies(partition -> {
                assertThat(partition.next()).isEqualTo(3);
                assertThat(partition.logEnd()).isEqualTo(1);
            });
            assertThat(query.topics().items()).singleElement().extracting(AuditExchange.Topic::lag).isNull();
        }
    }

    private static AuditExchange.Found page(AuditQuery query, @Nullable String cursor) {
        return query.search(new AuditQuery.Wanted(BANS, Order.OLDEST, cursor, 1, true, List.of()));
    }

    private AuditScan scan(Map<String, Map<Integer, Long>> from, Order order) {
        return new AuditScan(index, BANS, List.of(), order)
                .run(List.of(new AuditIndexer.Source(log, TopicReader.AUDIT)), from, LONG);
    }

    private List<EventLog.Entry> appended(String... ids) {
        List<EventLog.Entry> entries = new ArrayList<>();
        for (String id : ids) {
            String text = AuditChain.text(AuditChain.seal(ban("ann", "u1", id), id, "n1", 1, AuditChain.START));
            Receipt at = log.append("ann", text).join();
            entries.add(new EventLog.Entry(at, "ann", text));
        }
        return entries;
    }
}
