package dev.gatehouse.ui;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.model.api.LoginExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.user.User;
import dev.gatehouse.model.user.UserState;
import dev.gatehouse.ui.client.CacheFolder;
import dev.gatehouse.ui.client.ConsoleClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A real HTTP server with the answers that a test gives it, and a note of what it was asked. */
public final class StubServer implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Function<String, Object>> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    public StubServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /**
     * Answers calls of {@code method} and {@code path}, its query left out.
     *
     * @param answer gets the body
     */
    public StubServer on(String method, String path, Function<String, Object> answer) {
        answers.put(method + " " + path, answer);
        return this;
    }

    /** What was asked: method, path with query, and body. */
    public List<String> asked() {
        return asked;
    }

    /** A client on which somebody with {@code role} is signed in. */
    public ConsoleClient signedIn(Role role) {
        return signedIn(role, CacheFolder.NONE);
    }

    /** A client that keeps what it reads, on which somebody with {@code role} is signed in. */
    public ConsoleClient signedIn(Role role, CacheFolder caches) {
        User user = new User("01A", "root", null, null, Set.of(role), UserState.ACTIVE, null, null, Rows.NOON,
                Rows.NOON, 1);
        on("POST", LoginExchange.PATH, body -> new LoginExchange.Response("access", "refresh", 900, "s0", user));
        ConsoleClient client = new ConsoleClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), ConsoleApp.http(List.of()),
                Clock.systemUTC(), caches);
        client.login("root", "correct horse battery").orTimeout(10, TimeUnit.SECONDS).join();
        return client;
    }

    /** An answer that refuses, with its status. */
    public static Problem problem(int status, String code, String detail) {
        return new Problem("t", "t", status, detail, code, "", List.of(), null, null, null);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + (body.isEmpty() ? "" : " " + body));
        Function<String, Object> known = answers.get(call);
        Object answer = known == null
                ? problem(404, ErrorCode.NOT_FOUND.code(), "There is nothing at " + call + ".")
                : known.apply(body);
        byte[] bytes = Json.LENIENT.writeValueAsBytes(answer);
        exchange.sendResponseHeaders(answer instanceof Problem refused ? refused.status() : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
