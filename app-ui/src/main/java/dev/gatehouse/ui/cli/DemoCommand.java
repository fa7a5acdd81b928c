package dev.gatehouse.ui.cli;

import dev.gatehouse.ui.ConsoleApp;
import dev.gatehouse.ui.LaunchPlan;
import dev.gatehouse.ui.demo.DemoSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gatehouse demo}. */
@Command(name = "demo", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Runs a fleet on this machine: a real Redis, a real Kafka, nodes, simulated clients, and the console.")
final class DemoCommand implements Callable<Integer> {

    private final Host host;
    private final NodeOptions options;

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "3", description = "How many nodes, 1 to 9 (${DEFAULT-VALUE}).")
    private int nodes;

    @Option(names = "--clients", paramLabel = "N", defaultValue = "2000", description = "How many simulated clients, 1 to 20000 (${DEFAULT-VALUE}).")
    private int clients;

    @Option(names = "--sessions", paramLabel = "N", defaultValue = "0", description = "How many sessions without sockets beside them, 0 to 2000000 (${DEFAULT-VALUE}).")
    private int sessions;

    @Option(names = "--churn", paramLabel = "N", defaultValue = "500", description = "How many of those come or go in a second, 0 to 20000 (${DEFAULT-VALUE}).")
    private int churn;

    @Option(names = "--no-sockets", description = "Starts no simulated clients; goes with --sessions.")
    private boolean withoutSockets;

    @Option(names = "--no-ui", description = "Opens no console; prints what happened at the end.")
    private boolean withoutConsole;

    @Option(names = "--seconds", paramLabel = "N", description = "With --no-ui: ends so long after the fleet is in; without it, runs until it is stopped.")
    private @Nullable Integer seconds;

    @Option(names = "--keep", description = "Keeps the demo's folder with all logs and data.")
    private boolean keep;

    DemoCommand(Host host, NodeOptions options) {
        this.host = host;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        check(nodes >= 1 && nodes <= 9, "--nodes must be 1 to 9.");
        check(clients >= 1 && clients <= 20_000, "--clients must be 1 to 20000.");
        check(seconds == null || seconds >= 1, "--seconds must be 1 or more.");
        check(seconds == null || withoutConsole, "--seconds goes with --no-ui.");
        check(sessions >= 0 && sessions <= 2_000_000, "--sessions must be 0 to 2000000.");
        check(churn >= 0 && churn <= 20_000, "--churn must be 0 to 20000.");
        check(sessions > 0 || !withoutSockets, "--no-sockets goes with --sessions.");
        Path checkout = DemoRun.checkout(host, "demo");
        if (!withoutConsole) {
            Display.require(host);
        }
        DemoSettings settings = new DemoSettings(checkout, nodes, withoutSockets ? 0 : clients,
                new DemoSettings.MadeUp(sessions, churn),
                withoutConsole ? DemoSettings.Console.NEVER : DemoSettings.Console.AT_ONCE,
                seconds == null ? null : Duration.ofSeconds(seconds), keep, options.overrides());
        return DemoRun.run(host, settings,
                (node, data, operator) -> ConsoleApp.launch(data, CompletableFuture.completedFuture(
                        LaunchPlan.remote(node, data).signedInAs(operator.name(), operator.password()))));
    }

    private static void check(boolean sound, String sentence) {
        if (!sound) {
            throw CommandFailure.wrongUsage(sentence);
        }
    }
}
