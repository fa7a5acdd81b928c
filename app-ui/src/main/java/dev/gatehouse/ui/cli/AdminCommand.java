package dev.gatehouse.ui.cli;

import dev.gatehouse.server.GatehouseServer;
import dev.gatehouse.server.StartException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gatehouse admin}: works on the data folder of a node, whether it runs or not. */
@Command(name = "admin", mixinStandardHelpOptions = true, versionProvider = Version.class, synopsisSubcommandLabel = "(create | reset-password)", description = "Creates administrators and resets their passwords.")
final class AdminCommand {

    /** {@code gatehouse admin create}. */
    @Command(name = "create", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Creates an administrator; asks for the password or takes it from GATEHOUSE_ADMIN_PASSWORD.")
    static final class Create implements Callable<Integer> {

        private final Host host;
        private final NodeOptions options;

        @Parameters(paramLabel = "NAME", description = "The administrator's user name.")
        private String name = "";

        Create(Host host, NodeOptions options) {
            this.host = host;
            this.options = options;
        }

        @Override
        public Integer call() {
            char[] password = Passwords.read(host);
            try {
                GatehouseServer.administer(options.config(host), GatehouseServer.Administration.CREATE, name, password);
            } catch (StartException failure) {
                throw CommandFailure.failed(String.valueOf(failure.getMessage()));
            } finally {
                Arrays.fill(password, ' ');
            }
            host.out().println("The administrator " + name + " can sign in now.");
            return Program.DONE;
        }
    }

    /** {@code gatehouse admin reset-password}. */
    @Command(name = "reset-password", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Sets a new password; asks for it or takes it from GATEHOUSE_ADMIN_PASSWORD.")
    static final class ResetPassword implements Callable<Integer> {

        private final Host host;
        private final NodeOptions options;

        @Parameters(paramLabel = "NAME", description = "The user's name.")
        private String name = "";

        ResetPassword(Host host, NodeOptions options) {
            this.host = host;
            this.options = options;
        }

        @Override
        public Integer call() {
            char[] password = Passwords.read(host);
            try {
                GatehouseServer.administer(options.config(host), GatehouseServer.Administration.RESET_PASSWORD, name,
                        password);
            } catch (StartException failure) {
                throw CommandFailure.failed(String.valueOf(failure.getMessage()));
            } finally {
                Arrays.fill(password, ' ');
            }
            host.out().println("The password of " + name + " is changed; all sessions with the old one are over.");
            return Program.DONE;
        }
    }
}
