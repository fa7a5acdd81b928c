package dev.gatehouse.server.audit;

import static dev.gatehouse.server.audit.AuditBench.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.api.AuditExchange.BreakKind;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.server.audit.AuditIndex.Keep;
import dev.gatehouse.server.audit.sqlite.SqliteAuditAnchors;
import dev.gatehouse.server.audit.sqlite.SqliteAuditIndex;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // opened before each test
class AuditRetentionTest {

    private static final Instant OLD = NOON.minus(Duration.ofDays(100));
    private static final Instant BEFORE = NOON.minus(Duration.ofDays(90));
    private static final Keep BY_AGE = new Keep(BEFORE, BEFORE, 0);

    @TempDir
    Path folder;

    private ReplicaDatabase replica;
    private AuditIndex index;
    private long offset;
    private String hash = AuditChain.START;

    @BeforeEach
    void open() {
        replica = new ReplicaDatabase(folder);
        index = new SqliteAuditIndex(replica, Clock.fixed(NOON.plusSeconds(60), ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        replica.close();
    }

    @Test
    void recordOfAClockThatStoodIn1970StaysWhileOneBeforeItStays() {
        add(1, NOON);
        add(2, NOON);
        add(3, Instant.EPOCH);
        add(4, NOON);

        assertThat(index.drop(BY_AGE)).isFalse();

        assertThat(verdict().fault()).isNull();
        assertThat(verdict().first()).isEqualTo(1);
        assertThat(verdict().sound()).isEqualTo(4);
    }

    @Test
    void forgedRecordFarAheadMovesNoFloorAndStays() {
        add(1, OLD);
        add(2, OLD);
        forge(1_000_000_000, Instant.EPOCH);

        index.drop(BY_AGE);
        index.drop(BY_AGE);
        add(3, NOON);

        assertThat(index.find(new Receipt("journal.n1", 0, 1))).isEmpty();
        assertThat(verdict().first()).isEqualTo(3);
        assertThat(verdict().fault()).isNotNull().satisfies(fault -> {
            assertThat(fault.kind()).isEqualTo(BreakKind.MISSING);
            assertThat(fault.seq()).isEqualTo(4);
        });
    }

    @Test
    void forgedRecordInThePlaceOfAnotherLetsGoOfNeither() {
        add(1, OLD);
        add(2, NOON);
        forge(2, Instant.EPOCH);

        index.drop(BY_AGE);

        assertThat(verdict().fault()).isNotNull().extracting(AuditVerifier.Break::kind).isEqualTo(BreakKind.INSERTED);
    }

    @Test
    void recordOfAClockThatStoodAheadGoesWithTheOneAfterIt() {
        add(1, OLD);
        add(2, Instant.parse("2100-01-01T00:00:00Z"));
        add(3, OLD);
        add(4, Instant.parse("2100-01-01T00:00:00Z"));
        add(5, NOON);

        index.drop(BY_AGE);

        assertThat(verdict().fault()).isNull();
        assertThat(verdict().first()).isEqualTo(4);
        assertThat(index.held().getFirst().since()).isBefore(NOON.plusSeconds(61));
    }

    @Test
    void whatFollowsAHoleGoesWhereTheLogHasLostWhatWasThereAndTheHoleStaysTold() {
        add(1, OLD);
        index.gap("audit", 0, 1, 2);
        offset++;
        add(3, OLD);
        add(4, NOON);

        index.drop(BY_AGE);

        assertThat(index.find(new Receipt("journal.n1", 0, 3))).isEmpty();
        assertThat(verdict().fault()).isNotNull().extracting(AuditVerifier.Break::seq).isEqualTo(2L);
    }

    @Test
    void accessLogHasAnAgeOfItsOwn() {
        add(1, OLD);
        access(0, OLD, "/a");
        access(1, NOON, "/b");

        index.drop(new Keep(null, BEFORE, 0));

        assertThat(total(TopicKind.AUDIT)).isEqualTo(1);
        assertThat(total(TopicKind.ACCESS)).isEqualTo(1);
    }

    @Test
    void auditStaysWhileAnythingElseTakesRoom() {
        add(1, OLD);
        long book = bytes();
        for (int i = 0; i < 20; i++) {
            access(i, NOON, "/users/😀" + i);
        }

        index.drop(new Keep(null, null, book));
        assertThat(total(TopicKind.AUDIT)).isEqualTo(1);
        assertThat(total(TopicKind.ACCESS)).isZero();
        assertThat(bytes()).isEqualTo(book);

        add(2, NOON.plusSeconds(1));
        index.drop(new Keep(null, null, book + 1));
        assertThat(verdict().first()).isEqualTo(2);
        assertThat(bytes()).isPositive();
        index.drop(new Keep(NOON.plusSeconds(2), null, 0));
        assertThat(bytes()).isZero();
    }

    @Test
    void wordsOfNoRecordAreForgottenAndLearntAgain() {
        add(1, OLD);
        add(2, NOON);
        long before = words();
        index.drop(BY_AGE);
        index.forgetWords();
        assertThat(words()).isEqualTo(before - 1).isPositive();
        assertThat(found("record2")).isOne();

        add(3, NOON, "record1");
        assertThat(found("record1")).isOne();
        index.forgetWords();
        assertThat(words()).isEqualTo(before);
        index.drop(new Keep(NOON.plusSeconds(1), null, 0));
        index.forgetWords();
        assertThat(words()).isZero();
    }

    @Test
    void clockThatIsAheadDoesNotEmptyTheBook() {
        Clock ahead = Clock.fixed(NOON.plus(Duration.ofDays(365)), ZoneOffset.UTC);
        AuditRetention retention = new AuditRetention(index,
                new AuditRetention.Limits(Duration.ofDays(90), Duration.ZERO, 0), ahead);
        add(1, OLD);
        add(2, NOON);
        add(3, NOON);
        retention.run();
        assertThat(total(TopicKind.AUDIT)).as("the newest record tells the time").isEqualTo(2);

        add(4, ahead.instant());
        retention.run();
        assertThat(total(TopicKind.AUDIT)).as("most would go").isEqualTo(3);
    }

    private void add(long seq, Instant time) {
        add(seq, time, "record" + seq);
    }

    private void add(long seq, Instant time, String reason) {
        String text = put(seq, time, reason, hash);
        hash = AuditChain.parse(text).path("data").path("hash").asText();
    }

    private void forge(long seq, Instant time) {
        put(seq, time, "forged", hash);
    }

    private String put(long seq, Instant time, String reason, String prevHash) {
        String text = AuditChain.text(AuditChain.seal(
                AuditDraft.of(new Actor("ann", "ann", null), Action.USER_BAN, "user/u", Outcome.ACCEPTED, time)
                        .withReason(reason),
                "id" + offset, "n1", seq, prevHash));
        index.add(List.of(new EventLog.Entry(new Receipt("audit", 0, offset++), "ann", text)));
        return text;
    }

    private void access(long at, Instant time, String path) {
        TopicReader lines = TopicReader.ACCESS;
        index.add(List.of(new EventLog.Entry(new Receipt("access", 0, at), "", """
                                                                               {"time":"%s","data":{"method":"GET",
                                                                               "path":"%s","status":200}}"""
                .formatted(time, path))), lines);
    }

    private AuditVerifier.Verdict verdict() {
        return new AuditVerifier(index, new SqliteAuditAnchors(replica, "n9"), () -> true).verify("n1");
    }

    private long total(TopicKind kind) {
        return index.search(List.of(new Criterion.KindIs(kind)), null, 1).total();
    }

    private long found(String word) {
        List<AuditEntry> items = index.search(List.of(new Criterion.ReasonHas(word)), null, 10).items();
        return items.size();
    }

    private long bytes() {
        return number("SELECT coalesce(sum(bytes), 0) FROM audit_topic");
    }

    private long words() {
        return number("SELECT count(*) FROM audit_word");
    }

    private long number(String sql) {
        return replica.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }
}
