package dev.gatehouse.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.model.user.User;
import dev.gatehouse.server.GatehouseServer;
import dev.gatehouse.server.ServerConfig;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.client.LiveState;
import dev.gatehouse.ui.text.Failures;
import dev.gatehouse.ui.text.Sentence;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A console and a node whose certificate nobody but itself vouches for. */
@Execution(ExecutionMode.CONCURRENT)
class ConsoleTlsTest {

    private static final String PASSWORD = "change it";

    @TempDir
    private static Path folder;

    private static GatehouseServer node;

    @BeforeAll
    static void start() throws Exception {
        Path keystore = folder.resolve("node.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair", "-alias", "node", "-keyalg", "EC", "-dname", "CN=node", "-ext",
                "san=dns:node.example", "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore",
                keystore.toString()).inheritIO().start();
        assertThat(keytool.waitFor()).isZero();
        node = GatehouseServer.start(ServerConfig.load(new ServerConfig.Sources(
                folder.resolve("data"), null, Map.of(), Map.of("http.port", "0", "traffic.port", "-1", "tls.keystore",
                        keystore.toString(), "tls.password", PASSWORD))));
        node.createAdmin(TestConsole.ADMIN, TestConsole.PASSWORD.toCharArray());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void consoleTrustsTheCertificateOfItsOwnNode() throws Exception {
        try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            LaunchPlan plan = LaunchPlan.embedded(node.uri(), folder).trusting(node.certificate());
            HttpClient http = ConsoleApp.http(plan.certificates());
            ConsoleClient client = new ConsoleClient(node.uri(), http, Clock.systemUTC());

            User operator = client.login(TestConsole.ADMIN, TestConsole.PASSWORD).get(20, TimeUnit.SECONDS);

            assertThat(operator.username()).isEqualTo(TestConsole.ADMIN);
            try (LiveClient live = new LiveClient(client, timer, Clock.systemUTC())) {
                live.start();
                Awaitility.await().until(() -> live.state().status() == LiveState.Status.LIVE);
            }
            http.shutdownNow();
        }
    }

    @Test
    void otherConsolesSayWhyTheyDoNotTrustIt() {
        X509Certificate certificate = Objects.requireNonNull(node.certificate());
        HttpClient http = ConsoleApp.http(List.of());
        ConsoleClient client = new ConsoleClient(node.uri(), http, Clock.systemUTC());

        Throwable failure = catchThrowable(() -> client.login(TestConsole.ADMIN, "any").join());

        Sentence said = Failures.sentence(
                failure instanceof CompletionException ? Objects.requireNonNull(failure.getCause()) : failure);
        assertThat(said.key()).isEqualTo("failure.certificate");
        assertThat(String.valueOf(said.values().get(1)))
                .contains(certificate.getIssuerX500Principal().getName(), "does not trust");
        http.shutdownNow();
    }
}
