package dev.gatehouse.ui.cli;

import dev.gatehouse.server.ConfigException;
import dev.gatehouse.server.GatehouseServer;
import dev.gatehouse.server.ServerConfig;
import dev.gatehouse.server.StartException;
import dev.gatehouse.ui.ConsoleApp;
import dev.gatehouse.ui.LaunchPlan;
import dev.gatehouse.ui.demo.Demo;
import dev.gatehouse.ui.demo.DemoDoors;
import dev.gatehouse.ui.demo.DemoSettings;
import dev.gatehouse.ui.demo.fleet.Fleet;
import dev.gatehouse.ui.demo.process.DemoFailure;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gatehouse demo}. */
@Command(name = "demo", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Runs a fleet on this machine: a real Redis, a real Kafka, nodes, simulated clients, and the console.")
final class DemoCommand implements Callable<Integer> {

    private static final int LONGEST_CLEARING_SECONDS = 15;

    private final Host host;
    private final NodeOptions options;

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "3", description = "How many nodes, 1 to 9 (${DEFAULT-VALUE}).")
    private int nodes;

    @Option(names = "--clients", paramLabel = "N", defaultValue = "2000", description = "How many simulated clients, 1 to 20000 (${DEFAULT-VALUE}).")
    private int clients;

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
        Path checkout = host.checkout();
        if (checkout == null) {
            throw CommandFailure.failed("demo runs in a checkout of the sources only: clone the project's repository"
                    + " and run ./gatehouse demo there.");
        }
        if (!withoutConsole) {
            Display.require(host);
        }
        DemoSettings settings = new DemoSettings(checkout, nodes, clients, !withoutConsole,
                seconds == null ? null : Duration.ofSeconds(seconds), keep, options.overrides());
        Demo demo = new Demo(settings, new Doors(), Clock.systemUTC(), host.out(), host.err());
        CountDownLatch cleared = new CountDownLatch(1);
        Thread clearing = clearing(Thread.currentThread(), cleared);
        Runtime.getRuntime().addShutdownHook(clearing);
        try {
            return demo.run() ? Program.DONE : Program.FAILED;
        } catch (DemoFailure failure) {
            throw CommandFailure.failed(String.valueOf(failure.getMessage()));
        } finally {
            cleared.countDown();
        }
    }

    /** On Ctrl-C and SIGTERM: wakes the demo up and waits until it has cleared everything away. */
    private static Thread clearing(Thread demo, CountDownLatch cleared) {
        return new Thread(() -> {
            demo.interrupt();
            try {
                if (!cleared.await(LONGEST_CLEARING_SECONDS, TimeUnit.SECONDS)) {
                    System.err
                            .println("demo: not everything could be cleared away in time; what is left ends by itself");
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }, "clearing");
    }

    private static void check(boolean sound, String sentence) {
        if (!sound) {
            throw CommandFailure.wrongUsage(sentence);
        }
    }

    /** The demo's ways to the rest of the program. */
    private static final class Doors implements DemoDoors {

        @Override
        public void createAdmin(Path nodeData, Fleet.Operator operator) throws DemoFailure {
            try {
                ServerConfig config = ServerConfig.load(
                        new ServerConfig.Sources(nodeData, null, Map.of(), Map.of()));
                GatehouseServer.administer(config, GatehouseServer.Administration.CREATE, operator.name(),
                        operator.password().toCharArray());
            } catch (ConfigException | StartException failure) {
                throw new DemoFailure("The demo's operator could not be created: " + failure.getMessage(), failure);
            }
        }

        @Override
        public void openConsole(URI node, Path data, Fleet.Operator operator) {
            ConsoleApp.launch(LaunchPlan.remote(node, data).signedInAs(operator.name(), operator.password()));
        }
    }
}
