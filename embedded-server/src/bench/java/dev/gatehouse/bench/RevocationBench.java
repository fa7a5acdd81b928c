package dev.gatehouse.bench;

import dev.gatehouse.model.api.MeExchange;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.FleetClient;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * From the call that bans a user until every one of three nodes, under load, refuses the user's token and has closed
 * its socket; beside how long the call itself takes.
 */
final class RevocationBench {

    private static final List<String> NODES = List.of("a", "b", "c");
    private static final List<String> FLAGS = List.of("-Xms192m", "-Xmx192m", "-XX:+UseSerialGC");
    private static final List<String> BROKER_FLAGS = List.of("-Xms256m", "-Xmx256m");
    private static final String PASSWORD = "open sesame";
    private static final int LOAD_PER_SECOND = 200;

    private RevocationBench() {}

    /** Nanoseconds of one ban, from the moment before its call. */
    private record Ban(long call, List<Long> tokens, List<Long> sockets) {}

    /** @param options its rounds are the users that are banned, one after the other; 100 where not given */
    static Table run(Options options) throws IOException, InterruptedException {
        int bans = options.roundsOr(100);
        try (Scratch scratch = Scratch.make();
                RedisServer redis = RedisServer.start(Child.BOTH_CORES, scratch);
                Child broker = Child.java(Child.BOTH_CORES, BROKER_FLAGS, BrokerMain.class,
                        scratch.path("broker").toString())) {
            String bootstrap = broker.line("ready ");
            try (Child a = node("a", scratch, redis.uri(), bootstrap)) {
                URI atA = URI.create(a.line("ready "));
                try (Child b = node("b", scratch, redis.uri(), bootstrap);
                        Child c = node("c", scratch, redis.uri(), bootstrap)) {
                    List<URI> nodes = List.of(atA, URI.create(b.line("ready ")), URI.create(c.line("ready ")));
                    return measured(nodes, bans);
                }
            }
        }
    }

    private static Child node(String id, Scratch scratch, String redisUri, String bootstrap) throws IOException {
        return Child.java(Child.BOTH_CORES, FLAGS, NodeMain.class, scratch.path(id).toString(), "node.id=" + id,
                "redis.uri=" + redisUri, "kafka.bootstrap=" + bootstrap,
                "auth.access-token=6h");
    }

    private static Table measured(List<URI> nodes, int bans) throws InterruptedException {
        Api admin = new Api(nodes.getFirst()).signedIn(NodeMain.ADMIN, NodeMain.PASSWORD);
        List<Ban> seen = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> load = new ArrayList<>();
            for (URI node : nodes) {
                Api api = new Api(node).with(admin.token());
                Enforcement.await(() -> api.get(MeExchange.PATH).status() == 200);
                load.add(threads.submit(() -> load(api)));
            }
            Bench.say("revocation: warming up");
            for (int i = 0; i < 20; i++) {
                banned(admin, nodes, "warm-" + i, threads);
            }
            for (int i = 0; i < bans; i++) {
                seen.add(banned(admin, nodes, "user-" + i, threads));
            }
            load.forEach(one -> one.cancel(true));
        } catch (ExecutionException e) {
            throw new BenchFailure("A ban was not enforced: " + e.getCause());
        }
        return table(seen);
    }

    private static void load(Api api) {
        while (!Thread.currentThread().isInterrupted()) {
            api.get(MeExchange.PATH);
            LockSupport.parkNanos(1_000_000_000L / LOAD_PER_SECOND);
        }
    }

    private static Ban banned(Api admin, List<URI> nodes, String name, ExecutorService threads)
            throws InterruptedException, ExecutionException {
        String id = admin.post(UsersExchange.PATH, Map.of("username", name, "password", PASSWORD)).json().path("id")
                .asText();
        String token = new Api(nodes.getFirst()).signedIn(name, PASSWORD).token();
        List<FleetClient> clients = new ArrayList<>();
        try {
            for (URI node : nodes) {
                Api api = new Api(node).with(token);
                Enforcement.await(() -> api.get(MeExchange.PATH).status() == 200);
                clients.add(FleetClient.online(node, token));
            }
            long startedNanos = System.nanoTime();
            List<Future<Long>> tokens = new ArrayList<>();
            List<Future<Long>> sockets = new ArrayList<>();
            for (int node = 0; node < nodes.size(); node++) {
                Api api = new Api(nodes.get(node)).with(token);
                FleetClient client = clients.get(node);
                tokens.add(threads.submit(() -> since(startedNanos, () -> api.get(MeExchange.PATH).status() == 401)));
                sockets.add(threads.submit(() -> since(startedNanos, () -> {
                    Integer code = client.closeCode();
                    return code != null && code == 4003;
                })));
            }
            int status = admin.post(UsersExchange.path(id) + "/ban", Map.of("reason", "bench")).status();
            long call = System.nanoTime() - startedNanos;
            if (status != 200) {
                throw new BenchFailure("A ban was answered with " + status + ".");
            }
            return new Ban(call, all(tokens), all(sockets));
        } finally {
            clients.forEach(FleetClient::close);
        }
    }

    private static List<Long> all(List<Future<Long>> futures) throws InterruptedException, ExecutionException {
        List<Long> values = new ArrayList<>();
        for (Future<Long> future : futures) {
            values.add(future.get());
        }
        return values;
    }

    private static long since(long startedNanos, BooleanSupplier done) {
        Enforcement.await(done);
        return System.nanoTime() - startedNanos;
    }

    private static Table table(List<Ban> bans) {
        long[] calls = bans.stream().mapToLong(Ban::call).sorted().toArray();
        Table table = new Table("revocation", "revocation --rounds " + bans.size(),
                "%d bans, three nodes, Redis and Kafka, %d requests per second at each node".formatted(bans.size(),
                        LOAD_PER_SECOND),
                "p50, ms", "p99, ms", "longest, ms", "p99 beside the call's");
        Enforcement.row(table, "the ban call itself", calls, calls);
        for (int node = 0; node < NODES.size(); node++) {
            int at = node;
            Enforcement.row(table, "token refused with 401 on node " + NODES.get(node),
                    bans.stream().mapToLong(ban -> ban.tokens.get(at)).sorted().toArray(), calls);
            Enforcement.row(table, "socket closed with 4003 on node " + NODES.get(node),
                    bans.stream().mapToLong(ban -> ban.sockets.get(at)).sorted().toArray(), calls);
        }
        return table;
    }
}
