package dev.gatehouse.bench;

import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.server.fixture.Api;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A request through the traffic port, beside the same one through Jetty's bare reverse proxy, through nginx, and to the
 * upstream itself. Everyone passes on to the same upstream.
 */
final class TrafficBench {

    private static final List<String> FLAGS = List.of("-Xms256m", "-Xmx256m", "-XX:+UseG1GC");
    private static final String BODY = "x".repeat(1024);
    private static final String GUARDED = "/guarded/4711";
    private static final String OPEN = "/open/4711";
    /** Digits of the headers that tell what is left of a limit and until when. */
    private static final int LIMIT_DIGITS = 8;
    private static final int WARM_UP_SECONDS = 45;
    /** A node that stood still asks about tokens until it knows that it has heard of all denials. */
    private static final int SETTLE_SECONDS = 4;
    /** A turn is taken again where the machine that this one runs in took more of the time than this share. */
    private static final double MOST_STOLEN = 0.01;
    private static final int MOST_TURNS = 12;
    private static final String DIRECT = "upstream itself";
    private static final String BARE = "bare ProxyHandler";

    private TrafficBench() {}

    /** One of those who are asked; {@code process} is the one whose processor time counts. */
    private record Side(String name, Child process, URI uri, Wrk many, Wrk one, List<double[]> loaded,
            List<double[]> alone) {

        static Side of(Scratch scratch, String name, Child process, URI uri, Wrk.Asked asked) throws IOException {
            return new Side(name, process, uri,
                    new Wrk(Files.createDirectories(scratch.fresh("wrk")), asked, Wrk.CONNECTIONS),
                    new Wrk(Files.createDirectories(scratch.fresh("wrk")), asked, 1), new ArrayList<>(),
                    new ArrayList<>());
        }

        double median(List<double[]> turns, int figure) {
            return Figures.median(turns.stream().mapToDouble(turn -> turn[figure]).toArray());
        }
    }

    static Table run(Options options) throws IOException, InterruptedException {
        int rounds = options.roundsOr(3);
        int seconds = options.secondsOr(4);
        try (Scratch scratch = Scratch.make();
                RedisServer redis = RedisServer.start(Child.LOAD_CORE, scratch);
                Nginx upstream = Nginx.answering(Child.LOAD_CORE, scratch.path("upstream"), BODY);
                Nginx nginx = Nginx.proxy(Child.SERVER_CORE, scratch.path("nginx"), upstream.uri());
                Child bare = Child.java(Child.SERVER_CORE, FLAGS, ProxyMain.class, upstream.uri().toString());
                Child alone = node(scratch, "alone");
                Child fleet = node(scratch, "fleet", "redis.uri=" + redis.uri())) {
            Wrk.Asked plain = new Wrk.Asked(OPEN, "", BODY, 0);
            URI aloneTraffic = URI.create(alone.line("traffic "));
            URI fleetTraffic = URI.create(fleet.line("traffic "));
            List<Side> sides = List.of(
                    Side.of(scratch, "token and limit", alone, aloneTraffic, guarded(alone, upstream.uri())),
                    Side.of(scratch, "token and limit, counted in Redis", fleet, fleetTraffic,
                            guarded(fleet, upstream.uri())),
                    Side.of(scratch, "public route", alone, aloneTraffic, plain),
                    Side.of(scratch, BARE, bare, URI.create(bare.line("ready ")), plain),
                    Side.of(scratch, "nginx", nginx.process(), nginx.uri(), plain),
                    Side.of(scratch, DIRECT, upstream.process(), upstream.uri(), plain));
            for (Side side : sides) {
                Bench.say("traffic: warming up " + side.name);
                warm(side);
            }
            List<Child> servers = List.of(alone, fleet, bare, nginx.process());
            for (int round = 1; round <= rounds; round++) {
                for (Side side : sides) {
                    for (Child other : servers) {
                        if (!other.equals(side.process)) {
                            other.pause();
                        }
                    }
                    turn(side, seconds);
                    for (Child other : servers) {
                        other.resume();
                    }
                }
                Bench.say("traffic: round %d of %d".formatted(round, rounds));
            }
            return table(sides, rounds, seconds);
        }
    }

    private static Child node(Scratch scratch, String name, String... settings) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of(scratch.path(name).toString(), "auth.access-token=6h", "traffic.port=0"));
        arguments.addAll(List.of(settings));
        return Child.java(Child.SERVER_CORE, FLAGS, NodeMain.class, arguments.toArray(String[]::new));
    }

    /** Makes both routes at a node. */
    private static Wrk.Asked guarded(Child node, URI upstream) throws IOException {
        Api api = new Api(URI.create(node.line("ready "))).signedIn(NodeMain.ADMIN, NodeMain.PASSWORD);
        route(api, upstream, Map.of("path", "/guarded/:id", "permission", "user", "policies",
                Map.of("limits", List.of(Map.of("kind", "sliding-window", "per", "user", "permits", 1_000_000,
                        "periodMillis", 10_000)))));
        route(api, upstream, Map.of("path", "/open/:id", "permission", "public"));
        return new Wrk.Asked(GUARDED, api.token(), BODY, LIMIT_DIGITS);
    }

    private static void route(Api api, URI upstream, Map<String, Object> said) {
        Map<String, Object> route = new HashMap<>(said);
        route.putAll(Map.of("method", "GET", "upstreams", List.of(upstream.toString())));
        Api.Answer answer = api.post(RoutesExchange.PATH, route);
        if (answer.status() != 201) {
            throw new BenchFailure("A route was not made: " + answer.text());
        }
    }

    /** On one core the compiler needs its time. */
    private static void warm(Side side) throws IOException, InterruptedException {
        try {
            side.many.load(side.process, side.uri, WARM_UP_SECONDS);
        } catch (WrongAnswerException e) {
            throw new BenchFailure(side.name + ": " + e.getMessage());
        }
    }

    private static void turn(Side side, int seconds) throws IOException, InterruptedException {
        try {
            side.many.load(side.process, side.uri, SETTLE_SECONDS);
            side.loaded.add(undisturbed(side, side.many, seconds));
            side.alone.add(undisturbed(side, side.one, Math.max(1, seconds / 2)));
        } catch (WrongAnswerException e) {
            throw new BenchFailure(side.name + ": " + e.getMessage());
        }
    }

    /** The first turn of which next to nothing was stolen, or that of which the least was. */
    private static double[] undisturbed(Side side, Wrk load, int seconds)
            throws IOException, InterruptedException, WrongAnswerException {
        double[] best = load.load(side.process, side.uri, seconds);
        for (int turn = 1; best[Wrk.STOLEN] > MOST_STOLEN && turn < MOST_TURNS; turn++) {
            double[] next = load.load(side.process, side.uri, seconds);
            best = next[Wrk.STOLEN] < best[Wrk.STOLEN] ? next : best;
        }
        return best;
    }

    private static Table table(List<Side> sides, int rounds, int seconds) {
        Table table = new Table("traffic", "traffic --rounds " + rounds + " --seconds " + seconds,
                "GET of 1 KiB, one core, " + rounds + " rounds", "requests per second",
                "ratio to ProxyHandler", "p99 of 32, ms", "server CPU, ms per request", "p50 of one, ms",
                "added to the upstream's p50, ms", "resident, MiB", "stolen, %");
        Side bare = named(sides, BARE);
        Side direct = named(sides, DIRECT);
        for (Side side : sides) {
            double[] ratios = new double[side.loaded.size()];
            for (int round = 0; round < ratios.length; round++) {
                ratios[round] = side.loaded.get(round)[Wrk.PER_SECOND] / bare.loaded.get(round)[Wrk.PER_SECOND];
            }
            double p50 = side.median(side.alone, Wrk.P50_MILLIS);
            table.row(side.name, Figures.text(side.median(side.loaded, Wrk.PER_SECOND)),
                    Figures.ratio(Figures.median(ratios)), Figures.text(side.median(side.loaded, Wrk.P99_MILLIS)),
                    Figures.text(side.median(side.loaded, Wrk.CPU_MILLIS)), Figures.ratio(p50),
                    Figures.ratio(p50 - direct.median(direct.alone, Wrk.P50_MILLIS)),
                    Figures.text(side.process.residentKib() / 1024.0),
                    Figures.ratio(100 * side.median(side.loaded, Wrk.STOLEN)));
        }
        return table;
    }

    private static Side named(List<Side> sides, String name) {
        return sides.stream().filter(side -> side.name.equals(name)).findFirst().orElseThrow();
    }
}
