package dev.gatehouse.server.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/** Asks upstreams: Jetty's proxy, which copies the request and its body, with an answer that the caller of it reads. */
final class Upstreams extends ProxyHandler.Reverse {

    private static final long CONNECT_MILLIS = 5000;
    /** Shorter than the time after which servers usually close idle connections. */
    private static final long IDLE_MILLIS = 4000;
    /** By how much Jetty waits longer for an upstream than {@link Outgoing#begun}, so that the latter gives up. */
    private static final Duration MARGIN = Duration.ofSeconds(1);
    private static final int CONNECTIONS = 1024;
    private static final int WAITING = 8192;

    private final UpstreamAddresses addresses;
    private final Duration silent;

    /** @param silent how long an upstream may be silent in the middle of an answer, unless its route gives it longer */
    Upstreams(UpstreamAddresses addresses, Duration silent) {
        super(request -> HttpURI.from(((Outgoing) request).base()));
        this.addresses = addresses;
        this.silent = silent;
        setViaHost("gatehouse");
    }

    /** Sends a request; its answer is waited for by {@link Outgoing#begun}. */
    void ask(Outgoing request, Response response) {
        handle(request, response, Callback.NOOP);
    }

    @Override
    protected HttpClient newHttpClient() {
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
        HttpClientTransport transport = new HttpClientTransportDynamic(connector);
        // What listens to answers only notes and signals, so that the selector's thread need not hand it on.
        transport.setInvocationType(Invocable.InvocationType.NON_BLOCKING);
        return new HttpClient(transport);
    }

    @Override
    protected void configureHttpClient(HttpClient client) {
        super.configureHttpClient(client);
        client.setSocketAddressResolver(addresses);
        client.setConnectTimeout(CONNECT_MILLIS);
        client.setIdleTimeout(IDLE_MILLIS);
        client.setMaxConnectionsPerDestination(CONNECTIONS);
        client.setMaxRequestsQueuedPerDestination(WAITING);
        client.setUserAgentField(null);
    }

    @Override
    protected org.eclipse.jetty.client.Request newProxyToServerRequest(Request request, HttpURI rewritten) {
        Outgoing outgoing = (Outgoing) request;
        URI base = outgoing.base();
        Duration patience = outgoing.patience().plus(MARGIN);
        return getHttpClient().newRequest(base).path(outgoing.target()).method(request.getMethod()).idleTimeout(
                (patience.compareTo(silent) > 0 ? patience : silent).toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected void addForwardedHeader(Request request, org.eclipse.jetty.client.Request asked) {
        // The headers of an outgoing request say it already.
    }

    @Override
    protected org.eclipse.jetty.client.Request.Content newProxyToServerRequestContent(Request request,
            Response response, org.eclipse.jetty.client.Request asked) {
        return ((Outgoing) request).content();
    }

    @Override
    protected void sendProxyToServerRequest(Request request, org.eclipse.jetty.client.Request asked, Response response,
            Callback callback) {
        Outgoing outgoing = (Outgoing) request;
        outgoing.asked(asked);
        asked.send(outgoing.answer());
    }
}
