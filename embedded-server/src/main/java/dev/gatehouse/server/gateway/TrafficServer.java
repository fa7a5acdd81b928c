package dev.gatehouse.server.gateway;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.server.call.Tracer;
import dev.gatehouse.server.http.AccessObserver;
import dev.gatehouse.server.http.Authenticator;
import dev.gatehouse.server.http.EndedRequests;
import dev.gatehouse.server.http.FailureTranslator;
import dev.gatehouse.server.http.HttpServer;
import dev.gatehouse.server.http.ProblemErrorHandler;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The traffic port: HTTP/1.1 and HTTP/2, on TLS where the node has a keystore. Serves from {@link #start} to close. */
public final class TrafficServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TrafficServer.class);
    private static final Executor VIRTUAL = Objects.requireNonNull(VirtualThreads.getDefaultVirtualThreadsExecutor());
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final HttpServer.Address address;
    private final Server server;
    private final ServerConnector connector;
    private final OpenTunnels tunnels;

    /**
     * What is enforced, and by whom.
     *
     * @param table         the route that takes a request, as the table stands now
     * @param authenticator tells who holds an access token
     * @param guests        tells what becomes of them while their tunnels are open
     * @param translator    finds the words for what these throw
     * @param access        is told of every answer
     */
    public record Service(Function<Asked, @Nullable Route> table, Authenticator authenticator, Guests guests,
            TrafficLimits limits, AnswerCache cache, FailureTranslator translator, AccessObserver access,
            Tracer tracer, TrafficFigures figures) {}

    /**
     * What is passed to though it would not be by itself.
     *
     * @param ownPort where this node is administered
     * @param allowed addresses, with a port or without
     */
    public record Guard(IntSupplier ownPort, Set<String> allowed) {

        public Guard {
            allowed = Set.copyOf(allowed);
        }
    }

    /**
     * How long silence is borne.
     *
     * @param caller   of a caller who is to say or to take something
     * @param upstream of an upstream in the middle of an answer, unless its route gives it longer to begin
     */
    record Patience(Duration caller, Duration upstream) {

        static final Patience USUAL = new Patience(Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    public TrafficServer(HttpServer.Address address, Service service, Guard guard) {
        this(address, service, guard, Patience.USUAL);
    }

    TrafficServer(HttpServer.Address address, Service service, Guard guard, Patience patience) {
        this.address = address;
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("traffic");
        this.server = new Server(threads);
        this.connector = connector();
        connector.setIdleTimeout(patience.caller().toMillis());
        this.tunnels = new OpenTunnels(service.table());
        UpstreamAddresses addresses = new UpstreamAddresses(
                () -> Set.of(guard.ownPort().getAsInt(), connector.getLocalPort()), guard.allowed());
        Upstreams upstreams = new Upstreams(addresses, patience.upstream());
        upstreams.setServer(server);
        server.addBean(upstreams);
        server.addConnector(connector);
        server.setStopTimeout(STOP_TIMEOUT.toMillis());
        server.setErrorHandler(new ProblemErrorHandler());
        server.setRequestLog(new EndedRequests(service.access(), true));
        UpstreamAnswers waiting = new UpstreamAnswers(upstreams, service);
        server.setHandler(new GracefulHandler(new TrafficHandler(service, VIRTUAL, waiting,
                new Relays(upstreams, waiting, service, server.getScheduler()),
                new Tunnels(new UpstreamSockets(addresses), service.figures(), service.guests(), tunnels))));
    }

    private ServerConnector connector() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        SslContextFactory.Server tls = address.tls();
        if (tls == null) {
            return connector(new HttpConnectionFactory(http), suited(new HTTP2CServerConnectionFactory(http)));
        }
        http.addCustomizer(new SecureRequestCustomizer(false));
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol("http/1.1");
        return connector(AbstractConnectionFactory.getFactories(tls, alpn,
                suited(new HTTP2ServerConnectionFactory(http)), new HttpConnectionFactory(http)));
    }

    private ServerConnector connector(ConnectionFactory... protocols) {
        Executor threads = server.getThreadPool();
        return address.on(new ServerConnector(server, task -> run(task, threads), null, null, -1, -1, protocols));
    }

    /**
     * Jetty gives a connection to the executor after each answer that it was not there to see (12.1.12,
     * HttpStreamOverHTTP1#resume). All that it does then is to read and to run the {@link TrafficHandler}, which does not wait.
     */
    private static void run(Runnable task, Executor threads) {
        if (task instanceof Connection) {
            task.run();
        } else {
            threads.execute(task);
        }
    }

    /**
     * Jetty asks nobody before it resets a stream that was idle for the second time (12.1.12, HttpStreamOverHTTP2#onTimeout):
     * the first time must be as long as the longest of an upstream. Nor does it pass a WebSocket on over HTTP/2: it is not to
     * say that it takes one (RFC 8441 section 3), so that browsers open theirs over HTTP/1.1.
     */
    private static <F extends AbstractHTTP2ServerConnectionFactory> F suited(F http2) {
        http2.setStreamIdleTimeout(RoutePolicies.MOST_TIMEOUT_MILLIS);
        http2.setConnectProtocolEnabled(false);
        return http2;
    }

    /**
     * Begins to listen.
     *
     * @throws IOException with one sentence where the address cannot be had
     */
    public void start() throws IOException {
        try {
            server.start();
            tunnels.start();
        } catch (IOException e) {
            throw new IOException("The address " + address
                    + " is taken by another program. Stop it, or choose another traffic.port (0 takes any, -1 none).",
                    e);
        } catch (Exception e) {
            throw new IOException("The traffic port cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    /** Where it answers, with the port that it really has. */
    public URI uri() {
        return address.uri(connector.getLocalPort());
    }

    /** The sessions whose tunnels are open here. */
    public Set<String> sessions() {
        return tunnels.sessions();
    }

    /** Closes the tunnels of sessions that are over. */
    public void end(Set<String> sessions) {
        tunnels.end(sessions);
    }

    /** How many tunnels are open. */
    int tunnels() {
        return tunnels.count();
    }

    /** Says goodbye in the tunnels, and waits two seconds for the requests that are under way. */
    @Override
    public void close() {
        tunnels.close();
        try {
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.error("The traffic port did not end well", e);
        }
    }
}
