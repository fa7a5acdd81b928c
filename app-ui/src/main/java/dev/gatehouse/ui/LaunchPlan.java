package dev.gatehouse.ui;

import dev.gatehouse.ui.firstrun.FirstAdmin;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the console starts with.
 *
 * @param server     the server to sign in to first, such as {@code http://127.0.0.1:7070}
 * @param dataFolder where the console keeps its own settings, and the embedded server its data
 * @param embedded   whether {@code server} runs in this process
 * @param credentials sign in with these at once; absent to ask
 * @param firstAdmin makes the first administrator; present only where the server in this process has none yet
 */
public record LaunchPlan(URI server, Path dataFolder, boolean embedded, @Nullable Credentials credentials,
        @Nullable FirstAdmin firstAdmin) {

    /** The server in this process. */
    public static LaunchPlan embedded(URI server, Path dataFolder) {
        return new LaunchPlan(server, dataFolder, true, null, null);
    }

    /** A server elsewhere. */
    public static LaunchPlan remote(URI server, Path dataFolder) {
        return new LaunchPlan(server, dataFolder, false, null, null);
    }

    /** This plan, signed in at once. */
    public LaunchPlan signedInAs(String username, String password) {
        return new LaunchPlan(server, dataFolder, embedded, new Credentials(username, password), firstAdmin);
    }

    /** This plan, beginning with the wizard of the first run. */
    public LaunchPlan firstRun(FirstAdmin creator) {
        return new LaunchPlan(server, dataFolder, embedded, credentials, creator);
    }

    /** A name and its password. */
    public record Credentials(String username, String password) {

        @Override
        public String toString() {
            return "Credentials[username=" + username + "]";
        }
    }
}
