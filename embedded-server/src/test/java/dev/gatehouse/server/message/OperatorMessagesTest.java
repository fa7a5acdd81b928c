package dev.gatehouse.server.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.model.api.MessagesExchange.Preview;
import dev.gatehouse.model.api.MessagesExchange.Report;
import dev.gatehouse.model.api.MessagesExchange.SendRequest;
import dev.gatehouse.model.api.MessagesExchange.Sent;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.Target;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.message.MessageNode.Peer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators say to clients of two nodes that share one real Redis. */
class OperatorMessagesTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Actor ROOT = new Actor("u-root", "root", "127.0.0.1");

    private final List<AuditDraft> recorded = new CopyOnWriteArrayList<>();
    private RedisFixture redis;
    private MessageNode one;
    private MessageNode two;
    private ReportStore reports;
    private OperatorMessages operators;

    @BeforeEach
    void start() {
        redis = RedisFixture.start();
        one = MessageNode.of("one", redis.uri(), MessageNode.LIMITS);
        two = MessageNode.of("two", redis.uri(), MessageNode.LIMITS);
        reports = one.reports;
        operators = new OperatorMessages(one.service, one.store, reports, draft -> {
            recorded.add(draft);
            return new Receipt("journal.one", 0, recorded.size());
        }, new OperatorMessages.Rules(1024, one.node.registry::liveIds, Clock.systemUTC()));
        await().atMost(SOON).until(() -> one.node.registry.live("two") && two.node.registry.live("one"));
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        redis.close();
    }

    @Test
    void broadcastReachesEverySocketOnceAndIsCounted() {
        Peer ann = one.connect("s1", "ann");
        Peer bob = two.connect("s2", "bob");
        Peer bobToo = one.connect("s3", "bob");
        await().atMost(SOON).until(() -> one.node.index.count() == 3);

        Sent sent = operators.send(request(Target.everybody(), "hello", Qos.AT_LEAST_ONCE, null), ROOT);

        assertThat(sent.accepted()).isEqualTo(3);
        assertThat(sent.delivered()).isEqualTo(3);
        for (Peer peer : List.of(ann, bob, bobToo)) {
            await().atMost(SOON).until(() -> peer.texts().equals(List.of("hello")));
            assertThat(peer.last("message").path("to").asText()).isEqualTo("all");
            peer.say("{'type':'ack','msgId':'%s','state':'delivered'}".formatted(sent.msgId()));
        }
        ann.say("{'type':'ack','msgId':'%s','state':'read'}".formatted(sent.msgId()));
        await().atMost(SOON).untilAsserted(() -> {
            Report report = report(sent.msgId());
            assertThat(report.delivered()).isEqualTo(3);
            assertThat(report.acknowledged()).as("users whose inbox kept it").isEqualTo(2);
            assertThat(report.read()).isEqualTo(1);
            assertThat(report.queued()).isZero();
        });
        assertThat(operators.preview(Target.everybody()))
                .isEqualTo(new Preview(3, 2, Map.of("one", 2L, "two", 1L), 0));
    }

    @Test
    void acknowledgementOfWhatWasNeverSentToASocketDoesNotCount() {
        Peer ann = one.connect("s1", "ann");
        Peer eve = one.connect("s2", "eve");
        ann.say("{'type':'join','room':'lobby'}");
        await().atMost(SOON).until(() -> one.node.index.require("s1").rooms().contains("lobby"));
        Sent sent = operators.send(request(Target.room("lobby"), "room", null, null), ROOT);
        await().atMost(SOON).until(() -> ann.texts().equals(List.of("room")));
        String ack = "{'type':'ack','msgId':'%s','state':'read'}";

        eve.say(ack.formatted(sent.msgId()));
        eve.say(ack.formatted("X1-0-0123456789abcdef"));
        ann.say(ack.formatted(sent.msgId()));
        ann.say(ack.formatted(sent.msgId()));

        await().atMost(SOON).until(() -> report(sent.msgId()).read() == 1);
        await().during(Duration.ofMillis(600)).atMost(SOON).until(() -> report(sent.msgId()).read() == 1
                && report(sent.msgId()).acknowledged() == 1);
        assertThat(redis.ask("KEYS *X1-0*")).startsWith("*0");
    }

    @Test
    void broadcastIsKeptForTheUsersOfANodeThatDoesNotHearOfIt() {
        Peer bob = two.connect("s1", "bob");
        await().atMost(SOON).until(() -> one.node.index.find("s1") != null);
        two.node.bus.close();

        Sent sent = operators.send(request(Target.everybody(), "hello", Qos.AT_LEAST_ONCE, null), ROOT);

        assertThat(sent.delivered()).isZero();
        await().atMost(SOON).until(() -> one.store.inbox("u-bob", "one", Position.START, 10).entries().size() == 1);
        Peer later = one.connect("s2", "bob");
        await().atMost(SOON).until(() -> later.texts().equals(List.of("hello")));
        assertThat(bob.texts()).isEmpty();
    }

    @Test
    void messageToANodeOrARoomOrSessionsReachesThoseOnly() {
        Peer ann = one.connect("s1", "ann");
        Peer bob = two.connect("s2", "bob");
        ann.say("{'type':'join','room':'lobby'}");
        bob.say("{'type':'join','room':'lobby'}");
        await().atMost(SOON).until(() -> one.node.index.ofUser("u-bob").stream()
                .anyMatch(session -> session.rooms().contains("lobby")));

        Sent node = operators.send(request(Target.node("two"), "node", Qos.AT_MOST_ONCE, null), ROOT);
        Sent room = operators.send(request(Target.room("lobby"), "room", null, "r1"), ROOT);
        Sent again = operators.send(request(Target.room("lobby"), "room", null, "r1"), ROOT);
        Sent sessions = operators.send(request(Target.sessions(List.of("s1", "gone")), "named", null, null), ROOT);

        assertThat(node.delivered()).isEqualTo(1);
        assertThat(room.delivered()).isEqualTo(2);
        assertThat(again.msgId()).isEqualTo(room.msgId());
        assertThat(sessions.delivered()).isEqualTo(1);
        await().atMost(SOON).until(() -> bob.texts().equals(List.of("node", "room")));
        await().atMost(SOON).until(() -> ann.texts().equals(List.of("room", "named")));
        bob.say("{'type':'ack','msgId':'%s','state':'read'}".formatted(room.msgId()));
        await().atMost(SOON).until(() -> report(room.msgId()).read() == 1
                && report(room.msgId()).acknowledged() == 1);
        assertThat(reports.newest(0, 10)).hasSize(3);
    }

    @Test
    void whoIsAwayGetsItLaterAndTheReportSaysSo() {
        Sent sent = operators.send(request(Target.user("bob"), "later", null, "m1"), ROOT);
        Sent again = operators.send(request(Target.user("bob"), "later", null, "m1"), ROOT);

        assertThat(sent.accepted()).isEqualTo(1);
        assertThat(sent.delivered()).isZero();
        assertThat(sent.queued()).isEqualTo(1);
        assertThat(again.msgId()).isEqualTo(sent.msgId());
        assertThat(report(sent.msgId()).queued()).isEqualTo(1);
        Peer bob = two.connect("s2", "bob");
        await().atMost(SOON).until(() -> bob.texts().equals(List.of("later")));
        bob.say("{'type':'ack','msgId':'%s','state':'delivered'}".formatted(sent.msgId()));
        await().atMost(SOON).until(() -> report(sent.msgId()).queued() == 0
                && report(sent.msgId()).acknowledged() == 1);
    }

    @Test
    void whatMakesNoSenseIsRefusedInWords() {
        assertRefused(ErrorCode.NOT_FOUND, "to.user", Target.user("nobody"), "x");
        assertRefused(ErrorCode.NOT_FOUND, "to.node", Target.node("nowhere"), "x");
        assertRefused(ErrorCode.NOT_FOUND, "to.session", Target.session("gone"), "x");
        assertRefused(ErrorCode.INVALID, "to", new Target(true, "lobby", null, null, null, null), "x");
        assertRefused(ErrorCode.INVALID, "to", new Target(null, null, null, null, null, null), "x");
        assertRefused(ErrorCode.INVALID, "to.sessions", Target.sessions(List.of()), "x");
        assertRefused(ErrorCode.INVALID, "content", Target.everybody(), "x".repeat(2000));
        assertThat(recorded).isEmpty();
    }

    @Test
    void auditNeverHasMoreThanABeginningOfTheContent() {
        operators.send(request(Target.room("lobby"), "x".repeat(900), null, null), ROOT);

        assertThat(recorded).singleElement().satisfies(draft -> {
            assertThat(draft.resource()).isEqualTo("room/lobby");
            assertThat(Objects.requireNonNull(draft.after()).path("content").asText()).hasSize(200).endsWith("…");
        });
    }

    @Test
    void withoutRedisWhatMustArriveIsRefusedAndWhatMayIsHeardHere() {
        Peer ann = one.connect("s1", "ann");
        redis.kill();

        assertThatThrownBy(() -> operators.send(request(Target.user("ann"), "kept", null, null), ROOT))
                .isInstanceOfSatisfying(RequestFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.LIVE_STATE_UNAVAILABLE));
        assertThat(recorded).hasSize(2);
        Sent sent = operators.send(request(Target.everybody(), "passing", Qos.AT_MOST_ONCE, null), ROOT);

        assertThat(sent.delivered()).isEqualTo(1);
        assertThat(ann.texts()).containsExactly("passing");
    }

    private void assertRefused(ErrorCode code, String field, Target to, String text) {
        assertThatThrownBy(() -> operators.send(request(to, text, null, null), ROOT)).isInstanceOfSatisfying(
                RequestFailure.class, failure -> {
                    assertThat(failure.code()).isEqualTo(code);
                    assertThat(failure.hints().errors().getFirst().field()).isEqualTo(field);
                });
    }

    private Report report(String msgId) {
        return Objects.requireNonNull(reports.find(msgId)).report();
    }

    private static SendRequest request(Target to, String text, @Nullable Qos qos,
            @Nullable String id) {
        return new SendRequest(to, new TextNode(text), qos, id);
    }
}
