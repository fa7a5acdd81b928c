package dev.gatehouse.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.server.audit.sqlite.SqliteAuditIndex;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The index finds what a naive look at every record finds, no more and no less. */
class SearchEqualityTest {

    private static final List<Action> ACTIONS = List.of(Action.values());
    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final List<String> PIECES = List.of("ban", "Ban", "BANNED", "a", "b", "垃圾", "广告", "发送垃圾广告",
            "10.0.0.4",
            "10.0", "4bf92f35", "00", "12", "123456789", "Straße", "ß", "İ", "i", "%", "_", "\"", "'", "!", "*", "-",
            "user.ban", "user/u1", "x", "\u0001", "\n", "\t", "é", "e\u0301", "😀", "2026-11-21t12:00:00z", "none",
            "all", "long", "L".repeat(250));

    record Draft(String actor, String reason, String after, int action, int outcome, int second) {}

    @Provide
    Arbitrary<List<Draft>> records() {
        Arbitrary<String> text = text();
        return Combinators.combine(Arbitraries.of("ann", "Bob", "系统", "01JD8ABC"), text, text,
                Arbitraries.integers().between(0, Action.values().length - 1), Arbitraries.integers().between(0, 2),
                Arbitraries.integers().between(0, 5)).as(Draft::new).list().ofMinSize(1).ofMaxSize(25);
    }

    @Provide
    Arbitrary<String> text() {
        return Arbitraries.of(PIECES).list().ofMinSize(1).ofMaxSize(4)
                .flatMap(pieces -> Arbitraries.of("", " ").map(between -> String.join(between, pieces)));
    }

    @Provide
    Arbitrary<List<Criterion>> criteria() {
        return Arbitraries.lazy(() -> criterion(2)).list().ofMinSize(0).ofMaxSize(3);
    }

    private Arbitrary<Criterion> criterion(int depth) {
        Arbitrary<Criterion> leaf = Arbitraries.oneOf(text().map(Criterion.Text::new), text().map(Criterion.Text::new),
                text().map(Criterion.ReasonHas::new),
                Arbitraries.of("ann", "ANN", "bob", "系统", "nobody").map(Criterion.ActorIs::new),
                Arbitraries.of("user.ban", "user.*", "*", "user").map(Criterion.ActionIs::new),
                Arbitraries.of("user/", "user/1", "user/1*", "x").map(Criterion.ResourceIs::new),
                Arbitraries.of(Outcome.values()).map(Criterion.OutcomeIs::new),
                Arbitraries.integers().between(0, 6).map(second -> new Criterion.From(START.plusSeconds(second))),
                Arbitraries.integers().between(0, 6).map(second -> new Criterion.Until(START.plusSeconds(second))),
                Arbitraries.integers().between(0, 1).map(Criterion.PartitionIs::new),
                Arbitraries.integers().between(0, 20).map(from -> new Criterion.OffsetIn(from, from + 5L)));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<List<Criterion>> parts = Arbitraries.lazy(() -> criterion(depth - 1)).list().ofMinSize(1)
                .ofMaxSize(3);
        return Arbitraries.oneOf(leaf, leaf, parts.map(Criterion.All::new), parts.map(Criterion.Any::new),
                Arbitraries.lazy(() -> criterion(depth - 1)).map(Criterion.Not::new));
    }

    @Property(tries = 60)
    void indexFindsWhatANaiveLookFinds(@ForAll("records") List<Draft> drafts,
            @ForAll("criteria") List<Criterion> first, @ForAll("criteria") List<Criterion> second) {
        Path folder = folder();
        try (ReplicaDatabase replica = new ReplicaDatabase(folder)) {
            AuditIndex index = new SqliteAuditIndex(replica, Clock.systemUTC());
            List<AuditEntry> all = index.add(entries(drafts));
            assertThat(all).hasSize(drafts.size());
            for (List<Criterion> criteria : List.of(first, second)) {
                CriterionMatch match = new CriterionMatch(criteria);
                List<Receipt> naive = all.stream().filter(match::test).map(AuditEntry::position).toList();
                for (AuditExchange.Order order : AuditExchange.Order.values()) {
                    AuditIndex.Found found = index.search(criteria, order, null, 100);
                    assertThat(found.items()).extracting(AuditEntry::position)
                            .containsExactlyInAnyOrderElementsOf(naive);
                    assertThat(found.total()).isEqualTo(naive.size());
                }
                assertThat(index.counts(criteria, START, 1000).values().stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(naive.size());
            }
        } finally {
            delete(folder);
        }
    }

    @Property(tries = 400)
    void whatTheSieveKeepsBackMatchesNothing(@ForAll("records") List<Draft> drafts,
            @ForAll("criteria") List<Criterion> criteria) {
        CriterionMatch match = new CriterionMatch(criteria);
        ScanSieve sieve = new ScanSieve(criteria);
        for (EventLog.Entry entry : entries(drafts)) {
            if (!sieve.mayMeet(entry)) {
                assertThat(match.test(TopicReader.AUDIT.read(entry).entry())).isFalse();
            }
        }
    }

    @Test
    void wordOfANumberIsNotSievedByTheNumbersSpelling() {
        TopicReader reader = new TopicReader(TopicKind.FOREIGN, AuditEntry.Format.JSON, Map.of());
        EventLog.Entry entry = new EventLog.Entry(new Receipt("orders", 0, 0), "order-7",
                "{\"total\":1e3,\"most\":1e999,\"word\":\"plain\"}");
        AuditEntry read = reader.read(entry).entry();

        for (String word : List.of("1000", "infinity", "plain", "ORDER-7")) {
            List<Criterion> criteria = List.of(new Criterion.Text(word));
            assertThat(new CriterionMatch(criteria).test(read)).as(word).isTrue();
            assertThat(new ScanSieve(criteria).mayMeet(entry)).as(word).isTrue();
        }
        assertThat(new ScanSieve(List.of(new Criterion.Text("absent"))).mayMeet(entry)).isFalse();
    }

    private static List<EventLog.Entry> entries(List<Draft> drafts) {
        List<EventLog.Entry> entries = new ArrayList<>();
        for (Draft draft : drafts) {
            int number = entries.size();
            String text = AuditChain.text(AuditChain.seal(AuditDraft
                    .of(new Actor(draft.actor, draft.actor, "10.0.0.4"), ACTIONS.get(draft.action),
                            "user/" + number, OUTCOMES.get(draft.outcome), START.plusSeconds(draft.second))
                    .withReason(draft.reason)
                    .withChange(null, JsonNodeFactory.instance.objectNode().put("text", draft.after)
                            .put("number", number * 1_000_003)),
                    "id" + number, "n1", number + 1, AuditChain.START));
            entries.add(new EventLog.Entry(new Receipt("audit", number % 2, number / 2), "k", text));
        }
        return entries;
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("equality");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
