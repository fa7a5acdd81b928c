package dev.gatehouse.ui.cli;

import dev.gatehouse.server.GatehouseServer;
import dev.gatehouse.server.ServerConfig;
import dev.gatehouse.server.StartException;
import dev.gatehouse.ui.ConsoleApp;
import dev.gatehouse.ui.LaunchPlan;
import dev.gatehouse.ui.WindowFailure;
import java.util.concurrent.Callable;
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
        try (GatehouseServer server = GatehouseServer.start(config)) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "closing"));
            LaunchPlan plan = LaunchPlan.embedded(server.uri(), config.data()).trusting(server.certificate());
            ConsoleApp.launch(
                    server.hasAdmin() ? plan : plan.firstRun((name, password) -> create(server, name, password)));
        } catch (StartException | WindowFailure failure) {
            throw CommandFailure.failed(String.valueOf(failure.getMessage()));
        }
        return Program.DONE;
    }

    private static void create(GatehouseServer server, String name, char[] password) {
        try {
            server.createAdmin(name, password);
        } catch (StartException failure) {
            throw CommandFailure.failed(String.valueOf(failure.getMessage()));
        }
    }
}
