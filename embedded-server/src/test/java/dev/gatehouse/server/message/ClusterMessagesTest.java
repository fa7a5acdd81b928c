package dev.gatehouse.server.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.message.MessageNode.Peer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients say to each other on two nodes that share one real Redis. */
class ClusterMessagesTest {

    private static final Duration SOON = Duration.ofSeconds(15);

    private RedisFixture redis;
    private MessageNode one;
    private MessageNode two;

    @BeforeEach
    void start() {
        redis = RedisFixture.start();
        one = MessageNode.of("one", redis.uri(), MessageNode.LIMITS);
        two = MessageNode.of("two", redis.uri(), MessageNode.LIMITS);
        await().atMost(SOON).until(() -> one.node.registry.live("two") && two.node.registry.live("one"));
        await().atMost(SOON).until(() -> one.node.bus.silence().toMillis() < 2000
                && two.node.bus.silence().toMillis() < 2000);
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        redis.close();
    }

    @Test
    void roomIsHeardOnAllNodesInOneOrder() {
        Peer ann = one.connect("s1", "ann");
        Peer bob = two.connect("s2", "bob");
        ann.say("{'type':'join','room':'lobby'}");
        bob.say("{'type':'join','room':'lobby'}");

        for (int i = 0; i < 20; i++) {
            ann.say("{'type':'publish','id':'a%d','room':'lobby','content':'a%d','qos':'at-least-once'}".formatted(i,
                    i));
            bob.say("{'type':'publish','id':'b%d','room':'lobby','content':'b%d','qos':'at-most-once'}".formatted(i,
                    i));
        }

        await().atMost(SOON).until(() -> ann.texts().size() == 40 && bob.texts().size() == 40);
        assertThat(ann.texts()).isEqualTo(bob.texts());
        assertThat(ann.texts()).filteredOn(text -> text.startsWith("a"))
                .isEqualTo(IntStream.range(0, 20).mapToObj(i -> "a" + i).toList());
        await().atMost(SOON).until(() -> ann.of("receipt").size() == 20);
        JsonNode message = bob.of("message").getFirst();
        assertThat(message.path("room").asText()).isEqualTo("lobby");
        assertThat(message.path("fromName").asText()).isIn("ann", "bob");
        assertThat(ann.of("receipt").getFirst().path("state").asText()).isEqualTo("sent");
    }

    @Test
    void whoHasLeftHearsNoMore() {
        Peer ann = one.connect("s1", "ann");
        Peer bob = two.connect("s2", "bob");
        ann.say("{'type':'join','room':'lobby'}");
        bob.say("{'type':'join','room':'lobby'}");
        bob.say("{'type':'leave','room':'lobby'}");

        ann.say("{'type':'publish','id':'1','room':'lobby','content':'hi'}");

        await().atMost(SOON).until(() -> ann.texts().size() == 1);
        assertThat(bob.texts()).isEmpty();
    }

    @Test
    void messageThatIsSentAgainIsTheSame() {
        Peer ann = one.connect("s1", "ann");
        ann.say("{'type':'join','room':'lobby'}");
        ann.say("{'type':'publish','id':'m1','room':'lobby','content':'hi','qos':'at-least-once'}");
        await().atMost(SOON).until(() -> ann.of("receipt").size() == 1);
        Peer again = two.connect("s2", "ann");
        again.say("{'type':'publish','id':'m1','room':'lobby','content':'hi','qos':'at-least-once'}");
        await().atMost(SOON).until(() -> again.of("receipt").size() == 1);

        assertThat(again.last("receipt").path("msgId")).isEqualTo(ann.last("receipt").path("msgId"));
        ann.say("{'type':'publish','id':'m2','room':'lobby','content':'end','qos':'at-least-once'}");
        await().atMost(SOON).until(() -> ann.texts().contains("end"));
        assertThat(ann.texts()).containsExactly("hi", "end");
    }

    @Test
    void passingMessageThatASocketSendsAgainIsTheSame() {
        Peer ann = one.connect("s1", "ann");
        Peer bob = two.connect("s2", "bob");
        await().atMost(SOON).until(() -> one.node.index.count() == 2);
        ann.say("{'type':'send','id':'m1','to':'bob','content':'hi'}");
        ann.say("{'type':'send','id':'m1','to':'bob','content':'hi'}");
        ann.say("{'type':'send','id':'m2','to':'bob','content':'end'}");

        await().atMost(SOON).until(() -> ann.of("receipt").size() == 3 && bob.texts().contains("end"));
        assertThat(bob.texts()).containsExactly("hi", "end");
        assertThat(ann.of("receipt").get(1).path("msgId")).isEqualTo(ann.of("receipt").get(0).path("msgId"));
    }

    @Test
    void directedMessageReachesEverySocketOfTheUserAndItsReceiptsComeBack() {
        Peer ann = one.connect("s1", "ann");
        Peer bob = two.connect("s2", "bob");
        Peer bobToo = one.connect("s3", "bob");
        await().atMost(SOON).until(() -> one.node.index.count() == 3 && two.node.index.count() == 3);

        ann.say("{'type':'send','id':'m1','to':'bob','content':{'n':1},'qos':'at-least-once'}");
        await().atMost(SOON).until(() -> bob.of("message").size() == 1 && bobToo.of("message").size() == 1);
        String msgId = bob.last("message").path("msgId").asText();
        assertThat(bob.last("message").path("to").asText()).isEqualTo("u-bob");
        bob.say("{'type':'ack','msgId':'%s','state':'delivered'}".formatted(msgId));
        bobToo.say("{'type':'ack','msgId':'%s','state':'delivered'}".formatted(msgId));
        await().atMost(SOON).until(() -> ann.of("receipt").size() == 2);
        bob.say("{'type':'ack','msgId':'%s','state':'read'}".formatted(msgId));

        await().atMost(SOON).until(() -> ann.of("receipt").size() == 3);
        assertThat(ann.of("receipt")).extracting(frame -> frame.path("state").asText())
                .containsExactly("sent", "delivered", "read");
        assertThat(ann.of("receipt")).allSatisfy(frame -> {
            assertThat(frame.path("id").asText()).isEqualTo("m1");
            assertThat(frame.path("msgId").asText()).isEqualTo(msgId);
        });
    }

    @Test
    void whoComesBackFindsWhatWasSentMeanwhileInOrderUntilItIsAcknowledged() {
        Peer ann = one.connect("s1", "ann");
        List<String> sent = IntStream.range(0, 80).mapToObj(i -> "m" + i).toList();
        sent.forEach(
                text -> ann.say("{'type':'send','id':'%s','to':{'user':'bob'},'content':'%s','qos':'at-least-once'}"
                        .formatted(text, text)));
        await().atMost(SOON).until(() -> ann.of("receipt").size() == 80);

        Peer bob = two.connect("s2", "bob");
        await().atMost(SOON).until(() -> bob.texts().size() == 80);
        assertThat(bob.texts()).isEqualTo(sent);
        bob.of("message").subList(0, 50).forEach(message -> bob.say(
                "{'type':'ack','msgId':'%s','state':'delivered'}".formatted(message.path("msgId").asText())));
        await().atMost(SOON).until(() -> ann.of("receipt").size() == 130);
        bob.leave();

        Peer back = one.connect("s3", "bob");
        await().atMost(SOON).until(() -> back.texts().size() == 30);
        assertThat(back.texts()).isEqualTo(sent.subList(50, 80));
    }
}
