package dev.gatehouse.ui.cli;

import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.demo.DemoSettings;
import dev.gatehouse.ui.demo.fleet.Fleet;
import dev.gatehouse.ui.shell.Screenshots;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatehouse screenshots}. */
@Command(name = "screenshots", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Writes a picture of every view, in both themes, on demo data, without a display.")
final class ScreenshotsCommand implements Callable<Integer> {

    private static final int NODES = 3;
    private static final int SIGN_IN_SECONDS = 20;

    private final Host host;

    @Parameters(paramLabel = "DIR", description = "The folder that takes the pictures.")
    private Path folder = Path.of(".");

    @Option(names = "--clients", paramLabel = "N", defaultValue = "240", description = "How many simulated clients (${DEFAULT-VALUE}).")
    private int clients;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "90", description = "How long the fleet runs before the pictures are taken (${DEFAULT-VALUE}).")
    private int seconds;

    ScreenshotsCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (clients < 1 || clients > 20_000 || seconds < 1) {
            throw CommandFailure.wrongUsage("--clients must be 1 to 20000, and --seconds 1 or more.");
        }
        System.setProperty("glass.platform", "Headless");
        System.setProperty("prism.order", "sw");
        DemoSettings settings = new DemoSettings(DemoRun.checkout(host, "screenshots"), NODES, clients,
                DemoSettings.MadeUp.NONE,
                DemoSettings.Console.WHEN_FULL, Duration.ofSeconds(seconds), false, Map.of());
        return DemoRun.run(host, settings, (node, data, operator) -> take(node, operator));
    }

    private void take(URI node, Fleet.Operator operator) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            ConsoleClient client = new ConsoleClient(node, http, Clock.systemUTC());
            client.login(operator.name(), operator.password()).get(SIGN_IN_SECONDS, TimeUnit.SECONDS);
            List<Path> files = Screenshots.write(client, folder);
            host.out().println(files.size() + " pictures are in " + folder.toAbsolutePath().normalize());
        } catch (IOException | ExecutionException | TimeoutException failure) {
            throw CommandFailure.failed("The pictures could not be taken: " + failure.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
