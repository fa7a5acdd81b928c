package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.gatehouse.client.fleet.ConnectionState;
import dev.gatehouse.client.fleet.FleetClient;
import dev.gatehouse.client.fleet.FleetConnection;
import dev.gatehouse.client.fleet.FleetListener;
import dev.gatehouse.client.fleet.FleetOptions;
import dev.gatehouse.client.fleet.ReconnectPolicy;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.message.Target;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.Cable;
import dev.gatehouse.server.fixture.KafkaFixture;
import dev.gatehouse.server.fixture.NodeProcess;
import dev.gatehouse.server.fixture.RedisFixture;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three nodes that are killed, stopped and cut off from Redis at random, while clients count what they were promised.
 * {@code -Dgatehouse.chaos.seconds} says for how long, {@code -Dgatehouse.chaos.seed} in which order.
 */
class ChaosTest {

    private static final Logger LOG = LoggerFactory.getLogger(ChaosTest.class);
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("gatehouse.chaos.seconds", 20));
    private static final long SEED = Long.getLong("gatehouse.chaos.seed", System.nanoTime());
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String PASSWORD = "open sesame";
    private static final int CLIENTS = 12;
    private static final int ROOMS = 3;
    private static final Duration SEND_EVERY = Duration.ofMillis(40);
    private static final ReconnectPolicy.Limits PATIENT = new ReconnectPolicy.Limits(Duration.ofMillis(200),
            Duration.ofSeconds(2), 1000, true);

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final List<Node> nodes = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private final List<Promise> promises = new CopyOnWriteArrayList<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final Map<Harm, AtomicInteger> harms = new ConcurrentHashMap<>();

    private enum Harm {
        KILL,
        PAUSE,
        CUT
    }

    /** A node with its own way to Redis. */
    private record Node(String id, Cable redis, NodeProcess process) implements AutoCloseable {

        @Override
        public void close() {
            process.close();
            redis.close();
        }

        void harm(Harm harm) throws IOException, InterruptedException {
            switch (harm) {
                case KILL -> process.kill();
                case PAUSE -> process.pause();
                case CUT -> redis.cut();
            }
        }

        void heal(Harm harm) throws IOException, InterruptedException {
            switch (harm) {
                case KILL -> process.restart();
                case PAUSE -> process.resume();
                case CUT -> redis.mend();
            }
        }
    }

    /** What the fleet has confirmed: message {@code number} reaches all of these. */
    private record Promise(int number, List<Member> receivers) {

        boolean kept() {
            return receivers.stream().allMatch(member -> member.got.contains(number));
        }
    }

    /** A client that remembers what came. */
    private static final class Member implements FleetListener {

        private final String user;
        private final String room;
        private final Set<Integer> got = ConcurrentHashMap.newKeySet();
        private final List<Integer> twice = new CopyOnWriteArrayList<>();
        private final List<String> places = new CopyOnWriteArrayList<>();
        private @Nullable FleetConnection connection;

        Member(String user, String room) {
            this.user = user;
            this.room = room;
        }

        @Override
        public void message(ServerFrame.Message message) {
            int number = message.content().asInt();
            if (!got.add(number)) {
                twice.add(number);
            }
            if (message.room() != null) {
                places.add(message.msgId());
            }
        }

        FleetConnection connection() {
            return Objects.requireNonNull(connection);
        }

        /** The moments, in milliseconds, at which the fleet took what came from the room, in the order in which it came. */
        List<Long> moments() {
            return places.stream().map(id -> Long.parseLong(id.replaceFirst("^\\D*(\\d+)-.*$", "$1"))).toList();
        }
    }

    @Test
    void whatWasPromisedArrivesOnceWhateverHappensToTheNodes() throws Exception {
        LOG.info("chaos for {} with seed {}", LENGTH, SEED);
        try (KafkaFixture kafka = KafkaFixture.started(folder.resolve("kafka"));
                RedisFixture redis = RedisFixture.start();
                FleetClient clients = FleetClient.create()) {
            try {
                for (String id : List.of("a", "b", "c")) {
                    nodes.add(node(id, redis, kafka));
                }
                List<String> tokens = tokens();
                for (int i = 0; i < CLIENTS; i++) {
                    connect(clients, i, tokens.get(i));
                }
                await().atMost(LONG).until(this::allAreOnline);
                firstWords();

                chaos();

                await().atMost(LONG).until(this::allAreOnline);
                await().atMost(LONG).untilAsserted(() -> assertThat(broken()).isEmpty());
                LOG.info("{} promises kept, after {}", promises.size(), harms);
                assertThat(promises).hasSizeGreaterThan(100);
                assertThat(members).allSatisfy(member -> {
                    assertThat(member.twice).as(member.user).isEmpty();
                    assertThat(member.moments()).as(member.user).isSorted();
                });
                await().atMost(LONG).untilAsserted(this::everyNodeListsEveryClientOnce);
            } finally {
                members.forEach(member -> member.connection().close());
                nodes.forEach(Node::close);
            }
        }
    }

    private Node node(String id, RedisFixture redis, KafkaFixture kafka) throws IOException {
        Cable cable = Cable.to(redis.port());
        return new Node(id, cable, NodeProcess.start(folder.resolve(id), Map.of("node.id", id, "redis.uri",
                "redis://127.0.0.1:" + cable.port(), "kafka.bootstrap", kafka.bootstrap(), "ws.heartbeat", "1s",
                "auth.access-token", "6h", "ws.messages-per-10s", "10000")));
    }

    /** Makes the users on the first node and waits until all nodes know them. */
    private List<String> tokens() {
        Api admin = new Api(nodes.getFirst().process.uri()).signedIn(NodeProcess.ADMIN, NodeProcess.PASSWORD);
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            assertThat(admin.post("/api/v1/users", Map.of("username", "user-" + i, "password", PASSWORD)).status())
                    .isEqualTo(201);
            tokens.add(new Api(nodes.getFirst().process.uri()).signedIn("user-" + i, PASSWORD).token());
        }
        for (Node node : nodes) {
            for (String token : tokens) {
                Api api = new Api(node.process.uri()).with(token);
                await().atMost(LONG).until(() -> api.get("/api/v1/me").status() == 200);
            }
        }
        return tokens;
    }

    private void connect(FleetClient clients, int i, String token) {
        Member member = new Member("user-" + i, "room-" + i % ROOMS);
        members.add(member);
        List<URI> addresses = nodes.stream().map(node -> node.process.uri()).toList();
        member.connection = clients.connect(FleetOptions.of(addresses).with(PATIENT)
                .with(new FleetOptions.Bounds(10_000, 4096, 10_000)), () -> token, member);
        member.connection().join(member.room);
    }

    private boolean allAreOnline() {
        return members.stream().allMatch(member -> member.connection().state() == ConnectionState.ONLINE);
    }

    /** Says something in each room until everybody in it hears it: from then on all are in their rooms. */
    private void firstWords() {
        for (int room = 0; room < ROOMS; room++) {
            String name = "room-" + room;
            List<Member> inRoom = members.stream().filter(member -> member.room.equals(name)).toList();
            await().atMost(LONG).pollInterval(Duration.ofMillis(200)).until(() -> {
                int number = sent.incrementAndGet();
                inRoom.getFirst().connection().publish(name, IntNode.valueOf(number), Qos.AT_LEAST_ONCE)
                        .toCompletableFuture().get(10,
                                TimeUnit.SECONDS);
                await().atMost(Duration.ofSeconds(2)).until(() -> inRoom.stream().skip(1)
                        .allMatch(member -> member.got.contains(number)));
                return true;
            });
        }
    }

    private void chaos() throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Void> over = new CompletableFuture<>();
        long untilNanos = System.nanoTime() + LENGTH.toNanos();
        try (ScheduledExecutorService harming = Executors.newSingleThreadScheduledExecutor();
                ScheduledExecutorService sending = Executors.newSingleThreadScheduledExecutor()) {
            ScheduledFuture<?> talk = sending.scheduleAtFixedRate(this::say, 0, SEND_EVERY.toMillis(),
                    TimeUnit.MILLISECONDS);
            harming.execute(() -> harm(harming, untilNanos, over));
            over.get(LENGTH.toSeconds() + LONG.toSeconds(), TimeUnit.SECONDS);
            talk.cancel(false);
        }
    }

    /** Harms a node, heals it after some time, and goes on with the next, until the time is over. */
    private void harm(ScheduledExecutorService harming, long untilNanos, CompletableFuture<Void> over) {
        if (System.nanoTime() - untilNanos > 0) {
            over.complete(null);
            return;
        }
        Node node = nodes.get(random.nextInt(nodes.size()));
        Harm harm = Harm.values()[random.nextInt(Harm.values().length)];
        int lastsMillis = 500 + random.nextInt(5000);
        harms.computeIfAbsent(harm, _ -> new AtomicInteger()).incrementAndGet();
        LOG.info("{} {} for {} ms", harm, node.id, lastsMillis);
        try {
            node.harm(harm);
        } catch (IOException | InterruptedException | RuntimeException e) {
            over.completeExceptionally(e);
            return;
        }
        CompletableFuture.delayedExecutor(lastsMillis, TimeUnit.MILLISECONDS, harming).execute(() -> {
            try {
                node.heal(harm);
                CompletableFuture.delayedExecutor(random.nextInt(1500), TimeUnit.MILLISECONDS, harming)
                        .execute(() -> harm(harming, untilNanos, over));
            } catch (IOException | InterruptedException | RuntimeException e) {
                over.completeExceptionally(e);
            }
        });
    }

    /** Has somebody say something to its room or to somebody; once it is confirmed, it is a promise. */
    private void say() {
        int number = sent.incrementAndGet();
        Member from = members.get(number * 7 % CLIENTS);
        Member to = members.get((number * 11 + 1) % CLIENTS);
        boolean direct = number % 3 == 0;
        List<Member> receivers = direct
                ? List.of(to)
                : members.stream().filter(member -> member != from && member.room.equals(from.room)).toList();
        CompletionStage<ServerFrame.Receipt> confirmed = direct
                ? from.connection().send(Target.user(to.user), IntNode.valueOf(number), Qos.AT_LEAST_ONCE)
                : from.connection().publish(from.room, IntNode.valueOf(number), Qos.AT_LEAST_ONCE);
        confirmed.thenAccept(_ -> promises.add(new Promise(number, receivers)));
    }

    private List<String> broken() {
        return promises.stream().filter(promise -> !promise.kept())
                .map(promise -> promise.number + " misses " + promise.receivers.stream()
                        .filter(member -> !member.got.contains(promise.number)).map(member -> member.user)
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    private void everyNodeListsEveryClientOnce() {
        Set<String> users = IntStream.range(0, CLIENTS).mapToObj(i -> "user-" + i).collect(Collectors.toSet());
        for (Node node : nodes) {
            Api admin = new Api(node.process.uri()).signedIn(NodeProcess.ADMIN, NodeProcess.PASSWORD);
            List<String> listed = new ArrayList<>();
            admin.get("/api/v1/sessions?limit=1000").json().get("items")
                    .forEach(session -> listed.add(session.get("username").asText()));
            assertThat(listed).as("node %s", node.id).containsExactlyInAnyOrderElementsOf(users);
        }
    }
}
