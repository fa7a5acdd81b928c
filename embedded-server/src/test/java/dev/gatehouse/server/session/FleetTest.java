package dev.gatehouse.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.Enforcement;
import dev.gatehouse.model.message.CloseCode;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.fixture.RecordingSocket;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.http.SocketRoute.Listener;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes that share one real Redis. */
class FleetTest {

    private static final Duration SOON = Duration.ofSeconds(15);

    private final RecordingSocket socket = new RecordingSocket();
    private RedisFixture redis;
    private TestNode one;
    private TestNode two;

    @BeforeEach
    void start() {
        redis = RedisFixture.start();
        one = TestNode.of("one", redis.uri());
        two = TestNode.of("two", redis.uri());
        await().atMost(SOON).until(() -> one.registry.live("two") && two.registry.live("one"));
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        redis.close();
    }

    @Test
    void everyNodeKnowsWhoIsOnline() {
        Listener client = one.connect("s1", "ann", socket);
        await().atMost(SOON).until(() -> two.index.find("s1") != null);

        client.text("{\"type\":\"join\",\"room\":\"lobby\"}");
        await().atMost(SOON).until(() -> known("s1").rooms().equals(List.of("lobby")));
        Session before = known("s1");
        client.text("{\"type\":\"heartbeat\"}");
        await().atMost(SOON).until(() -> known("s1").lastSeenAt().isAfter(before.lastSeenAt()));

        assertThat(two.sync.fresh()).hasSize(1);
        client.closed(1000, "");
        await().atMost(SOON).until(() -> two.index.find("s1") == null);
        await().atMost(SOON).until(() -> two.store.sidsOfNode("one").isEmpty());
    }

    @Test
    void nodeThatComesLaterReadsWhoIsThere() {
        one.connect("s1", "ann", socket);
        await().atMost(SOON).until(() -> !one.store.sidsOfNode("one").isEmpty());
        try (TestNode three = TestNode.of("three", redis.uri())) {
            await().atMost(SOON).until(() -> three.index.find("s1") != null);
        }
    }

    @Test
    void kickReachesTheNodeThatHoldsTheSocket() {
        one.connect("s1", "ann", socket);
        await().atMost(SOON).until(() -> two.index.find("s1") != null);

        List<Enforcement> enforcement = two.orders.end(two.index.ofUser("u-ann"), CloseCode.KICKED, "enough", "root");

        assertThat(enforcement).containsExactly(new Enforcement("one", Enforcement.ENFORCED, 0));
        assertThat(socket.closeCode()).isEqualTo(4001);
        assertThat(socket.last().path("type").asText()).isEqualTo("bye");
        assertThat(socket.last().path("by").asText()).isEqualTo("root");
        await().atMost(SOON).until(() -> two.index.find("s1") == null);
    }

    @Test
    void kickEndsEverySocketOfTheSameLoginOnWhateverNode() {
        RecordingSocket sibling = new RecordingSocket();
        RecordingSocket otherLogin = new RecordingSocket();
        one.connect("s1", "ann", socket);
        await().atMost(SOON).until(() -> two.index.find("s1") != null);
        two.connect("s1", "ann", sibling);
        two.connect("s2", "ann", otherLogin);
        await().atMost(SOON).until(() -> one.index.ofUser("u-ann").size() == 3);

        List<Enforcement> enforcement = one.orders.end(List.of(one.index.require("s1")), CloseCode.KICKED, "enough",
                "root");

        assertThat(enforcement).containsExactly(new Enforcement("one", Enforcement.ENFORCED, 0),
                new Enforcement("two", Enforcement.ENFORCED, 0));
        assertThat(socket.closeCode()).isEqualTo(4001);
        assertThat(sibling.closeCode()).isEqualTo(4001);
        assertThat(otherLogin.closeCode()).isNull();
    }

    @Test
    void banEndsAllSocketsOfTheUserOnAllNodes() {
        RecordingSocket other = new RecordingSocket();
        RecordingSocket bystander = new RecordingSocket();
        one.connect("s1", "ann", socket);
        two.connect("s2", "ann", other);
        two.connect("s3", "bob", bystander);

        List<Enforcement> enforcement = one.orders.endAllOfUser("u-ann", CloseCode.BANNED, "spam", "root");

        assertThat(enforcement).containsExactly(new Enforcement("one", Enforcement.ENFORCED, 0),
                new Enforcement("two", Enforcement.ENFORCED, 0));
        assertThat(socket.closeCode()).isEqualTo(4003);
        assertThat(other.closeCode()).isEqualTo(4003);
        assertThat(bystander.closeCode()).isNull();
    }

    @Test
    void flushedRedisIsWrittenAgain() {
        one.connect("s1", "ann", socket);
        await().atMost(SOON).until(() -> !two.store.sidsOfNode("one").isEmpty());

        redis.flush();

        await().atMost(SOON).until(() -> two.store.read(List.of("s1")).size() == 1
                && two.store.sidsOfUser("u-ann").contains("s1") && two.index.find("s1") != null);
        await().during(Duration.ofSeconds(3)).atMost(SOON).until(() -> two.index.find("s1") != null);
    }

    @Test
    void twentyThousandSessionsAreWrittenAgainWhenRedisWasEmptied() {
        MadeUpSessions sessions = new MadeUpSessions("one", Sessions.BEGIN);
        for (int number = 0; number < 20_000; number++) {
            one.sync.changed(sessions.fresh(number, Sessions.BEGIN));
        }
        await().atMost(SOON).until(() -> redis.ask("ZCARD gh:node:one:sessions").startsWith(":20000"));
        await().atMost(SOON).until(() -> two.index.count() == 20_000);

        redis.flush();

        await().atMost(SOON).until(() -> redis.ask("ZCARD gh:node:one:sessions").startsWith(":20000"));
        await().atMost(SOON).until(() -> redis.ask("DBSIZE").substring(1).strip().compareTo("20000") > 0);
        assertThat(two.index.count()).as("nobody was taken for gone meanwhile").isEqualTo(20_000);
    }

    @Test
    void killedRedisIsWrittenAgainAndLocalKicksWorkMeanwhile() {
        RecordingSocket stays = new RecordingSocket();
        one.connect("s1", "ann", socket);
        Listener bob = one.connect("s2", "bob", stays);
        await().atMost(SOON).until(() -> two.index.count() == 2);

        redis.kill();
        await().atMost(SOON).pollInterval(Duration.ofMillis(500)).until(() -> {
            bob.text("{\"type\":\"heartbeat\"}");
            return !two.registry.live("one");
        });
        assertThat(one.orders.end(one.index.ofUser("u-ann"), CloseCode.KICKED, "enough", "root"))
                .containsExactly(new Enforcement("one", Enforcement.ENFORCED, 0));
        assertThat(socket.closeCode()).isEqualTo(4001);
        assertThat(two.view.rows(null, null, 0, 10).rows())
                .allSatisfy(row -> assertThat(((Session) row).stale()).isTrue());
        assertThat(two.view.ageMillis()).isPositive();

        redis.restart();

        await().atMost(SOON).ignoreExceptionsInstanceOf(RequestFailure.class)
                .until(() -> two.store.read(List.of("s1", "s2")).size() == 1 && two.index.count() == 1
                        && two.registry.live("one"));
        assertThat(stays.closeCode()).isNull();
        assertThat(known("s2").stale()).isFalse();
    }

    @Test
    void sessionsOfADeadNodeAreStaleAndThenGone() {
        two.connect("s1", "ann", socket);
        await().atMost(SOON).until(() -> one.index.find("s1") != null);

        two.crash();

        await().atMost(SOON).until(() -> ((Session) one.view.rows(null, null, 0, 1).rows().getFirst()).stale());
        await().atMost(SOON).until(() -> one.index.find("s1") == null);
    }

    @Test
    void stoppingNodeSaysGoodbyeToThousandsInTime() {
        for (int i = 0; i < 900; i++) {
            one.connect("s" + i, "user" + i, new RecordingSocket());
        }
        one.connect("last", "ann", socket);
        await().atMost(SOON).until(() -> two.index.count() == 901);

        long begin = System.nanoTime();
        one.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
        assertThat(socket.closeCode()).isEqualTo(1001);
        await().atMost(SOON).until(() -> two.index.count() == 0 && two.store.sidsOfNode("one").isEmpty());
        await().atMost(SOON).until(() -> two.registry.nodes().size() == 1);
    }

    private Session known(String sid) {
        return Objects.requireNonNull(two.index.find(sid));
    }
}
