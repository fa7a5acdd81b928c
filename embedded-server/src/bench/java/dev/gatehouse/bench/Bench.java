package dev.gatehouse.bench;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Where the benchmarks begin: {@code src/bench/run} starts it with the name of one. */
public final class Bench {

    private static final List<String> ALL = List.of("requests", "heartbeats", "presence", "log", "window", "memory",
            "revocation",
            "logins", "storm", "denied", "import", "redis-memory", "sockets", "fanout", "echo", "tracing", "windows",
            "index-memory", "catch-up", "indexing", "index", "tail", "journal", "commands", "access", "outbox",
            "match", "traffic", "enforce");

    private Bench() {}

    /** Runs the benchmarks that were asked for; their tables go to standard output, all else to standard error. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try {
            Options options = Options.parse(List.of(arguments));
            List<String> names = options.command().equals("all") ? ALL : List.of(options.command());
            for (String name : names) {
                run(name, options).print(System.out);
            }
        } catch (BenchFailure e) {
            say(String.valueOf(e.getMessage()));
            System.exit(1);
        }
    }

    private static Table run(String name, Options options) throws IOException, InterruptedException {
        return switch (name) {
            case "requests" -> RequestsBench.run(options);
            case "tracing" -> TracingBench.run(options);
            case "heartbeats" -> HeartbeatsBench.run(options);
            case "presence" -> PresenceBench.run(options);
            case "log" -> LogBench.run(options);
            case "window" -> WindowBench.run(options);
            case "memory" -> MemoryBench.run(options);
            case "revocation" -> RevocationBench.run(options);
            case "logins" -> LoginsBench.run(options);
            case "storm" -> StormBench.run(options);
            case "denied" -> DeniedBench.run(options);
            case "import" -> ImportBench.run(options);
            case "redis-memory" -> RedisMemoryBench.run();
            case "windows" -> WindowsBench.run(options);
            case "index-memory" -> IndexMemoryBench.run();
            case "catch-up" -> CatchUpBench.run();
            case "journal" -> JournalBench.run(options);
            case "commands" -> CommandsBench.run(options);
            case "access" -> AccessBench.run(options);
            case "outbox" -> OutboxBench.run(options);
            case "sockets" -> SocketsBench.run(options);
            case "fanout" -> FanoutBench.run(options);
            case "indexing" -> IndexingBench.run(options);
            case "index" -> IndexBench.run(options);
            case "tail" -> TailBench.run(options);
            case "echo" -> EchoBench.run(options);
            case "match" -> MatchBench.run(options);
            case "traffic" -> TrafficBench.run(options);
            case "enforce" -> EnforceBench.run(options);
            default -> throw new BenchFailure("There is no benchmark " + name + "; there are "
                    + String.join(", ", Stream.concat(ALL.stream(), Stream.of("all")).toList()) + ".");
        };
    }

    /** Tells whoever watches. */
    static void say(String sentence) {
        System.err.println(sentence);
    }
}
