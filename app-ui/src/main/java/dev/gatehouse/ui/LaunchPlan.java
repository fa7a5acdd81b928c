package dev.gatehouse.ui;

import dev.gatehouse.ui.firstrun.FirstAdmin;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the console starts with.
 *
 * @param server     the server to sign in to first, such as {@code http://127.0.0.1:7070}
 * @param dataFolder where the console keeps its own settings, and the embedded server its data
 * @param embedded   whether {@code server} runs in this process
 * @param credentials sign in with these at once; absent to ask
 * @param certificates of nodes that are trusted whoever issued these
 * @param firstAdmin makes the first administrator; present only where the server in this process has none yet
 */
public record LaunchPlan(URI server, Path dataFolder, boolean embedded, List<X509Certificate> certificates,
        @Nullable Credentials credentials, @Nullable FirstAdmin firstAdmin) {

    public LaunchPlan {
        certificates = List.copyOf(certificates);
    }

    /** The server in this process. */
    public static LaunchPlan embedded(URI server, Path dataFolder) {
        return new LaunchPlan(server, dataFolder, true, List.of(), null, null);
    }

    /** A server elsewhere. */
    public static LaunchPlan remote(URI server, Path dataFolder) {
        return new LaunchPlan(server, dataFolder, false, List.of(), null, null);
    }

    /** This plan, signed in at once. */
    public LaunchPlan signedInAs(String username, String password) {
        return new LaunchPlan(server, dataFolder, embedded, certificates, new Credentials(username, password),
                firstAdmin);
    }

    /** This plan, beginning with the wizard of the first run. */
    public LaunchPlan firstRun(FirstAdmin creator) {
        return new LaunchPlan(server, dataFolder, embedded, certificates, credentials, creator);
    }

    /** This plan, trusting a node's own certificate; absent where it serves without TLS. */
    public LaunchPlan trusting(@Nullable X509Certificate certificate) {
        return certificate == null
                ? this
                : new LaunchPlan(server, dataFolder, embedded, List.of(certificate), credentials, firstAdmin);
    }

    /** A name and its password. */
    public record Credentials(String username, String password) {

        @Override
        public String toString() {
            return "Credentials[username=" + username + "]";
        }
    }
}
