package dev.gatehouse.ui.cli;

import ch.qos.logback.classic.Level;
import dev.gatehouse.server.GeneratorNode;
import dev.gatehouse.server.StartException;
import dev.gatehouse.ui.demo.process.GeneratorProcess;
import dev.gatehouse.ui.demo.process.Lifeline;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gatehouse generate}, which the demo starts: sessions without sockets. Ends when its standard input does. */
@Command(name = "generate", hidden = true, mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Fills presence with sessions that nobody has, until the standard input is over.")
final class GenerateCommand implements Callable<Integer> {

    private final Host host;
    private final NodeOptions options;

    @Option(names = "--sessions", paramLabel = "N", required = true, description = "How many.")
    private int sessions;

    @Option(names = "--churn", paramLabel = "N", defaultValue = "0", description = "How many come or go in a second (${DEFAULT-VALUE}).")
    private int churn;

    GenerateCommand(Host host, NodeOptions options) {
        this.host = host;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Lifeline.watch(System.in, end::countDown);
        Logs.toStandardError(Level.INFO);
        try (GeneratorNode generator = GeneratorNode.start(options.config(host), sessions, churn)) {
            do {
                host.out().println(GeneratorProcess.ONLINE + generator.online());
                host.out().flush();
            } while (!end.await(1, TimeUnit.SECONDS));
        } catch (StartException failure) {
            throw CommandFailure.failed(String.valueOf(failure.getMessage()));
        }
        return Program.DONE;
    }
}
