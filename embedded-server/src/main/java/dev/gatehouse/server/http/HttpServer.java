package dev.gatehouse.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Tracer;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** The node's REST and WebSocket interface on Javalin. Serves from {@link #start} to {@link #close}. */
public final class HttpServer implements AutoCloseable {

    /** The largest body of a request. */
    public static final int MAX_BODY_BYTES = 1 << 20;

    /** Connections that wait to be taken: a storm of clients comes within one moment. */
    private static final int ACCEPT_QUEUE = 2048;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final Address address;
    private final Javalin javalin;

    /**
     * Where to listen.
     *
     * @param port       0 for any that is free
     * @param keystore   PKCS#12 for TLS 1.3; absent for plain HTTP
     * @param truststore PKCS#12 with the certificates by which clients may prove themselves; absent where none may
     */
    public record Address(String host, int port, @Nullable Path keystore, String keystorePassword,
            @Nullable Path truststore, String truststorePassword) {

        /** Where no client proves itself by a certificate. */
        public Address(String host, int port, @Nullable Path keystore, String keystorePassword) {
            this(host, port, keystore, keystorePassword, null, "");
        }

        /** How TLS 1.3 is spoken; absent for plain HTTP. */
        public SslContextFactory.@Nullable Server tls() {
            if (keystore == null) {
                return null;
            }
            SslContextFactory.Server tls = new SslContextFactory.Server();
            tls.setKeyStorePath(keystore.toString());
            tls.setKeyStorePassword(keystorePassword);
            tls.setIncludeProtocols("TLSv1.3");
            if (truststore != null) {
                tls.setTrustStorePath(truststore.toString());
                tls.setTrustStorePassword(truststorePassword);
                tls.setWantClientAuth(true);
            }
            return tls;
        }

        /** Has a connector listen here. */
        public ServerConnector on(ServerConnector connector) {
            connector.setHost(host);
            connector.setPort(port);
            connector.setReuseAddress(true);
            connector.setAcceptQueueSize(ACCEPT_QUEUE);
            return connector;
        }

        /** Where it answers, with the port that it really has. */
        public URI uri(int opened) {
            String name = host.equals("0.0.0.0") ? "127.0.0.1" : host;
            return URI.create((keystore == null ? "http" : "https") + "://"
                    + (name.contains(":") ? "[" + name + "]" : name) + ":" + opened);
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * What is served.
     *
     * @param version    of the program, for {@code /openapi.json}
     * @param translator finds the words for what the endpoints throw
     * @param refusals   is told of changes that were refused
     * @param access     is told of every answer
     * @param deadline   how long a request may take
     * @param protection what keeps callers from doing harm
     * @param tracer     measures what the calls do
     */
    public record Service(String version, List<Endpoint> endpoints, List<SocketRoute> sockets,
            Authenticator authenticator,
            FailureTranslator translator, RefusalObserver refusals, AccessObserver access, Duration deadline,
            Protection protection, Tracer tracer) {

        /** A service whose calls are not measured. */
        public Service(String version, List<Endpoint> endpoints, List<SocketRoute> sockets,
                Authenticator authenticator, FailureTranslator translator, RefusalObserver refusals,
                AccessObserver access, Duration deadline, Protection protection) {
            this(version, endpoints, sockets, authenticator, translator, refusals, access, deadline, protection,
                    Tracer.NONE);
        }

        /** A service without limits, for pages of its own only, whose readers are not recorded. */
        public Service(String version, List<Endpoint> endpoints, List<SocketRoute> sockets,
                Authenticator authenticator, FailureTranslator translator, RefusalObserver refusals,
                AccessObserver access, Duration deadline) {
            this(version, endpoints, sockets, authenticator, translator, refusals, access, deadline,
                    new Protection(0, 0, Set.of(), (endpoint, address, actor) -> {}));
        }
    }

    /**
     * What keeps callers from doing harm.
     *
     * @param perMinute      calls of one user; 0 for no limit
     * @param loginPerMinute sign-ins from one address; 0 for no limit
     * @param allowedOrigins web pages of other servers that may call
     * @param reads          is told of reads that are recorded
     */
    public record Protection(int perMinute, int loginPerMinute, Set<String> allowedOrigins, ReadObserver reads) {

        public Protection {
            allowedOrigins = Set.copyOf(allowedOrigins);
        }
    }

    public HttpServer(Address address, Service service) {
        this.address = address;
        Problems problems = new Problems(service.translator(), service.refusals());
        Origins origins = new Origins(service.protection().allowedOrigins(), this::ownOrigins);
        Pipeline pipeline = Pipeline.of(service, origins, problems);
        List<Endpoint> endpoints = described(service);
        this.javalin = Javalin.create(config -> {
            settings(config);
            config.http.maxRequestSize = endpoints.stream().mapToInt(endpoint -> endpoint.terms().bodyBytes()).max()
                    .orElse(MAX_BODY_BYTES);
            for (Endpoint endpoint : endpoints) {
                config.routes.addHttpHandler(HandlerType.findOrCreate(endpoint.method().name()), endpoint.path(),
                        context -> pipeline.run(new ServerCall(context, endpoint)));
            }
            methods(endpoints).forEach((path, methods) -> config.routes.addHttpHandler(HandlerType.OPTIONS, path,
                    context -> preflight(context, methods, origins, problems)));
            config.routes.exception(HttpResponseException.class,
                    (thrown, context) -> problems.answer(context, thrown, null));
            config.routes.exception(Exception.class, (thrown, context) -> problems.answer(context, thrown, null));
            config.jetty.modifyServer(server -> {
                server.setStopTimeout(STOP_TIMEOUT.toMillis());
                server.setErrorHandler(new ProblemErrorHandler());
                server.setRequestLog(new EndedRequests(service.access(), false));
                new SocketUpgrades(service.authenticator(), origins, problems, service.tracer()).install(server,
                        service.sockets());
            });
            config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
            listen(config);
        });
    }

    /** All endpoints and the one that describes them, itself included. */
    private static List<Endpoint> described(Service service) {
        List<Endpoint> all = new ArrayList<>(service.endpoints());
        AtomicReference<JsonNode> description = new AtomicReference<>();
        all.add(Endpoint.reads(Access.PUBLIC, "/openapi.json", "This description", JsonNode.class,
                exchange -> description.get()));
        description.set(OpenApi.describe(all, service.version()));
        return all;
    }

    /** The methods of each path, as the header {@code Allow} lists them. */
    private static Map<String, String> methods(List<Endpoint> endpoints) {
        Map<String, String> methods = new TreeMap<>();
        for (Endpoint endpoint : endpoints) {
            methods.merge(endpoint.path(), endpoint.method().name(), (one, other) -> one + ", " + other);
        }
        return methods;
    }

    private static void preflight(Context context, String methods, Origins origins, Problems problems) {
        try {
            origins.preflight(context, methods);
            Answers.protect(context);
        } catch (RequestFailure e) {
            problems.answer(context, e, null);
        }
    }

    /** The origins of pages that come from this node itself: names that no other machine can claim. */
    private Set<String> ownOrigins() {
        String scheme = address.keystore() == null ? "http" : "https";
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        Set<String> origins = new HashSet<>();
        for (String name : List.of("127.0.0.1", "localhost", "[::1]", host)) {
            origins.add(scheme + "://" + name.toLowerCase(Locale.ROOT) + ":" + javalin.port());
        }
        return origins;
    }

    private static void settings(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.prefer405over404 = true;
        config.http.generateEtags = false;
    }

    private void listen(JavalinConfig config) {
        config.jetty.addConnector((server, http) -> {
            SslContextFactory.Server tls = address.tls();
            if (tls == null) {
                return address.on(new ServerConnector(server, new HttpConnectionFactory(http)));
            }
            http.addCustomizer(new SecureRequestCustomizer(false));
            return address.on(new ServerConnector(server, tls, new HttpConnectionFactory(http)));
        });
    }

    /**
     * Begins to listen.
     *
     * @throws IOException with one sentence where the address cannot be had
     */
    public void start() throws IOException {
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw new IOException("The address " + address
                    + " is taken by another program. Stop it, or choose another http.port (0 takes any).", e);
        } catch (RuntimeException e) {
            throw new IOException("The server cannot listen on " + address + ": " + root(e).getMessage(), e);
        }
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Where it answers, with the port that it really has. */
    public URI uri() {
        return address.uri(javalin.port());
    }

    @Override
    public void close() {
        javalin.stop();
    }

    /** The failure for what nobody foresaw. */
    public static RequestFailure internal(Exception thrown) {
        return new RequestFailure(ErrorCode.INTERNAL,
                "Something broke inside; the node's log has it under this trace id.", thrown);
    }
}
