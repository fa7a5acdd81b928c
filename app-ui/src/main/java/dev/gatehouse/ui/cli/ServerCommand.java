package dev.gatehouse.ui.cli;

import ch.qos.logback.classic.Level;
import dev.gatehouse.server.GatehouseServer;
import dev.gatehouse.server.ServerConfig;
import dev.gatehouse.server.StartException;
import dev.gatehouse.ui.demo.process.Lifeline;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gatehouse server}. */
@Command(name = "server", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Runs a node without a window until it is told to end.")
final class ServerCommand implements Callable<Integer> {

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(4);
    private static final int ENDED_BY_SIGTERM = 143;

    private final Host host;
    private final NodeOptions options;

    @Option(names = "--until-stdin-closes", hidden = true, description = "Ends when the standard input is over: for programs that start nodes.")
    private boolean tethered;

    ServerCommand(Host host, NodeOptions options) {
        this.host = host;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        if (tethered) {
            Lifeline.watch(System.in, end::countDown);
        }
        ServerConfig config = options.config(host);
        Logs.toStandardError(Level.INFO);
        Logs.toFolder(config.data());
        try (GatehouseServer server = GatehouseServer.start(config)) {
            Thread closing = new Thread(() -> closeInTime(server), "closing");
            Runtime.getRuntime().addShutdownHook(closing);
            host.out().println("gatehouse " + server.node() + " ready " + server.uri() + " traffic "
                    + Objects.requireNonNullElse(server.trafficUri(), "off"));
            host.out().flush();
            end.await();
        } catch (StartException failure) {
            throw CommandFailure.failed(String.valueOf(failure.getMessage()));
        }
        return Program.DONE;
    }

    /** A node that does not end by itself is ended: whoever sent the signal has other things to do. */
    private static void closeInTime(GatehouseServer server) {
        Thread closing = Thread.ofPlatform().daemon().start(server::close);
        try {
            if (!closing.join(LONGEST_CLOSE)) {
                Runtime.getRuntime().halt(ENDED_BY_SIGTERM);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
