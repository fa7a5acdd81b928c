package dev.gatehouse.server.audit;

import static dev.gatehouse.server.audit.AuditBench.ban;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gatehouse.model.api.AuditExchange.BreakKind;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.audit.sqlite.SqliteAuditAnchors;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.sqlite.SqliteEventLog;
import dev.gatehouse.server.sqlite.SqliteFile;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // opened before each test
class AuditVerifierTest {

    @TempDir
    Path folder;

    private SqliteFile file;
    private EventLog log;
    private AuditBench bench;

    @BeforeEach
    void writeRecords() {
        file = SqliteEventLog.openFile(folder);
        log = new SqliteEventLog(file, "gatehouse.audit");
        bench = new AuditBench(folder, "n1", log);
        for (int i = 1; i <= 5; i++) {
            bench.journal.write(ban("ann", "u" + i, "reason " + i + " 广告"));
        }
        bench.awaitIndexed(5);
        await().atMost(AuditBench.LONG).until(() -> bench.relay.queueLength() == 0);
    }

    @AfterEach
    void close() {
        bench.close();
        log.close();
        file.close();
    }

    @Test
    void untouchedChainHolds() {
        AuditVerifier.Verdict verdict = verify();
        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.sound()).isEqualTo(5);
    }

    @Test
    void chainWhoseOldestRecordsWereLetGoByAgeOrSizeHolds() {
        long bytes = bench.replica.read(handle -> handle.createQuery("SELECT sum(bytes) FROM audit_topic")
                .mapTo(Long.class).one());
        bench.index.drop(new AuditIndex.Keep(null, null, bytes / 2));

        AuditVerifier.Verdict verdict = anchored();
        assertThat(verdict.fault()).isNull();
        assertThat(verdict.sound()).isBetween(1L, 4L);
        change("DELETE FROM audit_record WHERE seq = 4");
        assertThat(anchored().explanation()).contains("records 4 to 4 are missing");
    }

    @Test
    void changedRecordIsNamed() {
        change("UPDATE audit_record SET event = replace(event, 'reason 3', 'reason X') WHERE seq = 3");
        AuditVerifier.Verdict verdict = verify();
        assertThat(verdict.sound()).isEqualTo(2);
        assertThat(verdict.brokenAt()).isEqualTo(new Receipt("gatehouse.audit", 0, 2));
        assertThat(verdict.explanation()).contains("record 3").contains("changed");
    }

    @Test
    void missingRecordIsNamed() {
        change("DELETE FROM audit_record WHERE seq = 2");
        assertThat(verify().explanation()).contains("records 2 to 2 are missing");
    }

    @Test
    void changedRecordIsNamedByThoseAfterItThoughItsOwnHashFits() {
        String before = hash(2);
        put(3, AuditChain.text(AuditChain.seal(ban("ann", "u3", "forged"), "id", "n1", 3, before)));
        assertThat(anchored().fault()).satisfies(broken(BreakKind.CHANGED, 3));
        assertThat(verify().fault()).satisfies(broken(BreakKind.CHANGED, 3));
    }

    @Test
    void lastRecordForgedIsNamedByTheJournal() {
        put(5, AuditChain.text(AuditChain.seal(ban("ann", "u5", "forged"), "id", "n1", 5, hash(4))));
        assertThat(anchored().fault()).satisfies(broken(BreakKind.CHANGED, 5));
    }

    @Test
    void swappedRecordsAreNamed() {
        change("UPDATE audit_record SET seq = 9 WHERE seq = 2");
        change("UPDATE audit_record SET seq = 2 WHERE seq = 3");
        change("UPDATE audit_record SET seq = 3 WHERE seq = 9");
        assertThat(verify().fault()).satisfies(broken(BreakKind.SWAPPED, 2));
    }

    @Test
    void recordsSwappedInTheLogAreNamed() {
        change("UPDATE audit_record SET \"offset\" = 99 WHERE seq = 2");
        assertThat(verify().fault()).satisfies(broken(BreakKind.SWAPPED, 3));
    }

    @Test
    void insertedRecordIsNamedBesideTheTrueOne() {
        insert("forged", 3, 70, AuditChain.text(AuditChain.seal(ban("ann", "u9", "forged"), "id", "n1", 3, hash(2))));
        assertThat(verify().fault()).satisfies(broken(BreakKind.INSERTED, 3));
        assertThat(verify().brokenAt()).isEqualTo(new Receipt("gatehouse.audit", 0, 70));
    }

    @Test
    void recordInsertedAtTheEndIsNamedByTheJournal() {
        insert("forged", 6, 70, AuditChain.text(AuditChain.seal(ban("ann", "u9", "forged"), "id", "n1", 6, hash(5))));
        assertThat(anchored().fault()).satisfies(broken(BreakKind.INSERTED, 6));
    }

    @Test
    void recordsCutOffAtTheEndAreNamedByTheJournal() {
        change("DELETE FROM audit_record WHERE seq > 3");
        assertThat(verify().fault()).as("without anchors").isNull();
        assertThat(anchored().fault()).satisfies(broken(BreakKind.TRUNCATED, 4));
    }

    @Test
    void recordsCutOffAtTheEndAreNamedByWhatAnotherNodeSaw() {
        try (AuditBench other = new AuditBench(folder.resolve("n2"), "n2", log)) {
            other.awaitIndexed(5);
            AuditAnchorStore store = new SqliteAuditAnchors(bench.replica, "n9");
            AuditAnchors learner = new AuditAnchors(bench.index, store, bench.journal, "n9", Clock.systemUTC());
            bench.indexer.onIndexed(learner::learn);
            AuditAnchors teller = new AuditAnchors(other.index, new SqliteAuditAnchors(other.replica, "n2"),
                    other.journal, "n2", Clock.systemUTC());
            teller.look();
            bench.awaitIndexed(6);
            await().atMost(AuditBench.LONG).until(() -> !store.of("n1").isEmpty());
            assertThat(store.of("n1")).extracting(AuditAnchor::toldBy, AuditAnchor::seq)
                    .containsExactly(tuple("n2", 5L));
            teller.look();
            assertThat(other.replica.<Integer>read(handle -> handle.createQuery("SELECT count(*) FROM audit_journal")
                    .mapTo(Integer.class).one())).as("anchors alone call for no anchor").isOne();
            change("DELETE FROM audit_record WHERE seq > 2 AND node = 'n1'");
            AuditVerifier verifier = new AuditVerifier(bench.index, store, () -> true);
            assertThat(verifier.verify("n1").fault()).satisfies(broken(BreakKind.TRUNCATED, 3));
            change("DELETE FROM audit_record WHERE node = 'n1'");
            assertThat(verifier.nodes()).contains("n1");
            assertThat(verifier.verify("n1").fault()).satisfies(broken(BreakKind.TRUNCATED, 1));
        }
    }

    @Test
    void chainMayBeginWhereOlderRecordsWereLetGo() {
        String before = hash(2);
        change("DELETE FROM audit_record WHERE seq < 3");
        assertThat(anchored().fault()).satisfies(broken(BreakKind.MISSING, 1));
        bench.replica.<Integer>write(handle -> handle.execute("INSERT INTO audit_floor VALUES ('n1', 3, ?)", before));
        assertThat(anchored().fault()).isNull();
        assertThat(anchored().first()).isEqualTo(3);
        assertThat(anchored().last()).isEqualTo(5);
    }

    @Test
    void partOfAChainIsCheckedByItself() {
        change("UPDATE audit_record SET event = replace(event, 'reason 2', 'reason X') WHERE seq = 2");
        AuditVerifier verifier = new AuditVerifier(bench.index);
        AuditVerifier.Verdict part = verifier.verify("n1", new AuditVerifier.Range(3, 4));
        assertThat(part.fault()).isNull();
        assertThat(part.first()).isEqualTo(3);
        assertThat(part.last()).isEqualTo(4);
    }

    private AuditVerifier.Verdict anchored() {
        return new AuditVerifier(bench.index, new SqliteAuditAnchors(bench.replica, "n1"), () -> true).verify("n1");
    }

    private static Consumer<AuditVerifier.Break> broken(BreakKind kind, long seq) {
        return fault -> {
            assertThat(fault.kind()).as(fault.detail()).isEqualTo(kind);
            assertThat(fault.seq()).as(fault.detail()).isEqualTo(seq);
            assertThat(fault.detail()).contains("n1");
        };
    }

    private String hash(long seq) {
        List<String> found = new ArrayList<>();
        bench.index.chain("n1", seq, link -> {
            found.add(AuditChain.parse(link.event()).path("data").path("hash").asText());
            return false;
        });
        return found.getFirst();
    }

    private void put(long seq, String event) {
        bench.replica.<Integer>write(
                handle -> handle.execute("UPDATE audit_record SET event = ? WHERE seq = ?", event, seq));
    }

    private void insert(String id, long seq, long offset, String event) {
        bench.replica.<Integer>write(handle -> handle.execute(
                """
                INSERT INTO audit_record (id, topic, partition, "offset", kind, time_millis, actor, actor_name, action,
                                          outcome, node, seq, event, text)
                VALUES (?, 'gatehouse.audit', 0, ?, 'audit', 0, 'a', 'a', 'a', 'accepted', 'n1', ?, ?, '')""",
                id, offset, seq, event));
    }

    @Test
    void recordSealedAnewDoesNotFollow() {
        String forged = AuditChain.text(AuditChain.seal(ban("ann", "u3", "forged"), "id", "n1", 3, "f".repeat(64)));
        bench.replica.<Integer>write(
                handle -> handle.execute("UPDATE audit_record SET event = ? WHERE seq = 3", forged));
        assertThat(verify().explanation()).contains("record 3").contains("does not follow");
    }

    @Test
    void hashIsTheSameHoweverTheJsonIsWritten() {
        JsonNode before = JsonNodeFactory.instance.objectNode()
                .put("b", new BigDecimal("1.50"))
                .put("a", 0.1f)
                .put("c", 1e21)
                .putNull("d")
                .put("e", "\u0001\"\\/广告");
        var event = AuditChain.seal(ban("ann", "u1", "r").withChange(before, null), "id", "n1", 1, AuditChain.START);
        JsonNode read = AuditChain.parse(AuditChain.parse(AuditChain.text(event)).toPrettyString());
        assertThat(AuditChain.hash(read)).isEqualTo(event.data().hash()).hasSize(64);
    }

    private void change(String sql) {
        bench.replica.<Integer>write(handle -> {
            handle.execute("PRAGMA defer_foreign_keys = ON");
            return handle.execute(sql);
        });
    }

    private AuditVerifier.Verdict verify() {
        return new AuditVerifier(bench.index).verify("n1");
    }
}
