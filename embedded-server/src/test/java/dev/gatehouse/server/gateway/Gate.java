package dev.gatehouse.server.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.health.ReplicaAge;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.model.route.StaticAnswer;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Tracer;
import dev.gatehouse.server.http.AccessObserver;
import dev.gatehouse.server.http.Authenticator;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.route.RouteTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A traffic port with a table of its own, and upstreams on loopback. Tokens are {@code user:name} and {@code admin:name}. */
final class Gate implements AutoCloseable {

    final TrafficServer server;
    final TrafficFigures figures;
    final Queue<AccessObserver.Ended> access = new ConcurrentLinkedQueue<>();
    /** The callers, by their user's id, whose sessions are over. */
    final Set<String> over = ConcurrentHashMap.newKeySet();
    /** The callers of whom nobody can tell what became of them. */
    final Set<String> unknown = ConcurrentHashMap.newKeySet();
    /** The callers who sent something through their tunnels. */
    final Set<String> heard = ConcurrentHashMap.newKeySet();
    /** How often it was asked what became of a caller. */
    final AtomicInteger looks = new AtomicInteger();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger ids = new AtomicInteger();
    private final List<Runnable> parts = new ArrayList<>();
    private volatile RouteTree table = RouteTree.of(List.of());

    Gate() throws IOException {
        this(TrafficLimits.NONE, AnswerCache.NONE, 1, Set.of());
    }

    /** @param ownPort where the node would be administered */
    Gate(TrafficLimits limits, AnswerCache cache, int ownPort, Set<String> allowed) throws IOException {
        this(limits, cache, new TrafficServer.Guard(() -> ownPort, allowed), TrafficServer.Patience.USUAL);
    }

    /** One that bears as much silence as it is told. */
    Gate(TrafficServer.Patience patience) throws IOException {
        this(TrafficLimits.NONE, AnswerCache.NONE, new TrafficServer.Guard(() -> 1, Set.of()), patience);
    }

    private Gate(TrafficLimits limits, AnswerCache cache, TrafficServer.Guard guard, TrafficServer.Patience patience)
            throws IOException {
        this.figures = new TrafficFigures((_, _, _) -> {}, () -> new ReplicaAge(true, 1, Instant.EPOCH));
        AccessObserver observer = new AccessObserver() {
            @Override
            public void answered(Endpoint endpoint, int status, long nanos) {
                throw new IllegalStateException("The traffic port has no endpoints");
            }

            @Override
            public void ended(Ended request) {
                access.add(request);
            }
        };
        this.server = new TrafficServer(
                new dev.gatehouse.server.http.HttpServer.Address("127.0.0.1", 0, null, ""),
                new TrafficServer.Service(this::taking, tokens(), this::guest, limits, cache,
                        dev.gatehouse.server.http.HttpServer::internal, observer, Tracer.NONE, figures),
                guard, patience);
        server.start();
    }

    private @Nullable Route taking(Asked asked) {
        RouteTree.Match match = table.match(asked.method(), asked.host(), asked.path());
        return match == null ? null : match.route();
    }

    private Guests.Guest guest(Principal caller) {
        tell(caller);
        return new Guests.Guest() {
            @Override
            public @Nullable Principal now() {
                looks.incrementAndGet();
                tell(caller);
                return over.contains(caller.userId()) ? null : caller;
            }

            @Override
            public void active() {
                heard.add(caller.userId());
            }
        };
    }

    private void tell(Principal caller) {
        if (unknown.contains(caller.userId())) {
            throw new IllegalStateException("The database is busy");
        }
    }

    private static Authenticator tokens() {
        return token -> {
            String[] parts = token.split(":", -1);
            if (parts.length != 2) {
                throw new RequestFailure(ErrorCode.TOKEN_INVALID, "The token is not valid.");
            }
            Instant now = Instant.EPOCH;
            return new Principal("id-" + parts[1], parts[1],
                    parts[0].equals("admin") ? Set.of(Role.ADMIN) : Set.of(), "session-1", "token-1", ClientKind.WEB,
                    now, now, now);
        };
    }

    /** Makes these the whole table. */
    void routes(Route... routes) {
        table = RouteTree.of(List.of(routes));
    }

    /** A route for every method and host. */
    Route route(String path, RoutePolicies policies, String... upstreams) {
        return route(path, RoutePermission.PUBLIC, policies, upstreams);
    }

    Route route(String path, RoutePermission permission, RoutePolicies policies, String... upstreams) {
        return route(new RouteSpec("*", "*", path, permission, Set.of(), List.of(upstreams), null, true, null,
                policies));
    }

    /** The same route, changed. */
    static Route changed(Route route, RoutePermission permission, Set<Role> roles) {
        RouteSpec spec = route.spec();
        return new Route(route.id(), new RouteSpec("*", "*", spec.path(), permission, roles, spec.upstreams(), null,
                true, null, spec.policies()), Instant.EPOCH, Instant.EPOCH, "op", route.version() + 1);
    }

    Route fixed(String path, String text) {
        return route(new RouteSpec("*", "*", path, RoutePermission.PUBLIC, Set.of(), List.of(),
                new StaticAnswer(200, "text/plain", text), true, null, RoutePolicies.NONE));
    }

    private Route route(RouteSpec spec) {
        return new Route("r" + ids.incrementAndGet(), spec, Instant.EPOCH, Instant.EPOCH, "op", 1);
    }

    /** An upstream that answers so. */
    String upstream(HttpHandler handler) throws IOException {
        HttpServer upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        upstream.setExecutor(threads);
        upstream.createContext("/", handler);
        upstream.start();
        parts.add(() -> {
            upstream.stop(0);
            threads.close();
        });
        return "http://127.0.0.1:" + upstream.getAddress().getPort();
    }

    /** An upstream that answers with a text. */
    String saying(int status, String text) throws IOException {
        return upstream(exchange -> say(exchange, status, text));
    }

    static void say(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    URI uri(String path) {
        return server.uri().resolve(path);
    }

    HttpResponse<String> get(String path, String... headers) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    HttpResponse<String> send(HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends bytes as they are and reads until the server closes. */
    String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(answer);
            } catch (SocketTimeoutException e) {
                throw new IOException(
                        "No end after \"" + answer.toString(StandardCharsets.ISO_8859_1) + "\" to " + request, e);
            }
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
        parts.forEach(Runnable::run);
    }
}
