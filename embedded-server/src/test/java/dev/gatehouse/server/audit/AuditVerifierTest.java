package dev.gatehouse.server.audit;

import static dev.gatehouse.server.audit.AuditBench.ban;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gatehouse.model.api.AuditExchange.BreakKind;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.AuditEvent;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.audit.sqlite.SqliteAuditAnchors;
import dev.gatehouse.server.audit.sqlite.SqliteAuditIndex;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.sqlite.SqliteEventLog;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.sqlite.SqliteFile;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
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
    void chainOfWhichTheLogHasLostABeginAndAPartHoldsAndSaysSo() {
        try (ReplicaDatabase late = new ReplicaDatabase(folder.resolve("late"))) {
            AuditIndex index = new SqliteAuditIndex(late, Clock.systemUTC());
            List<EventLog.Entry> kept = texts().subList(2, 5);
            index.add(kept.subList(0, 1));
            index.gap("gatehouse.audit", 0, 3, 4);
            index.add(kept.subList(2, 3));
            AuditAnchorStore store = new SqliteAuditAnchors(late, "n9");

            AuditVerifier.Verdict verdict = new AuditVerifier(index, store, () -> true).verify("n1");
            assertThat(verdict.explanation()).isNull();
            assertThat(verdict.note()).isEqualTo(
                    "Node n1: 3 of the records 1 to 4 are not here: the log no longer held them.");
            assertThat(List.of(verdict.first(), verdict.last(), verdict.sound())).containsExactly(3L, 5L, 2L);

            new AuditAnchors(index, store, bench.journal, "n9", Clock.systemUTC()).look();
            assertThat(store.of("n1")).singleElement().extracting(AuditAnchor::seq).isEqualTo(5L);
        }
    }

    @Test
    void recordThatIsMissingBehindWhatTheLogHasLostIsNamed() {
        try (ReplicaDatabase late = new ReplicaDatabase(folder.resolve("late"))) {
            AuditIndex index = new SqliteAuditIndex(late, Clock.systemUTC());
            index.add(texts().subList(2, 5));
            late.<Integer>write(handle -> handle.execute("DELETE FROM audit_record WHERE seq = 4"));

            assertThat(new AuditVerifier(index).verify("n1").fault()).satisfies(broken(BreakKind.MISSING, 4));
        }
    }

    @Test
    void whatTheIndexHasNotReachedIsNotCalledMissing() {
        AuditAnchorStore store = new SqliteAuditAnchors(bench.replica, "n9");
        change("DELETE FROM audit_record WHERE seq = 2");

        AuditVerifier.Verdict verdict = new AuditVerifier(bench.index, store, () -> false).verify("n1");
        assertThat(verdict.fault()).isNull();
        assertThat(verdict.note()).contains("1 of the records 2 to 2 are not known here yet");
        assertThat(new AuditVerifier(bench.index, store, () -> true).verify("n1").fault())
                .satisfies(broken(BreakKind.MISSING, 2));
    }

    /** What a node knows while it writes on: one more record each time it is asked. */
    private record Writing(AuditAnchorStore store, AtomicLong written) implements AuditAnchorStore {

        @Override
        public List<AuditAnchor> of(String node) {
            return List.of();
        }

        @Override
        public List<AuditAnchor> toldBy(String node) {
            return store.toldBy(node);
        }

        @Override
        public List<String> nodes() {
            return store.nodes();
        }

        @Override
        public void keep(List<AuditAnchor> anchors) {
            store.keep(anchors);
        }

        @Override
        public Optional<Floor> floor(String node) {
            return store.floor(node);
        }

        @Override
        public Optional<Long> lastWritten(String node) {
            return Optional.of(written.getAndIncrement());
        }
    }

    @Test
    void recordThatTheNodeWroteWhileItWasCheckedIsNotCalledInserted() {
        AuditAnchorStore known = new SqliteAuditAnchors(bench.replica, "n1");

        assertThat(new AuditVerifier(bench.index, new Writing(known, new AtomicLong(4)), () -> true).verify("n1")
                .fault()).isNull();
        assertThat(new AuditVerifier(bench.index, new Writing(known, new AtomicLong(3)), () -> true).verify("n1")
                .fault()).satisfies(broken(BreakKind.INSERTED, 5));
    }

    @Test
    void nothingOfACutRecordCanBeChanged() {
        String reason = "r".repeat(1_001);
        String whole = AuditChain.text(AuditChain.seal(ban("ann", "u1", reason).withChange(
                JsonNodeFactory.instance.objectNode().put("text", "x".repeat(5_000)).put("rate", 0.1f), null), "id",
                "n1", 1, AuditChain.START));
        String cut = AuditChain.cut(whole);
        assertThat(AuditChain.isIntact(AuditChain.parse(whole))).isTrue();
        assertThat(AuditChain.isCut(AuditChain.parse(whole))).isFalse();
        assertThat(cut).doesNotContain("xxx", "rrr");
        assertThat(AuditChain.isIntact(AuditChain.parse(cut))).isTrue();
        assertThat(AuditChain.isCut(AuditChain.parse(cut))).isTrue();
        assertThat(AuditChain.isIntact(AuditChain.parse(cut.replace("\"ann\"", "\"bob\"")))).isFalse();
        assertThat(AuditChain.isIntact(AuditChain.parse(whole.replace("xxx", "xxy")))).isFalse();

        put(3, AuditChain.cut(texts().get(2).value()));
        assertThat(verify().fault()).satisfies(broken(BreakKind.CHANGED, 3));
    }

    @Test
    void anchorWhoseHashDoesNotFitIsNotBelieved() {
        AuditAnchorStore store = new SqliteAuditAnchors(bench.replica, "n9");
        AuditAnchors learner = new AuditAnchors(bench.index, store, bench.journal, "n9", Clock.systemUTC());
        var heads = JsonNodeFactory.instance.objectNode();
        heads.putArray("heads").addObject().put("node", "n1").put("seq", 99).put("hash", "f".repeat(64));
        AuditEvent sealed = AuditChain.seal(AuditDraft.of(Actor.SYSTEM, Action.AUDIT_ANCHOR, "audit", Outcome.ACCEPTED,
                AuditBench.NOON).withChange(null, heads), "id", "n2", 1, AuditChain.START);
        EventLog.Entry forged = new EventLog.Entry(new Receipt("gatehouse.audit", 0, 9), "k",
                AuditChain.text(sealed).replace("\"seq\":99", "\"seq\":98"));

        learner.learn(List.of(TopicReader.AUDIT.read(forged).entry()));
        assertThat(store.of("n1")).isEmpty();
        learner.learn(List.of(new AuditEntry(forged.position(), sealed)));
        assertThat(store.of("n1")).singleElement().extracting(AuditAnchor::seq).isEqualTo(99L);
    }

    private List<EventLog.Entry> texts() {
        List<EventLog.Entry> found = new ArrayList<>();
        bench.index.chain("n1", link -> found.add(new EventLog.Entry(link.position(), "ann", link.event())));
        return found;
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
