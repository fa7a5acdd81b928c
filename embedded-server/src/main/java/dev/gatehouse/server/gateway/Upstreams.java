package dev.gatehouse.server.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.client.Response.CompleteListener;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/** Asks upstreams: Jetty's proxy, which copies the request and its body, and where nobody waits for it the answer too. */
final class Upstreams extends ProxyHandler.Reverse {

    private static final long CONNECT_MILLIS = 5000;
    /** Shorter than the time after which servers usually close idle connections. */
    private static final long IDLE_MILLIS = 4000;
    /** By how much Jetty waits longer for an upstream than {@link Outgoing#givenUpNanos} says, so that it is given up by that. */
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

    /**
     * Follows an answer that is copied: told of its success or its failure, of which the first counts, and not before it is
     * asked for. Runs on a thread that serves others too, so it must not wait.
     */
    interface Taker extends Callback {

        /** The answer begins; false where it is not to be copied. */
        boolean begins(org.eclipse.jetty.client.Response answer);

        /** Whether its body is to be copied. */
        boolean isTaking();

        /** The upstream has said all, and the caller is about to be given the last of it. */
        void ends();
    }

    /** Copies an answer to the caller. */
    private final class Copying extends ProxyResponseListener {

        private final Response response;
        private final Taker taker;
        private long left = -1;

        Copying(Outgoing request, org.eclipse.jetty.client.Request asked, Response response, Taker taker) {
            super(request, asked, response, taker);
            this.response = response;
            this.taker = taker;
            // An upstream may answer before it has read all of the request: the caller has its answer then.
            var _ = whenComplete((written, failure) -> {
                if (failure == null) {
                    taker.succeeded();
                } else {
                    taker.failed(failure);
                }
            });
        }

        @Override
        public void onHeaders(org.eclipse.jetty.client.Response answer) {
            if (taker.begins(answer)) {
                left = answer.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
                Headers.pass(answer.getHeaders(), response.getHeaders());
            }
        }

        @Override
        public void onContentSource(org.eclipse.jetty.client.Response answer, Content.Source content) {
            super.onContentSource(answer, content instanceof Heralded ? content : new Heralded(answer, content));
        }

        /** A body before which the headers go to the caller, where they came without anything of it. */
        private final class Heralded implements Content.Source, Invocable {

            private final org.eclipse.jetty.client.Response answer;
            private final Content.Source body;
            private boolean begun;

            Heralded(org.eclipse.jetty.client.Response answer, Content.Source body) {
                this.answer = answer;
                this.body = body;
            }

            @Override
            public InvocationType getInvocationType() {
                return Invocable.getInvocationType(body);
            }

            @Override
            public Content.@Nullable Chunk read() {
                Content.Chunk chunk = body.read();
                begun |= chunk != null;
                return chunk;
            }

            @Override
            public void demand(Runnable callback) {
                if (begun || left == 0 || !taker.isTaking()) {
                    body.demand(callback);
                } else {
                    begun = true;
                    response.write(false, BufferUtil.EMPTY_BUFFER,
                            Callback.from(() -> body.demand(callback), failure -> {
                                var _ = answer.abort(failure);
                            }));
                }
            }

            @Override
            public void fail(Throwable failure) {
                body.fail(failure);
            }
        }

        @Override
        public void onContent(org.eclipse.jetty.client.Response answer, Content.Chunk chunk, Runnable demander) {
            if (taker.isTaking()) {
                left -= left < 0 ? 0 : chunk.remaining();
                if (left == 0) {
                    taker.ends();
                }
                super.onContent(answer, chunk, demander);
            }
        }

        @Override
        public void onSuccess(org.eclipse.jetty.client.Response answer) {
            if (taker.isTaking()) {
                super.onSuccess(answer);
            } else {
                // It was given up while it came.
                taker.failed(new Outgoing.Late());
            }
        }
    }

    /** Sends a request, and has {@code listener} hear its answer. */
    void ask(Outgoing request, Response response, CompleteListener listener) {
        request.heardBy(_ -> listener);
        handle(request, response, Callback.NOOP);
    }

    /** Sends a request, and copies its answer. */
    void relay(Outgoing request, Response response, Taker taker) {
        request.heardBy(asked -> new Copying(request, asked, response, taker));
        handle(request, response, taker);
    }

    @Override
    protected HttpClient newHttpClient() {
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
        HttpClientTransport transport = new HttpClientTransportDynamic(connector);
        // What listens to answers notes, signals and copies, and waits for nothing: the selector's thread need not hand it on.
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
        ((Outgoing) request).send(asked);
    }

    @Override
    protected void onServerToProxyResponseFailure(Request request, org.eclipse.jetty.client.Request asked,
            org.eclipse.jetty.client.Response answer, Response response, Callback taker, Throwable failure) {
        taker.failed(failure);
    }

    /** The headers of an outgoing request are those that go, with its upstream's host, for which Jetty would build a URI. */
    @Override
    protected void copyRequestHeaders(Request request, org.eclipse.jetty.client.Request asked) {
        asked.headers(headers -> {
            headers.put(HttpHeader.HOST, ((Outgoing) request).base().getAuthority());
            for (HttpField field : request.getHeaders()) {
                if (field.getHeader() != HttpHeader.TRANSFER_ENCODING) {
                    headers.add(field);
                }
            }
        });
    }
}
