package dev.gatehouse.ui.cli;

import dev.gatehouse.server.GatehouseServer;
import dev.gatehouse.server.ServerConfig;
import dev.gatehouse.server.StartException;
import dev.gatehouse.ui.ConsoleApp;
import dev.gatehouse.ui.LaunchPlan;
import dev.gatehouse.ui.WindowFailure;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gatehouse}. */
@Command(name = "gatehouse", mixinStandardHelpOptions = true, versionProvider = Version.class, synopsisSubcommandLabel = "[COMMAND]", description = "Opens the console with a server of its own.", footer = {
        "", "Every configuration key can also be set by an environment variable GATEHOUSE_<KEY>.",
        "Exit codes: 0 done, 1 failed, 2 wrong usage."})
final class ConsoleCommand implements Callable<Integer> {

    private final Host host;

    @Mixin
    private final NodeOptions options;

    ConsoleCommand(Host host, NodeOptions options) {
        this.host = host;
        this.options = options;
    }

    @Override
    public Integer call() {
        ServerConfig config = options.config(host);
        Display.require(host);
        Logs.toFolder(config.data());
        CompletableFuture<GatehouseServer> starting = starting(config);
        Thread closing = new Thread(() -> close(starting), "closing");
        Runtime.getRuntime().addShutdownHook(closing);
        try {
            ConsoleApp.launch(config.data(), starting.thenApply(server -> plan(server, config)));
            starting.join();
        } catch (WindowFailure failure) {
            throw CommandFailure.failed(String.valueOf(failure.getMessage()));
        } catch (CompletionException failure) {
            throw CommandFailure
                    .failed(String.valueOf(Objects.requireNonNullElse(failure.getCause(), failure).getMessage()));
        } finally {
            close(starting);
        }
        return Program.DONE;
    }

    /** Starts the node while the window opens. */
    private static CompletableFuture<GatehouseServer> starting(ServerConfig config) {
        CompletableFuture<GatehouseServer> starting = new CompletableFuture<>();
        Thread.ofPlatform().name("node-start").start(() -> {
            try {
                starting.complete(GatehouseServer.start(config));
            } catch (StartException | RuntimeException failure) {
                starting.completeExceptionally(failure);
            }
        });
        return starting;
    }

    private static LaunchPlan plan(GatehouseServer server, ServerConfig config) {
        LaunchPlan plan = LaunchPlan.embedded(server.uri(), config.data()).trusting(server.certificate());
        return server.hasAdmin() ? plan : plan.firstRun((name, password) -> create(server, name, password));
    }

    /** Ends the node, once it has started. */
    private static void close(CompletableFuture<GatehouseServer> starting) {
        starting.thenAccept(GatehouseServer::close).exceptionally(_ -> null).join();
    }

    private static void create(GatehouseServer server, String name, char[] password) {
        try {
            server.createAdmin(name, password);
        } catch (StartException failure) {
            throw CommandFailure.failed(String.valueOf(failure.getMessage()));
        }
    }
}
