package dev.gatehouse.bench;

import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.server.fixture.Api;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** From the call that changes a route until every one of three nodes treats its traffic so; beside the call itself. */
final class EnforceBench {

    private static final List<String> NODES = List.of("a", "b", "c");
    private static final List<String> FLAGS = List.of("-Xms192m", "-Xmx192m", "-XX:+UseSerialGC");
    private static final List<String> BROKER_FLAGS = List.of("-Xms256m", "-Xmx256m");
    private static final int WARM_UP = 20;

    private EnforceBench() {}

    /** Nanoseconds of one change, from the moment before its call. */
    private record Change(long call, List<Long> enforced) {}

    /** @param options its rounds are the changes, one after the other; 100 where not given */
    static Table run(Options options) throws IOException, InterruptedException {
        int changes = options.roundsOr(100);
        try (Scratch scratch = Scratch.make();
                RedisServer redis = RedisServer.start(Child.BOTH_CORES, scratch);
                Child broker = Child.java(Child.BOTH_CORES, BROKER_FLAGS, BrokerMain.class,
                        scratch.path("broker").toString())) {
            List<String> shared = List.of("redis.uri=" + redis.uri(), "kafka.bootstrap=" + broker.line("ready "),
                    "auth.access-token=6h", "traffic.port=0");
            try (Child a = node("a", scratch, shared)) {
                URI trafficOfA = URI.create(a.line("traffic "));
                Api admin = new Api(URI.create(a.line("ready "))).signedIn(NodeMain.ADMIN, NodeMain.PASSWORD);
                try (Child b = node("b", scratch, shared); Child c = node("c", scratch, shared)) {
                    return measured(admin, List.of(new Api(trafficOfA), new Api(URI.create(b.line("traffic "))),
                            new Api(URI.create(c.line("traffic ")))), changes);
                }
            }
        }
    }

    private static Child node(String id, Scratch scratch, List<String> settings) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(scratch.path(id).toString(), "node.id=" + id));
        arguments.addAll(settings);
        return Child.java(Child.BOTH_CORES, FLAGS, NodeMain.class, arguments.toArray(String[]::new));
    }

    private static Table measured(Api admin, List<Api> traffic, int changes) throws InterruptedException {
        Api.Answer made = admin.post(RoutesExchange.PATH, route("begin"));
        if (made.status() != 201) {
            throw new BenchFailure("The route was not made: " + made.text());
        }
        String path = RoutesExchange.PATH + "/" + made.json().path("id").asText();
        long version = made.json().path("version").asLong();
        List<Change> seen = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Bench.say("enforce: warming up");
            for (int at = 0; at < WARM_UP + changes; at++) {
                Change change = changed(admin, traffic, path, version + at, "state-" + at, threads);
                if (at >= WARM_UP) {
                    seen.add(change);
                }
            }
        } catch (ExecutionException e) {
            throw new BenchFailure("A change was not enforced: " + e.getCause());
        }
        return table(seen);
    }

    private static Map<String, Object> route(String body) {
        return Map.of("method", "GET", "path", "/state", "permission", "public", "staticAnswer",
                Map.of("status", 200, "contentType", "text/plain", "body", body));
    }

    private static Change changed(Api admin, List<Api> traffic, String path, long version, String body,
            ExecutorService threads) throws InterruptedException, ExecutionException {
        long startedNanos = System.nanoTime();
        List<Future<Long>> enforced = new ArrayList<>();
        for (Api node : traffic) {
            enforced.add(threads.submit(() -> {
                Enforcement.await(() -> node.get("/state").text().equals(body));
                return System.nanoTime() - startedNanos;
            }));
        }
        Api.Answer answer = admin.send("PUT", path, Api.json(route(body)), Map.of("If-Match", Long.toString(version)));
        long call = System.nanoTime() - startedNanos;
        if (answer.status() != 200) {
            throw new BenchFailure("A change was answered with " + answer.status() + ": " + answer.text());
        }
        List<Long> nanos = new ArrayList<>();
        for (Future<Long> one : enforced) {
            nanos.add(one.get());
        }
        return new Change(call, nanos);
    }

    private static Table table(List<Change> changes) {
        Table table = new Table("enforce", "enforce --rounds " + changes.size(),
                "%d changes of a route at node a, three nodes, Redis and Kafka".formatted(changes.size()), "p50, ms",
                "p99, ms", "longest, ms", "p99 beside the call's");
        long[] calls = changes.stream().mapToLong(Change::call).sorted().toArray();
        Enforcement.row(table, "the call itself", calls, calls);
        for (int node = 0; node < NODES.size(); node++) {
            int at = node;
            Enforcement.row(table, "enforced on node " + NODES.get(node),
                    changes.stream().mapToLong(change -> change.enforced.get(at)).sorted().toArray(), calls);
        }
        return table;
    }
}
