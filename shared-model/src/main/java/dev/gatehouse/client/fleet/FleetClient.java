package dev.gatehouse.client.fleet;

import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/**
 * What all connections of a program share: one timer, and threads that cost little. Safe for use by several threads.
 * Closing it twice is as good as once; connections are to be closed before.
 */
public final class FleetClient implements AutoCloseable {

    private final SystemTimer timer = new SystemTimer();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("fleet-client-", 0).factory());
    private final RandomGenerator random = new SecureRandom();
    private final HttpClient http;

    /**
     * What a connection is made of.
     *
     * @param executor runs the listener and the token source, which may wait
     */
    record Parts(Wire wire, Timer timer, Executor executor, RandomGenerator random) {}

    /** @param http carries the sockets; it stays the caller's. TLS, proxies and local addresses are set up there. */
    public FleetClient(HttpClient http) {
        this.http = http;
    }

    /** One with an HTTP client that suits most. */
    public static FleetClient create() {
        return new FleetClient(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10)).build());
    }

    /** A connection that begins at once; close it when it is no longer wanted. */
    public FleetConnection connect(FleetOptions options, TokenSource tokens, FleetListener listener) {
        return connect(http, options, tokens, listener);
    }

    /** The same over another HTTP client. */
    public FleetConnection connect(HttpClient carrier, FleetOptions options, TokenSource tokens,
            FleetListener listener) {
        FleetConnection connection = prepare(carrier, options, tokens, listener);
        connection.start();
        return connection;
    }

    /** A connection that begins with {@link FleetConnection#start}: for listeners that must know it first. */
    public FleetConnection prepare(FleetOptions options, TokenSource tokens, FleetListener listener) {
        return prepare(http, options, tokens, listener);
    }

    /** The same over another HTTP client. */
    public FleetConnection prepare(HttpClient carrier, FleetOptions options, TokenSource tokens,
            FleetListener listener) {
        return new FleetConnection(options, tokens, listener,
                new Parts(new JdkWire(carrier, options), timer, threads, random));
    }

    @Override
    public void close() {
        timer.close();
        threads.shutdownNow();
    }
}
