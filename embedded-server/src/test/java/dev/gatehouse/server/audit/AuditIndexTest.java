package dev.gatehouse.server.audit;

import static dev.gatehouse.server.audit.AuditBench.ban;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.audit.sqlite.SqliteAuditIndex;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private static EventLog.Entry entry(int partition, long offset, String id) {
        String text = AuditChain.text(AuditChain.seal(ban("ann", "u1", id), id, "n1", 1, AuditChain.START));
        return new EventLog.Entry(new Receipt("audit", partition, offset), "ann", text);
    }
}
