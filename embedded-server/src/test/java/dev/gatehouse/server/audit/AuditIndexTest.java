package dev.gatehouse.server.audit;

import static dev.gatehouse.server.audit.AuditBench.ban;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.server.audit.sqlite.SqliteAuditIndex;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("NullAway.Init") // opened before each test
class AuditIndexTest {

    @TempDir
    Path folder;

    private ReplicaDatabase replica;
    private AuditIndex index;

    @BeforeEach
    void open() {
        replica = new ReplicaDatabase(folder);
        index = new SqliteAuditIndex(replica, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        replica.close();
    }

    @Test
    void recordsOfTwoPartitionsAreIndexedExactlyOnce() {
        List<EventLog.Entry> entries = List.of(entry(0, 0, "a"), entry(1, 0, "b"), entry(0, 1, "c"), entry(1, 1, "d"));
        assertThat(index.add(entries.subList(0, 3))).hasSize(3);
        assertThat(index.add(entries)).singleElement().extracting(added -> added.event().id()).isEqualTo("d");
        close();
        open();
        assertThat(index.add(entries)).isEmpty();
        assertThat(index.positions("audit")).isEqualTo(Map.of(0, 2L, 1, 2L));
        assertThat(index.search(List.of(), null, 10).total()).isEqualTo(4);
    }

    @Test
    void recordThatStandsTwiceInTheLogIsIndexedOnceAndFoundAtBothPositions() {
        assertThat(index.add(List.of(entry(0, 0, "a"), entry(0, 1, "a")))).hasSize(1);
        assertThat(index.find(new Receipt("audit", 0, 1)).orElseThrow().position())
                .isEqualTo(new Receipt("audit", 0, 0));
        assertThat(index.positions("audit")).isEqualTo(Map.of(0, 2L));
    }

    @Test
    void gapShowsInTheCoverageAndIsNotAskedForAgain() {
        index.add(List.of(entry(0, 5, "a")));
        index.gap("audit", 0, 6, 9);
        index.add(List.of(entry(0, 9, "b")));
        Coverage.PartitionCoverage covered = index.coverage("audit", Map.of(0, 10L)).getFirst();
        assertThat(covered.from()).isEqualTo(5);
        assertThat(covered.next()).isEqualTo(10);
        assertThat(covered.gaps()).containsExactly(new Coverage.Gap(6, 9));
    }

    @Test
    void partitionThatWasNeverReadIsInTheCoverage() {
        index.add(List.of(entry(0, 0, "a")));
        assertThat(index.coverage("audit", Map.of(0, 1L, 1, 7L))).extracting(Coverage.PartitionCoverage::next)
                .containsExactly(1L, 0L);
        assertThat(index.coverage("audit", null)).singleElement()
                .extracting(Coverage.PartitionCoverage::logEnd)
                .isNull();
    }

    @Test
    void recordThatCannotBeReadIsKeptAsItIsAndCounted() {
        List<EventLog.Entry> entries = List.of(new EventLog.Entry(new Receipt("audit", 0, 0), "k", "not JSON at all"),
                new EventLog.Entry(new Receipt("audit", 0, 1), "k", "ff00fe", 7, true), entry(0, 2, "a"));
        assertThat(index.add(entries)).hasSize(3);
        assertThat(index.held()).singleElement().satisfies(held -> {
            assertThat(held.skipped()).isEqualTo(2);
            assertThat(held.records()).isEqualTo(3);
        });
        assertThat(found("\"JSON at\"")).singleElement().satisfies(entry -> {
            assertThat(entry.raw()).isEqualTo(new AuditEntry.Raw(AuditEntry.Format.TEXT, "k", "not JSON at all"));
            assertThat(entry.position().offset()).isZero();
        });
        assertThat(found("00fe")).singleElement().satisfies(entry -> assertThat(entry.raw()).isNotNull()
                .extracting(AuditEntry.Raw::format).isEqualTo(AuditEntry.Format.HEX));
        assertThat(index.coverage("audit", Map.of(0, 3L)).getFirst().gaps()).isEmpty();
    }

    @Test
    void recordThatStandsInNoChainOrInNoTimeIsKeptAsItIsAndHoldsUpNobody() {
        String sealed = entry(0, 0, "sound").value();
        List<String> forged = List.of(sealed.replace("\"seq\":1", "\"seq\":0"),
                sealed.replace("\"seq\":1", "\"seq\":-7"),
                sealed.replace("\"prevHash\":\"0", "\"prevHash\":\"x"),
                sealed.replace("\"hash\":\"", "\"hash\":\"00"),
                sealed.replace("2026-11-21T12:00:00Z", "+1000000000-12-31T23:59:59Z"),
                sealed.replace("2026-11-21T12:00:00Z", "-1000000000-01-01T00:00:00Z"));
        List<EventLog.Entry> entries = new ArrayList<>();
        for (String text : forged) {
            assertThat(text).isNotEqualTo(sealed);
            entries.add(new EventLog.Entry(new Receipt("audit", 0, entries.size()), "k", text));
        }
        entries.add(entry(0, entries.size(), "sound"));

        assertThat(index.add(entries)).hasSize(7);
        assertThat(index.held()).singleElement().extracting(AuditIndex.Held::skipped).isEqualTo(6L);
        assertThat(index.search(SearchWords.read("actor:ann"), null, 10).items()).singleElement()
                .extracting(AuditEntry::raw).isNull();
    }

    @Test
    void foreignJsonIsReadByTheFieldsThatTheConfigurationNames() {
        TopicReader orders = new TopicReader(TopicKind.FOREIGN, AuditEntry.Format.JSON,
                Map.of("time", "at", "actor", "user.id", "outcome", "status"));
        index.add(List.of(new EventLog.Entry(new Receipt("orders", 0, 0), "", """
                                                                              {"at": 1763726400, "user": {"id": "ann"},
                                                                              "status": 503, "item": "红茶"}"""),
                new EventLog.Entry(new Receipt("orders", 0, 1), "", "[1, 2]", 5, false)), orders);
        assertThat(found("topic:orders actor:ann outcome:failed 红茶")).singleElement().satisfies(entry -> {
            assertThat(entry.kind()).isEqualTo(TopicKind.FOREIGN);
            assertThat(entry.event().time()).isEqualTo(Instant.parse("2025-11-21T12:00:00Z"));
        });
        assertThat(found("topic:orders to:1970-01-01T00:00:01Z")).hasSize(1);
    }

    @Test
    void secretsOfTheChangeLogAreNotInTheIndex() {
        index.add(
                List.of(new EventLog.Entry(new Receipt("changes", 0, 0), "",
                        """
                        {"specversion":"1.0","id":"c","source":"/gatehouse/n1","time":"2026-11-21T12:00:00Z","subject":"u1",
                        "data":{"actor":{"id":"ann","name":"Ann"},
                        "change":{"type":"set-password","id":"u1","passwordHash":"$argon2id$s3cr3t"}}}""")),
                TopicReader.CHANGES);
        assertThat(found("s3cr3t")).isEmpty();
        assertThat(found("topic:changes actor:ann action:set-password node:n1")).singleElement()
                .satisfies(entry -> assertThat(String.valueOf(entry.raw())).contains("***").doesNotContain("s3cr3t"));
    }

    @Test
    void retentionDropsTheOldestAndTheCoverageSaysFromWhere() {
        for (int i = 0; i < 10; i++) {
            String text = AuditChain.text(AuditChain.seal(ban("ann", "u1", "id" + i), "id" + i, "n1", i + 1,
                    AuditChain.START));
            index.add(List.of(new EventLog.Entry(new Receipt("audit", 0, i), "ann", text)));
        }
        assertThat(index.drop(new AuditIndex.Keep(AuditBench.NOON, null, 0))).isFalse();
        assertThat(index.search(List.of(), null, 20).total()).isEqualTo(10);
        long bytes = replica.read(handle -> handle.createQuery("SELECT sum(bytes) FROM audit_topic")
                .mapTo(Long.class).one());
        index.drop(new AuditIndex.Keep(null, null, bytes / 2));
        AuditIndex.Found left = index.search(List.of(), null, 20);
        assertThat(left.total()).isBetween(4L, 5L).isEqualTo(left.items().size());
        assertThat(found("id3")).isEmpty();
        assertThat(index.coverage("audit", null).getFirst().from()).isEqualTo(10 - left.total());
        assertThat(index.held().getFirst().since()).isNotNull();
        index.drop(new AuditIndex.Keep(AuditBench.NOON.plusMillis(1), null, 0));
        assertThat(index.search(List.of(), null, 20).total()).isZero();
        assertThat(index.coverage("audit", null).getFirst().from()).isEqualTo(10);
    }

    @Test
    void moreRecordsThanAMillisecondHoldsStayInOrderAndInTheirTime() {
        List<EventLog.Entry> entries = new ArrayList<>();
        TopicReader lines = new TopicReader(TopicKind.FOREIGN, AuditEntry.Format.TEXT, Map.of());
        for (int i = 0; i < 70_000; i++) {
            entries.add(new EventLog.Entry(new Receipt("lines", 0, i), "", "x", 1000, false));
        }
        index.add(entries, lines);
        assertThat(found("to:1970-01-01T00:00:01Z")).isEmpty();
        assertThat(index.search(SearchWords.read("from:1970-01-01T00:00:01Z to:1970-01-01T00:00:01.001Z x"), null, 1)
                .total()).isEqualTo(70_000);
        assertThat(index.search(SearchWords.read("from:1970-01-01T00:00:01.001Z"), null, 1).total()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"'(a OR (b ', '))', 10", "'(a (b OR ', '))', 10", "'NOT (a ', ')', 10", "'NOT (ban -', ')', 6",
            "'NOT ', '', 20", "'(', ')', 20", "'(12 OR (offset:1..2 ', '))', 10", "'NOT (\"a b\" OR 12 ', ')', 10",
            "'NOT (actor:ann OR NOT (user ', '))', 5"})
    void deepestQueryIsAnsweredAndADeeperOneIsRefused(String open, String close, int times) {
        index.add(List.of(entry(0, 0, "a b 12")));
        List<Criterion> deepest = SearchWords.read(open.repeat(times) + "ban" + close.repeat(times));
        boolean matches = new CriterionMatch(deepest).test(index.search(List.of(), null, 1).items().getFirst());
        assertThat(index.search(deepest, null, 1).total()).isEqualTo(matches ? 1 : 0);
        assertThatThrownBy(() -> SearchWords.read(open.repeat(times + 1) + "ban" + close.repeat(times + 1)))
                .isInstanceOf(RequestFailure.class).hasMessageContaining("deeper");
    }

    private List<AuditEntry> found(String words) {
        return index.search(SearchWords.read(words), null, 50).items();
    }

    private static EventLog.Entry entry(int partition, long offset, String id) {
        String text = AuditChain.text(AuditChain.seal(ban("ann", "u1", id), id, "n1", 1, AuditChain.START));
        return new EventLog.Entry(new Receipt("audit", partition, offset), "ann", text);
    }
}
