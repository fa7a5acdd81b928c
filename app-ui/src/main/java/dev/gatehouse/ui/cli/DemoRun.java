package dev.gatehouse.ui.cli;

import dev.gatehouse.server.ConfigException;
import dev.gatehouse.server.GatehouseServer;
import dev.gatehouse.server.ServerConfig;
import dev.gatehouse.server.StartException;
import dev.gatehouse.ui.WindowFailure;
import dev.gatehouse.ui.demo.Demo;
import dev.gatehouse.ui.demo.DemoDoors;
import dev.gatehouse.ui.demo.DemoSettings;
import dev.gatehouse.ui.demo.fleet.Fleet;
import dev.gatehouse.ui.demo.process.DemoFailure;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs a demo within this process, and clears it away however the process ends. */
final class DemoRun {

    private static final int LONGEST_CLEARING_SECONDS = 15;

    private DemoRun() {}

    /** What looks at the demo's fleet. */
    @FunctionalInterface
    interface Viewer {

        /**
         * Looks, and returns when it has seen enough.
         *
         * @param node one of the fleet's nodes
         * @param data a folder for settings, gone afterwards
         */
        void look(URI node, Path data, Fleet.Operator operator);
    }

    /** The checkout that this program runs in. */
    static Path checkout(Host host, String command) {
        Path checkout = host.checkout();
        if (checkout == null) {
            throw CommandFailure.failed(command + " runs in a checkout of the sources only: clone the project's"
                    + " repository and run ./gatehouse " + command + " there.");
        }
        return checkout;
    }

    /** Runs a demo to its end; the answer is an exit code. */
    static int run(Host host, DemoSettings settings, Viewer viewer) throws InterruptedException {
        Demo demo = new Demo(settings, new Doors(viewer), Clock.systemUTC(), host.out(), host.err());
        CountDownLatch cleared = new CountDownLatch(1);
        Thread clearing = clearing(Thread.currentThread(), cleared);
        Runtime.getRuntime().addShutdownHook(clearing);
        try {
            return demo.run() ? Program.DONE : Program.FAILED;
        } catch (DemoFailure | WindowFailure failure) {
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

    /** The demo's ways to the rest of the program. */
    private record Doors(Viewer viewer) implements DemoDoors {

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
            viewer.look(node, data, operator);
        }
    }
}
