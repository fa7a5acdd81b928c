package dev.gatehouse.server.session;

import static dev.gatehouse.server.session.Sessions.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.SessionsExchange.Ghost;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.fixture.RecordingSocket;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.fixture.Cable;
import dev.gatehouse.server.http.SocketRoute.Listener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes whose Redis fails, or whose way to it; the second has a way of its own. */
class PresenceFaultsTest {

    private static final Duration HEARTBEAT = TestNode.LIMITS.heartbeat();
    private static final int MANY = 1500;

    private final Map<String, Listener> clients = new ConcurrentHashMap<>();
    private final Map<String, RecordingSocket> sockets = new ConcurrentHashMap<>();
    private final List<TestNode> nodes = new ArrayList<>();
    private long beatNanos = System.nanoTime();
    private RedisFixture redis;
    private Cable way;
    private TestNode one;
    private TestNode two;

    @BeforeEach
    void start() {
        redis = RedisFixture.start();
        way = Cable.to(redis.port());
        one = node("one", redis.uri());
        two = node("two", "redis://127.0.0.1:" + way.port());
        soon().until(() -> one.registry.live("two") && two.registry.live("one"));
    }

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::close);
        way.close();
        redis.close();
    }

    private TestNode node(String id, String uri) {
        TestNode node = TestNode.of(id, uri);
        nodes.add(node);
        return node;
    }

    /** Waits while all clients go on to say that they are there. */
    private ConditionFactory soon() {
        return within(Duration.ofSeconds(20));
    }

    private ConditionFactory within(Duration most) {
        return await().atMost(most).pollInterval(Duration.ofMillis(50)).pollDelay(Duration.ZERO)
                .ignoreExceptionsInstanceOf(RequestFailure.class).conditionEvaluationListener(null);
    }

    /** Has every client say that it is there, but not more often than is allowed. */
    private void beat() {
        long now = System.nanoTime();
        if (now - beatNanos < Duration.ofMillis(500).toNanos()) {
            return;
        }
        beatNanos = now;
        clients.forEach((sid, client) -> client.text("{\"type\":\"heartbeat\"}"));
    }

    private void online(TestNode node, String... sids) {
        for (String sid : sids) {
            RecordingSocket socket = new RecordingSocket();
            sockets.put(sid, socket);
            clients.put(sid, node.connect(sid, "user-" + sid, socket));
        }
    }

    private void offline(String sid) {
        Objects.requireNonNull(clients.remove(sid)).closed(1000, "");
        sockets.remove(sid);
    }

    private static Set<String> known(TestNode node) {
        return node.index.all().stream().map(Session::sid).collect(Collectors.toSet());
    }

    private static Set<String> stored(TestNode node) {
        return Stream.of("one", "two").flatMap(id -> node.store.read(node.store.sidsOfNode(id)).stream())
                .map(Session::sid).collect(Collectors.toSet());
    }

    /** Whether both indexes and Redis have these sessions and no others. */
    private boolean whole(Set<String> sids) {
        return known(one).equals(sids) && known(two).equals(sids) && stored(one).equals(sids);
    }

    private void assertNobodyLeft() {
        assertThat(sockets).allSatisfy((_, socket) -> assertThat(socket.closeCode()).isNull());
    }

    private Set<String> many() {
        for (int i = 0; i < MANY; i++) {
            online(i % 2 == 0 ? one : two, "m" + i);
        }
        Set<String> all = Set.copyOf(clients.keySet());
        soon().until(() -> whole(all));
        return all;
    }

    @Test
    void emptiedRedisIsWholeAgainWithinAHeartbeat() {
        Set<String> all = many();

        redis.flush();

        within(HEARTBEAT).until(() -> whole(all));
        assertThat(one.store.sidsOfUser("u-user-m7")).containsExactly("m7");
        assertNobodyLeft();
        assertThat(one.ghosts).isEmpty();
        assertThat(two.ghosts).isEmpty();
    }

    @Test
    void redisThatWasStartedAgainIsWholeWithinAHeartbeatOfItsReturn() {
        Set<String> all = many();

        redis.kill();
        redis.restart();

        within(HEARTBEAT).until(() -> whole(all));
        assertNobodyLeft();
        assertThat(one.ghosts).isEmpty();
    }

    @Test
    void redisThatStoodStillIsWholeWithinAHeartbeatOfItsReturn() {
        online(one, "s1", "s2");
        online(two, "s3", "s4");
        soon().until(() -> whole(Set.of("s1", "s2", "s3", "s4")));

        redis.pause();
        offline("s1");
        online(two, "s5");
        within(Duration.ofSeconds(10)).until(() -> {
            beat();
            return one.view.ageMillis() > 2000;
        });
        assertThat(known(one)).as("what is known stays").contains("s2", "s3", "s4");
        redis.resume();

        within(HEARTBEAT).until(() -> whole(Set.of("s2", "s3", "s4", "s5")));
        assertNobodyLeft();
        assertThat(one.over).isEmpty();
    }

    @Test
    void aNodeThatWasCutOffLosesNobodyAndLeavesNoGhost() {
        online(one, "s1", "s2");
        online(two, "s3", "s4");
        soon().until(() -> whole(Set.of("s1", "s2", "s3", "s4")));

        Set<String> endsHeardByOne = ConcurrentHashMap.newKeySet();
        one.bus.on(PresenceSync.DELTA, message -> Objects.requireNonNull(PresenceSync.delta(message)).gone()
                .forEach(over -> endsHeardByOne.add(over.session().sid())));
        way.cut();
        soon().until(() -> two.view.ageMillis() > 0);
        assertThatThrownBy(two.sync::fresh).isInstanceOfSatisfying(RequestFailure.class,
                failure -> assertThat(failure.code()).isEqualTo(ErrorCode.LIVE_STATE_UNAVAILABLE));
        assertThat(known(two)).as("the fast answer").containsExactlyInAnyOrder("s1", "s2", "s3", "s4");
        assertThat(one.sync.fresh()).as("the fresh answer elsewhere").hasSize(4);
        offline("s1");
        offline("s3");
        online(one, "s5");
        online(two, "s6");
        soon().until(() -> stored(one).contains("s5") && !stored(one).contains("s1"));
        way.mend();

        soon().until(() -> whole(Set.of("s2", "s4", "s5", "s6")));
        assertNobodyLeft();
        assertThat(two.ghosts).extracting(ghost -> ghost.session().sid()).containsExactly("s1");
        assertThat(two.ghosts.getFirst().reason()).contains("Node one does not hold it");
        assertThat(one.ghosts).isEmpty();
        assertThat(endsHeardByOne).contains("s3");
    }

    @Test
    void sessionsOfANodeThatWasTakenForDeadComeBackWithIt() {
        online(one, "s1");
        online(two, "s2", "s3");
        soon().until(() -> whole(Set.of("s1", "s2", "s3")));

        way.cut();
        soon().until(() -> {
            beat();
            return one.over.size() == 2 && known(one).equals(Set.of("s1"));
        });
        assertThat(one.service.count()).isOne();
        RecordingSocket elsewhere = new RecordingSocket();
        clients.put("again", one.connect("s2", "user-s2", elsewhere));
        assertThat(elsewhere.frames().getFirst().path("sid").asText()).as("another sid").startsWith("s2~");
        way.mend();

        soon().until(() -> {
            beat();
            return known(one).containsAll(Set.of("s1", "s2", "s3")) && known(two).equals(known(one));
        });
        assertNobodyLeft();
        assertThat(one.over).as("taken back").isEmpty();
        assertThat(two.over).isEmpty();
    }

    @Test
    void sessionsOfADeadNodeAreOverOnceOnEveryOtherNodeWithinThreeHeartbeats() {
        TestNode three = node("three", redis.uri());
        online(two, "s1", "s2");
        online(one, "s3");
        soon().until(() -> known(three).equals(Set.of("s1", "s2", "s3")) && known(one).equals(known(three)));
        clients.remove("s1");
        clients.remove("s2");
        nodes.remove(two);

        two.crash();

        within(TestNode.LIMITS.lifetime()).until(() -> {
            beat();
            return known(one).equals(Set.of("s3")) && known(three).equals(Set.of("s3"));
        });
        assertThat(List.of(one, three)).allSatisfy(survivor -> {
            assertThat(survivor.over).extracting(over -> over.session().sid()).containsExactlyInAnyOrder("s1", "s2");
            assertThat(survivor.over).extracting(EndedSession::reason).containsOnly("node two died");
            assertThat(survivor.over).extracting(EndedSession::by).containsOnly("system");
            assertThat(survivor.ghosts).extracting(Ghost::reason)
                    .allSatisfy(reason -> assertThat(reason).startsWith("Node two died: "));
        });
        assertThat(one.over.getFirst().endedAt()).isEqualTo(three.over.getFirst().endedAt());
        soon().until(() -> one.store.sidsOfNode("two").isEmpty() && one.store.read(List.of("s1", "s2")).isEmpty());
        soon().until(() -> one.recorded.size() + three.recorded.size() == 1);
        assertThat(Stream.concat(one.recorded.stream(), three.recorded.stream()).toList()).singleElement()
                .satisfies(draft -> {
                    assertThat(draft.action()).isEqualTo(Action.NODE_DEATH);
                    assertThat(draft.resource()).isEqualTo("node/two");
                });
    }

    @Test
    void whateverIsListedThoughNobodyIsBehindItIsFoundAndRemovedWithAReason() {
        online(two, "held");
        soon().until(() -> stored(one).contains("held"));
        one.store.put(List.of(session("left", "ann", "one")));
        redis.ask("ZADD gh:node:one:sessions 9000000000000 hashless");
        redis.ask("ZADD gh:node:one:sessions 9000000000000 held");
        one.index.put(session("unheard", "gus", "two"));

        soon().until(() -> one.ghosts.size() == 4);

        assertThat(one.ghosts.stream().collect(Collectors.toMap(ghost -> ghost.session().sid(), Ghost::reason)))
                .containsEntry("left", "An earlier life of node one left it behind.")
                .containsEntry("hashless", "Node one listed it, but there is no session with that id any more.")
                .containsEntry("held", "Node one listed it, but node two holds it now.")
                .hasEntrySatisfying("unheard", reason -> assertThat(reason).startsWith("Node two does not hold it"));
        soon().until(() -> whole(Set.of("held")));
        assertThat(one.store.sidsOfNode("one")).isEmpty();
        assertThat(one.store.sidsOfUser("u-ann")).isEmpty();
        assertNobodyLeft();
    }

    @Test
    void whatComesAfterAGoodbyeDoesNotBringASessionBack() {
        online(one, "s1");
        soon().until(() -> whole(Set.of("s1")));
        Session last = one.index.ofUser("u-user-s1").getFirst();
        offline("s1");

        one.sync.seen(last.seenAt(Instant.now()));
        one.sync.changed(last);
        two.sync.take(List.of(last));

        assertThat(known(one)).isEmpty();
        soon().until(() -> whole(Set.of()));
        online(one, "s1");
        soon().until(() -> whole(Set.of("s1")));
    }

    @Test
    void aSidThatEndsAndBeginsAgainWithinOneTurnIsOnlineEverywhere() {
        online(one, "s1");
        soon().until(() -> whole(Set.of("s1")));
        for (int i = 0; i < 20; i++) {
            offline("s1");
            online(one, "s1");
        }

        soon().until(() -> whole(Set.of("s1")));
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(5)).until(() -> whole(Set.of("s1")));
    }
}
