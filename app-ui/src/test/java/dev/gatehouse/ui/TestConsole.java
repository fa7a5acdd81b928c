package dev.gatehouse.ui;

import dev.gatehouse.server.GatehouseServer;
import dev.gatehouse.server.ServerConfig;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A real node with an administrator, and consoles that look at it. */
public final class TestConsole implements AutoCloseable {

    public static final String ADMIN = "root";
    public static final String PASSWORD = "correct horse battery";

    private final GatehouseServer server;
    private final HttpClient http = ConsoleApp.http(List.of());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    private TestConsole(GatehouseServer server) {
        this.server = server;
    }

    /** A node without anybody who could sign in. */
    public static TestConsole fresh(Path data) throws Exception {
        return fresh(data, Map.of());
    }

    private static TestConsole fresh(Path data, Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("http.port", "0", "traffic.port", "-1"));
        all.putAll(settings);
        ServerConfig config = ServerConfig.load(new ServerConfig.Sources(data, null, Map.of(), all));
        return new TestConsole(GatehouseServer.start(config));
    }

    /** A node with these settings and its administrator. */
    public static TestConsole start(Path data, Map<String, String> settings) throws Exception {
        TestConsole console = fresh(data, settings);
        console.server.createAdmin(ADMIN, PASSWORD.toCharArray());
        return console;
    }

    /** A node with its administrator. */
    public static TestConsole start(Path data) throws Exception {
        TestConsole console = fresh(data);
        console.server.createAdmin(ADMIN, PASSWORD.toCharArray());
        return console;
    }

    /** A client to a port at which nobody listens. */
    public static ConsoleClient clientOfNobody() {
        return new ConsoleClient(URI.create("http://127.0.0.1:9"), ConsoleApp.http(List.of()), Clock.systemUTC());
    }

    /** A feed of {@code client} that is not started. */
    public static LiveClient feedOfNobody(ConsoleClient client) {
        return new LiveClient(client, Executors.newSingleThreadScheduledExecutor(), Clock.systemUTC());
    }

    public GatehouseServer server() {
        return server;
    }

    public URI uri() {
        return server.uri();
    }

    public HttpClient http() {
        return http;
    }

    public ScheduledExecutorService timer() {
        return timer;
    }

    /** A client that nobody is signed in on. */
    public ConsoleClient client() {
        return new ConsoleClient(uri(), http, Clock.systemUTC());
    }

    /** A client that the administrator is signed in on. */
    public ConsoleClient signedIn() throws Exception {
        ConsoleClient client = client();
        client.login(ADMIN, PASSWORD).get(10, TimeUnit.SECONDS);
        return client;
    }

    /** A feed of {@code client}, not started. */
    public LiveClient feed(ConsoleClient client) {
        return new LiveClient(client, timer, Clock.systemUTC());
    }

    @Override
    public void close() {
        timer.shutdownNow();
        http.shutdownNow();
        server.close();
    }
}
