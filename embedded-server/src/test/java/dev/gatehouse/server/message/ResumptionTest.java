package dev.gatehouse.server.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.message.MessageNode.Peer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that come back, on two nodes that share one real Redis. */
class ResumptionTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final MessageStore.Limits LIMITS = new MessageStore.Limits(300, Duration.ofHours(1), 100,
            Duration.ofHours(1), Duration.ofMinutes(5));

    private RedisFixture redis;
    private MessageNode one;
    private MessageNode two;

    @BeforeEach
    void start() {
        redis = RedisFixture.start();
        one = MessageNode.of("one", redis.uri(), LIMITS);
        two = MessageNode.of("two", redis.uri(), LIMITS);
        await().atMost(SOON).until(() -> one.node.registry.live("two") && two.node.registry.live("one"));
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        redis.close();
    }

    @Test
    void whatWasMissedComesBeforeWhatIsSaidNowAndInOrder() {
        Peer ann = one.connect("s1", "ann");
        Peer bob = two.connect("s2", "bob");
        join(ann, "lobby", "cellar");
        join(bob, "lobby", "cellar");
        say(ann, "lobby", 0, 5);
        await().atMost(SOON).until(() -> bob.texts().size() == 5);
        String last = bob.last("message").path("msgId").asText();
        bob.leave();
        await().atMost(SOON).until(() -> one.node.index.count() == 1);
        say(ann, "lobby", 5, 15);
        say(ann, "cellar", 0, 10);
        await().atMost(SOON).until(() -> ann.of("receipt").size() == 25);

        Peer back = one.connect("s2", "bob");
        resume(back, "s2", last);
        say(ann, "lobby", 15, 25);

        await().atMost(SOON).until(() -> back.texts().size() >= 30);
        assertThat(said(back, "lobby")).isEqualTo(numbered("lobby", 5, 25));
        assertThat(said(back, "cellar")).isEqualTo(numbered("cellar", 0, 10));
        assertThat(back.of("error")).isEmpty();
        await().atMost(SOON).untilAsserted(
                () -> assertThat(two.node.index.ofUser("u-bob").getFirst().rooms()).contains("lobby", "cellar"));
    }

    @Test
    void socketThatIsStillHalfOpenElsewhereIsEndedAndItsRoomsGoOn() {
        Peer ann = one.connect("s1", "ann");
        Peer bob = two.connect("s2", "bob");
        join(ann, "lobby");
        join(bob, "lobby");
        say(ann, "lobby", 0, 3);
        await().atMost(SOON).until(() -> bob.texts().size() == 3 && one.node.index.find("s2") != null);
        String last = bob.last("message").path("msgId").asText();

        Peer back = one.connect("s2", "bob");
        assertThat(back.last("welcome").path("sid").asText()).startsWith("s2~");
        resume(back, "s2", last);

        await().atMost(SOON).until(() -> Integer.valueOf(4004).equals(bob.hears().closeCode()));
        assertThat(bob.last("bye").path("reason").asText()).isEqualTo("resumed elsewhere");
        say(ann, "lobby", 3, 6);
        await().atMost(SOON).until(() -> back.texts().size() >= 3);
        assertThat(said(back, "lobby")).isEqualTo(numbered("lobby", 3, 6));
    }

    @Test
    void sessionOfANodeThatWasKilledGoesOnElsewhere() {
        Peer ann = one.connect("s1", "ann");
        Peer bob = two.connect("s2", "bob");
        join(ann, "lobby");
        join(bob, "lobby");
        say(ann, "lobby", 0, 3);
        await().atMost(SOON).until(() -> bob.texts().size() == 3 && one.node.index.find("s2") != null
                && one.node.index.ofUser("u-bob").getFirst().rooms().contains("lobby"));
        String last = bob.last("message").path("msgId").asText();
        two.crash();
        say(ann, "lobby", 3, 10);
        await().atMost(SOON).until(() -> ann.of("receipt").size() == 10);

        Peer back = one.connect("s2", "bob");
        resume(back, "s2", last);

        await().atMost(SOON).until(() -> back.texts().size() >= 7);
        assertThat(said(back, "lobby")).isEqualTo(numbered("lobby", 3, 10));
    }

    @Test
    void messageToAUserThatCameEarlierThanWhatWasSaidBeforeItIsNoEndOfARoom() {
        Peer ann = one.connect("s1", "ann");
        Peer bob = two.connect("s2", "bob");
        talk(ann, bob, 1);
        bob.leave();
        say(ann, "lobby", 1, 8);
        await().atMost(SOON).until(() -> ann.of("receipt").size() == 8);
        String overtaking = "d" + (System.currentTimeMillis() + 10_000) + "-0-0123456789abcdef";

        Peer back = one.connect("s3", "bob");
        resume(back, "s2", overtaking);

        await().atMost(SOON).until(() -> back.texts().size() >= 7);
        assertThat(said(back, "lobby")).containsAll(numbered("lobby", 1, 8));
    }

    @Test
    void whoBreaksOffWhileResumingGoesOnWithTheNewToken() {
        Peer ann = one.connect("s1", "ann");
        Peer bob = two.connect("s2", "bob");
        talk(ann, bob, 2);
        String last = bob.last("message").path("msgId").asText();
        bob.leave();
        say(ann, "lobby", 2, 8);
        await().atMost(SOON).until(() -> ann.of("receipt").size() == 8);

        Peer shortly = one.connect("s3", "bob");
        resume(shortly, "s2", last);
        shortly.leave();
        Peer back = two.connect("s4", "bob");
        resume(back, "s3", last);

        await().atMost(SOON).until(() -> back.texts().size() >= 6);
        assertThat(said(back, "lobby")).isEqualTo(numbered("lobby", 2, 8));
    }

    @Test
    void whoBreaksOffWhileResumingASocketThatIsStillHalfOpenGoesOn() {
        Peer ann = one.connect("s1", "ann");
        Peer bob = two.connect("s2", "bob");
        talk(ann, bob, 2);
        String last = bob.last("message").path("msgId").asText();
        await().atMost(SOON).until(() -> one.node.index.find("s2") != null);
        redis.pause();
        Peer shortly = one.connect("s3", "bob");
        resume(shortly, "s2", last);
        shortly.leave();
        redis.resume();
        say(ann, "lobby", 2, 8);
        await().atMost(SOON).until(() -> ann.of("receipt").size() == 8);

        Peer back = one.connect("s4", "bob");
        resume(back, "s3", last);

        await().atMost(SOON).until(() -> back.texts().size() >= 6);
        assertThat(said(back, "lobby")).isEqualTo(numbered("lobby", 2, 8));
        await().atMost(SOON).until(() -> Integer.valueOf(4004).equals(bob.hears().closeCode()));
    }

    @Test
    void tokenOfSomebodyElseIsOfNoUse() {
        Peer bob = two.connect("s2", "bob");
        join(bob, "lobby");
        await().atMost(SOON).until(() -> one.node.index.find("s2") != null);
        Peer eve = one.connect("s3", "eve");

        resume(eve, "s2", null);
        await().atMost(SOON).until(() -> eve.of("error").size() == 1);
        bob.leave();
        await().atMost(SOON).until(() -> one.node.index.find("s2") == null);
        resume(eve, "s2", null);
        await().atMost(SOON).until(() -> eve.of("error").size() == 2);
        resume(eve, "never", null);
        await().atMost(SOON).until(() -> eve.of("error").size() == 3);

        assertThat(eve.of("error")).extracting(frame -> frame.path("code").asText())
                .containsExactly("invalid", "invalid", "not-found");
        assertThat(two.node.index.ofUser("u-eve")).allSatisfy(session -> assertThat(session.rooms()).isEmpty());
        assertThat(bob.hears().closeCode()).isNull();
    }

    @Test
    void historyThatDoesNotReachBackIsSaid() {
        Peer ann = one.connect("s1", "ann");
        Peer bob = two.connect("s2", "bob");
        talk(ann, bob, 1);
        String last = bob.last("message").path("msgId").asText();
        bob.leave();
        for (int i = 1; i < 400; i++) {
            one.store.publish("lobby", Notes.said("lobby", "lobby" + i, null), null);
        }

        Peer back = one.connect("s2", "bob");
        resume(back, "s2", last);

        await().atMost(SOON).until(() -> back.texts().size() >= 300);
        assertThat(said(back, "lobby")).isEqualTo(numbered("lobby", 100, 400));
        JsonNode error = back.of("error").getFirst();
        assertThat(error.path("code").asText()).isEqualTo("history-gap");
        assertThat(error.path("detail").asText()).contains("lobby");
    }

    @Test
    void announcementsThatANodeMissedAreReadFromTheHistory() {
        Peer ann = one.connect("s1", "ann");
        Peer bob = two.connect("s2", "bob");
        talk(ann, bob, 1);

        assertThat(redis.ask("CLIENT KILL TYPE pubsub")).startsWith(":");
        say(ann, "lobby", 1, 40);

        await().atMost(SOON).until(() -> bob.texts().size() >= 40 && ann.texts().size() >= 40);
        assertThat(said(bob, "lobby")).isEqualTo(numbered("lobby", 0, 40));
        assertThat(said(ann, "lobby")).isEqualTo(numbered("lobby", 0, 40));
    }

    @Test
    void whoResumesWhileRedisIsAwayHearsWhatWasMissedWhenItIsBack() {
        Peer ann = one.connect("s1", "ann");
        Peer bob = two.connect("s2", "bob");
        talk(ann, bob, 2);
        String last = bob.last("message").path("msgId").asText();
        bob.leave();
        say(ann, "lobby", 2, 8);
        await().atMost(SOON).until(() -> ann.of("receipt").size() == 8);

        redis.pause();
        Peer back = one.connect("s3", "bob");
        resume(back, "s2", last);
        await().atMost(SOON).until(() -> one.node.registry.ageMillis() > 2000);
        redis.resume();

        await().atMost(SOON).until(() -> back.texts().size() >= 6);
        assertThat(said(back, "lobby")).isEqualTo(numbered("lobby", 2, 8));
        assertThat(back.of("error")).isEmpty();
    }

    @Test
    void redisThatRefusesToWriteIsAFailureThatPassesAndLosesNobody() {
        Peer ann = one.connect("s1", "ann");
        Peer bob = two.connect("s2", "bob");
        talk(ann, bob, 1);

        assertThat(redis.ask("CONFIG SET maxmemory 1")).startsWith("+OK");
        ann.say("{'type':'publish','id':'k1','room':'lobby','content':'full','qos':'at-least-once'}");
        ann.say("{'type':'send','id':'k2','to':'bob','content':'full','qos':'at-least-once'}");
        await().atMost(SOON).until(() -> ann.of("error").size() == 2);
        assertThat(ann.of("error")).allSatisfy(
                error -> assertThat(error.path("code").asText()).isEqualTo("live-state-unavailable"));
        Peer eve = two.connect("s3", "eve");
        assertThat(redis.ask("CONFIG SET maxmemory 0")).startsWith("+OK");

        ann.say("{'type':'send','id':'k3','to':'eve','content':'kept','qos':'at-least-once'}");
        ann.say("{'type':'send','id':'k2','to':'bob','content':'full','qos':'at-least-once'}");
        say(ann, "lobby", 1, 3);
        await().atMost(SOON).until(() -> eve.texts().equals(List.of("kept")));
        await().atMost(SOON).until(() -> bob.texts().size() == 4);
        assertThat(said(bob, "lobby")).isEqualTo(numbered("lobby", 0, 3));
    }

    @Test
    void withoutRedisWhatMustArriveIsRefusedAndWhatMayIsHeardHere() {
        Peer ann = one.connect("s1", "ann");
        Peer bob = one.connect("s2", "bob");
        talk(ann, bob, 1);

        redis.kill();
        ann.say("{'type':'publish','id':'k1','room':'lobby','content':'kept','qos':'at-least-once'}");
        ann.say("{'type':'publish','id':'p1','room':'lobby','content':'passing'}");
        ann.say("{'type':'send','id':'k2','to':'bob','content':'kept','qos':'at-least-once'}");
        await().atMost(SOON).until(() -> ann.of("error").size() == 2 && bob.texts().size() == 2);
        assertThat(ann.of("error")).allSatisfy(
                error -> assertThat(error.path("code").asText()).isEqualTo("live-state-unavailable"));
        assertThat(ann.of("error")).extracting(error -> error.path("id").asText()).containsExactly("k1", "k2");
        assertThat(bob.texts()).containsExactly("lobby0", "passing");

        redis.restart();
        await().atMost(SOON).pollInterval(Duration.ofMillis(500)).until(() -> {
            ann.say("{'type':'publish','id':'k1','room':'lobby','content':'kept','qos':'at-least-once'}");
            return bob.texts().contains("kept");
        });
        assertThat(bob.texts()).containsExactly("lobby0", "passing", "kept");
    }

    private static void join(Peer peer, String... rooms) {
        for (String room : rooms) {
            peer.say("{'type':'join','room':'%s'}".formatted(room));
        }
    }

    /** Both join the lobby, and bob hears so many things that ann says there. */
    private static void talk(Peer ann, Peer bob, int count) {
        join(ann, "lobby");
        join(bob, "lobby");
        say(ann, "lobby", 0, count);
        await().atMost(SOON).until(() -> bob.texts().size() == count);
    }

    private static void say(Peer peer, String room, int from, int to) {
        numbered(room, from, to).forEach(text -> peer.say(
                "{'type':'publish','id':'%s','room':'%s','content':'%s','qos':'at-least-once'}".formatted(text, room,
                        text)));
    }

    private static void resume(Peer peer, String token, @Nullable String last) {
        peer.say(last == null
                ? "{'type':'resume','token':'%s'}".formatted(token)
                : "{'type':'resume','token':'%s','lastMsgId':'%s'}".formatted(token, last));
    }

    private static List<String> numbered(String room, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> room + i).toList();
    }

    private static List<String> said(Peer peer, String room) {
        return peer.texts().stream().filter(text -> text.startsWith(room)).toList();
    }
}
