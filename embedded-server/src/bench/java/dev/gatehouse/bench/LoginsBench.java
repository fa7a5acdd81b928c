package dev.gatehouse.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.RefreshExchange;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.server.fixture.Api;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Logins of a real node beside the bare hash, and refreshes beside the bare signature, on one core each. */
final class LoginsBench {

    private static final List<String> FLAGS = List.of("-Xms384m", "-Xmx384m", "-XX:+UseG1GC");
    private static final int LOGGING_IN = 3;
    private static final int REFRESHING = 8;
    private static final int PER_SECOND = 0;

    private LoginsBench() {}

    static Table run(Options options) throws IOException, InterruptedException {
        int rounds = options.roundsOr(5);
        int seconds = options.secondsOr(8);
        try (Scratch scratch = Scratch.make();
                RedisServer redis = RedisServer.start(Child.LOAD_CORE, scratch);
                Child node = Child.java(Child.SERVER_CORE, FLAGS, NodeMain.class, scratch.path("node").toString(),
                        "redis.uri=" + redis.uri(), "auth.access-token=6h");
                Child bare = Child.java(Child.SERVER_CORE, FLAGS, HashMain.class)) {
            URI uri = URI.create(node.line("ready "));
            bare.line("ready");
            Api admin = new Api(uri).signedIn(NodeMain.ADMIN, NodeMain.PASSWORD);
            for (int i = 0; i < REFRESHING; i++) {
                admin.post(UsersExchange.PATH, Map.of("username", name(i), "password", NodeMain.PASSWORD));
            }
            Bench.say("logins: warming up");
            bare.ask("hash " + seconds, "done ");
            bare.ask("sign " + seconds, "done ");
            warm(uri, seconds);
            Comparison logins = Comparison.of("logins", rounds, () -> logins(uri, seconds),
                    () -> rate(bare.ask("hash " + seconds, "done ")));
            Comparison refreshes = Comparison.of("refreshes", rounds, () -> refreshes(uri, seconds),
                    () -> rate(bare.ask("sign " + seconds, "done ")));
            Table table = new Table("logins", "logins --rounds " + rounds + " --seconds " + seconds,
                    "one core, Redis on another, " + logins.counted(), "Gatehouse", "bare", "median ratio");
            table.compare("logins per second beside Argon2id (19 MiB, t=2, p=1) alone", logins, PER_SECOND);
            table.compare("refreshes per second beside an Ed25519 signature alone", refreshes, PER_SECOND);
            return table;
        }
    }

    private static void warm(URI uri, int seconds) {
        try {
            logins(uri, seconds);
            refreshes(uri, seconds);
        } catch (WrongAnswerException e) {
            throw new BenchFailure("The node gives wrong answers: " + e.getMessage());
        }
    }

    private static String name(int number) {
        return "client-" + number;
    }

    private static double[] rate(String done) {
        String[] words = done.split(" ", -1);
        return new double[]{Long.parseLong(words[0]) * 1e9 / Long.parseLong(words[1])};
    }

    private static double[] logins(URI uri, int seconds) throws WrongAnswerException {
        Api api = new Api(uri);
        return asked(LOGGING_IN, seconds, thread -> api.login(name(thread), NodeMain.PASSWORD));
    }

    private static double[] refreshes(URI uri, int seconds) throws WrongAnswerException {
        Api api = new Api(uri);
        AtomicReferenceArray<String> tokens = new AtomicReferenceArray<>(REFRESHING);
        for (int i = 0; i < REFRESHING; i++) {
            tokens.set(i, api.login(name(i), NodeMain.PASSWORD).json().path("refreshToken").asText());
        }
        return asked(REFRESHING, seconds, thread -> {
            Api.Answer answer = api.post(RefreshExchange.PATH, Map.of("refreshToken", tokens.get(thread)));
            if (answer.status() == 200) {
                JsonNode pair = answer.json();
                tokens.set(thread, pair.path("refreshToken").asText());
            }
            return answer;
        });
    }

    /** One request of a thread. */
    @FunctionalInterface
    private interface Request {

        Api.Answer send(int thread);
    }

    private static double[] asked(int threads, int seconds, Request request) throws WrongAnswerException {
        AtomicLong wrong = new AtomicLong();
        Pace.Result result = new Pace(threads, 0).run(Duration.ofSeconds(seconds), thread -> {
            if (request.send(thread).status() != 200) {
                wrong.incrementAndGet();
            }
        });
        if (wrong.get() > 0) {
            throw new WrongAnswerException(wrong + " of " + result.operations() + " requests were refused.");
        }
        return new double[]{result.operations() * 1e9 / result.nanos()};
    }
}
