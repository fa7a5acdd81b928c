package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.client.MachineClient;
import dev.gatehouse.client.MachineIdentity;
import dev.gatehouse.client.NodeProblem;
import dev.gatehouse.client.NodeTrust;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.health.Diagnosis;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.Keystores;
import dev.gatehouse.server.fixture.WebSocketUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node on TLS, with certificates of the running JDK's keytool. */
class TlsTest {

    private static final String LOOPBACK = "ip:127.0.0.1,dns:localhost";

    @TempDir
    private static Path stores;

    private static Keystores keystores;
    private static Path good;
    private static Path elsewhere;
    private static Path expired;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeKeystores() {
        keystores = new Keystores(stores);
        good = keystores.key("node", LOOPBACK, 1, 30);
        elsewhere = keystores.key("elsewhere", "dns:elsewhere.example", 1, 30);
        expired = keystores.key("expired", LOOPBACK, 10, 5);
    }

    private static Map<String, String> tls(Path keystore) {
        return Map.of("tls.keystore", keystore.toString(), "tls.password", Keystores.PASSWORD);
    }

    private GatehouseServer start(Map<String, String> settings) throws ConfigException, StartException {
        return TestNodes.start(folder, settings);
    }

    private static HttpClient trusting(GatehouseServer node, KeyManager... own) {
        X509Certificate certificate = node.certificate();
        assertThat(certificate).isNotNull();
        return HttpClient.newBuilder().sslContext(NodeTrust.of(List.of(certificate), List.of()).context(own)).build();
    }

    private static HttpResponse<String> get(HttpClient http, URI node, String path)
            throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(node.resolve(path)).build(), BodyHandlers.ofString());
    }

    private static String login(HttpClient http, URI node) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(node.resolve("/api/v1/auth/login"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Api.json(Map.of("username", TestNodes.ADMIN, "password",
                        TestNodes.PASSWORD))))
                .build(), BodyHandlers.ofString()).body().replaceAll(".*\"accessToken\":\"([^\"]+)\".*", "$1");
    }

    @Test
    void restAndWebSocketAreServedOnTls13() throws Exception {
        try (GatehouseServer node = start(tls(good)); HttpClient http = trusting(node)) {
            assertThat(node.uri().getScheme()).isEqualTo("https");
            node.createAdmin(TestNodes.ADMIN, TestNodes.PASSWORD.toCharArray());

            HttpResponse<String> answer = get(http, node.uri(), "/healthz");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            CompletableFuture<String> welcome = new CompletableFuture<>();
            WebSocket socket = http.newWebSocketBuilder()
                    .subprotocols("gatehouse.v1", "bearer." + login(http, node.uri()))
                    .buildAsync(URI.create(node.uri().toString().replaceFirst("https", "wss") + "/ws"),
                            new WebSocket.Listener() {

                                @Override
                                public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text,
                                        boolean last) {
                                    welcome.complete(text.toString());
                                    return null;
                                }
                            })
                    .get(10, TimeUnit.SECONDS);
            assertThat(welcome.get(10, TimeUnit.SECONDS)).contains("welcome");
            socket.abort();
        }
    }

    @Test
    void trafficPortSpeaksHttp2OnTls() throws Exception {
        Map<String, String> settings = new HashMap<>(tls(good));
        settings.put("traffic.port", "0");
        try (WebSocketUpstream upstream = new WebSocketUpstream("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
                GatehouseServer node = start(settings);
                HttpClient http = trusting(node)) {
            node.createAdmin(TestNodes.ADMIN, TestNodes.PASSWORD.toCharArray());
            URI traffic = Objects.requireNonNull(node.trafficUri());
            assertThat(traffic.getScheme()).isEqualTo("https");
            assertThat(http.send(HttpRequest.newBuilder(node.uri().resolve(RoutesExchange.PATH))
                    .header("Authorization", "Bearer " + login(http, node.uri()))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(Api.json(Map.of("path", "/echo", "permission", "public",
                            "upstreams", List.of(upstream.address())))))
                    .build(), BodyHandlers.ofString()).statusCode()).isEqualTo(201);

            HttpResponse<String> answer = await().until(() -> http.send(HttpRequest.newBuilder(traffic.resolve("/echo"))
                    .POST(HttpRequest.BodyPublishers.ofString("body")).build(), BodyHandlers.ofString()),
                    sent -> sent.statusCode() == 200);

            assertThat(answer.body()).isEqualTo("body");
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void olderTlsAndPlainHttpAreRefused() throws Exception {
        try (GatehouseServer node = start(tls(good))) {
            X509Certificate certificate = node.certificate();
            SSLContext context = NodeTrust.of(List.of(certificate), List.of()).context();
            try (HttpClient old = HttpClient.newBuilder().sslContext(context)
                    .sslParameters(new SSLParameters(null, new String[]{"TLSv1.2"})).build();
                    HttpClient plain = HttpClient.newHttpClient()) {
                assertThatThrownBy(() -> get(old, node.uri(), "/healthz")).isInstanceOf(SSLHandshakeException.class)
                        .hasMessageContaining("protocol_version");
                assertThatThrownBy(() -> get(plain,
                        URI.create("http://127.0.0.1:" + node.uri().getPort()), "/healthz"))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void commandLineReachesARunningNodeOverTls() throws Exception {
        Map<String, String> settings = tls(elsewhere);
        try (GatehouseServer node = start(settings)) {
            GatehouseServer.administer(TestNodes.config(folder, settings),
                    GatehouseServer.Administration.CREATE, "ada", "correct horse battery".toCharArray());

            assertThat(node.hasAdmin()).isTrue();
        }
    }

    private String refusal(Map<String, String> settings) {
        Throwable thrown = catchThrowable(() -> start(settings).close());
        assertThat(thrown).isInstanceOf(StartException.class);
        return String.valueOf(thrown.getMessage());
    }

    private Diagnosis finding(Map<String, String> settings) throws ConfigException {
        return GatehouseServer.diagnose(TestNodes.config(folder, settings)).stream()
                .filter(found -> found.subject().equals("tls")).findFirst().orElseThrow();
    }

    @Test
    void whatIsWrongWithTheFilesIsOneSentenceAtTheStartAndByTheDoctor() throws Exception {
        Path noKeystore = Files.writeString(stores.resolve("text.p12"), "hello");
        Path noKey = keystores.trusting(good);
        Map<Map<String, String>, String> faults = new HashMap<>();
        faults.put(Map.of("tls.keystore", good.toString(), "tls.password", "wrong"), "tls.password");
        faults.put(tls(noKeystore), "no PKCS#12 keystore");
        faults.put(tls(noKey), "holds no private key");
        faults.put(tls(expired), "has expired on");
        Map<String, String> empty = new HashMap<>(tls(good));
        empty.putAll(Map.of("tls.truststore", good.toString(), "tls.truststore-password", Keystores.PASSWORD));
        faults.put(empty, "holds no trusted certificate");

        for (Map.Entry<Map<String, String>, String> fault : faults.entrySet()) {
            assertThat(refusal(fault.getKey())).contains(fault.getValue()).doesNotContain("Exception");
            Diagnosis found = finding(fault.getKey());
            assertThat(found.fatal()).isTrue();
            assertThat(found.sentence()).isEqualTo(refusal(fault.getKey()));
        }
        assertThatThrownBy(() -> start(tls(stores.resolve("nowhere.p12")))).isInstanceOf(ConfigException.class)
                .hasMessageContaining("tls.keystore").hasMessageContaining("nowhere.p12");
        assertThatThrownBy(() -> start(Map.of("tls.truststore", noKey.toString())))
                .isInstanceOf(ConfigException.class).hasMessageContaining("needs tls.keystore");
    }

    @Test
    void doctorTellsForWhomACertificateIsAndWhereTlsIsMissing() throws Exception {
        assertThat(finding(tls(good)).ok()).isTrue();
        assertThat(finding(tls(good)).sentence()).contains("localhost", "good until");
        assertThat(finding(tls(elsewhere)).fatal()).isFalse();
        assertThat(finding(tls(elsewhere)).ok()).isFalse();
        assertThat(finding(tls(elsewhere)).sentence()).contains("is for host elsewhere.example", "127.0.0.1");
        assertThat(finding(Map.of("http.host", "0.0.0.0")).ok()).isFalse();
        assertThat(finding(Map.of("http.host", "0.0.0.0")).sentence()).contains("without TLS", "clear text");
    }

    private static @Nullable String said(HttpClient http, URI node) {
        return NodeTrust.explanation(catchThrowable(() -> get(http, node, "/healthz")));
    }

    private static HttpClient believing(List<X509Certificate> authorities) {
        return HttpClient.newBuilder().sslContext(NodeTrust.of(List.of(), authorities).context()).build();
    }

    @Test
    void clientIsToldWhatIsWrongWithACertificate() throws Exception {
        try (GatehouseServer node = start(tls(elsewhere));
                HttpClient stranger = believing(List.of());
                HttpClient friend = believing(List.of(Keystores.certificate(elsewhere)))) {
            assertThat(said(stranger, node.uri())).contains("issued by \"CN=elsewhere\"", "does not trust");
            assertThat(said(friend, node.uri()))
                    .isEqualTo("The certificate is for host elsewhere.example and not for 127.0.0.1.");
        }
        SSLContext old = SSLContext.getInstance("TLS");
        old.init(Keystores.managers(expired), null, null);
        try (SSLServerSocket server = (SSLServerSocket) old.getServerSocketFactory().createServerSocket(0, 5,
                InetAddress.getLoopbackAddress()); HttpClient client = believing(List.of())) {
            Thread serving = Thread.ofVirtual().start(() -> {
                try (var socket = server.accept()) {
                    assertThat(socket.getInputStream().read()).isNegative();
                } catch (IOException e) {
                    // The client may be gone before the server has said what it thinks of that.
                    assertThat(e).isInstanceOfAny(SSLException.class, SocketException.class);
                }
            });
            assertThat(said(client, URI.create("https://127.0.0.1:" + server.getLocalPort())))
                    .startsWith("The certificate of 127.0.0.1").contains("has expired on");
            serving.join();
        }
    }

    @Test
    void machineProvesItselfByItsCertificateUntilThatIsAWeekOld() throws Exception {
        Path fresh = keystores.key("billing", "dns:billing.example", 1, 30);
        Path old = keystores.key("old", "dns:old.example", 8, 30);
        Map<String, String> settings = new HashMap<>(tls(good));
        settings.put("tls.truststore", keystores.trusting(fresh, old).toString());
        settings.put("tls.truststore-password", Keystores.PASSWORD);
        try (GatehouseServer node = start(settings);
                HttpClient anybody = trusting(node);
                HttpClient billing = trusting(node, Keystores.managers(fresh));
                HttpClient late = trusting(node, Keystores.managers(old));
                HttpClient foreign = trusting(node, Keystores.managers(elsewhere))) {
            node.createAdmin(TestNodes.ADMIN, TestNodes.PASSWORD.toCharArray());
            String token = login(anybody, node.uri());
            register(anybody, node.uri(), token, "billing");
            register(anybody, node.uri(), token, "old");

            assertThat(machine(node, billing).get("/api/v1/users", JsonNode.class).path("total").asInt())
                    .isEqualTo(1);
            assertThat(machine(node, billing).get("/api/v1/me", JsonNode.class).path("username").asText())
                    .isEqualTo("machine/billing");
            assertThatThrownBy(() -> machine(node, late).get("/api/v1/me", JsonNode.class))
                    .isInstanceOfSatisfying(NodeProblem.class,
                            problem -> assertThat(problem.is(ErrorCode.ROTATE_KEY)).isTrue());
            assertThatThrownBy(() -> machine(node, anybody).get("/api/v1/me", JsonNode.class))
                    .isInstanceOfSatisfying(NodeProblem.class,
                            problem -> assertThat(problem.is(ErrorCode.INVALID)).isTrue());
            assertThatThrownBy(() -> machine(node, foreign).get("/api/v1/me", JsonNode.class))
                    .as("of a certificate that nobody vouches for the node hears nothing")
                    .isInstanceOfSatisfying(NodeProblem.class,
                            problem -> assertThat(problem.is(ErrorCode.INVALID)).isTrue());
        }
    }

    private static void register(HttpClient http, URI node, String token, String name)
            throws IOException, InterruptedException {
        assertThat(http.send(HttpRequest.newBuilder(node.resolve("/api/v1/machines"))
                .header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"" + name + "\"}")).build(),
                BodyHandlers.ofString()).statusCode()).isEqualTo(201);
    }

    private static MachineClient machine(GatehouseServer node, HttpClient http) {
        return new MachineClient(node.uri(), new MachineIdentity("", "gatehouse", null), http, Clock.systemUTC());
    }
}
