package dev.gatehouse.server.gateway;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.jetty.client.ByteBufferRequestContent;
import org.eclipse.jetty.client.ContentSourceRequestContent;
import org.eclipse.jetty.client.Response.CompleteListener;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A request as one upstream is to see it. */
final class Outgoing extends Request.Wrapper {

    /** The answer did not begin in time. */
    static final class Late extends TimeoutException {

        private static final long serialVersionUID = 1L;

        Late() {
            super("No answer began in time");
        }
    }

    private final URI base;
    private final String target;
    private final HttpFields fields;
    private final @Nullable ByteBuffer body;
    private final Duration patience;
    private volatile @Nullable Function<org.eclipse.jetty.client.Request, CompleteListener> listener;
    private volatile org.eclipse.jetty.client.@Nullable Request asked;
    private volatile @Nullable Throwable aborted;
    private volatile @Nullable Throwable refused;
    private volatile boolean waitsForCaller;
    private volatile boolean callerFailed;
    private volatile long movedNanos = System.nanoTime();

    /**
     * @param base     the upstream's address
     * @param target   path and query
     * @param fields   all headers
     * @param body     the whole body, where it was read before so that it can be sent again
     * @param patience how long the upstream may take until its answer begins
     */
    Outgoing(IncomingBody wrapped, URI base, String target, HttpFields fields, @Nullable ByteBuffer body,
            Duration patience) {
        super(wrapped);
        this.base = base;
        this.target = target;
        // The proxy looks for a header that says that a body of unknown length comes.
        this.fields = body == null && wrapped.streams()
                ? HttpFields.build(fields).put(HttpHeader.TRANSFER_ENCODING, "chunked")
                : fields;
        this.body = body;
        this.patience = patience;
    }

    URI base() {
        return base;
    }

    String target() {
        return target;
    }

    Duration patience() {
        return patience;
    }

    /** Has {@code made} hear of the answer: it is given the request as it is sent. */
    void heardBy(Function<org.eclipse.jetty.client.Request, CompleteListener> made) {
        listener = made;
    }

    /** The request has been made, and is sent. */
    void send(org.eclipse.jetty.client.Request request) {
        asked = request;
        Throwable cause = aborted;
        if (cause != null) {
            var _ = request.abort(cause);
        }
        request.send(Objects.requireNonNull(listener, "Nobody hears the answer").apply(request));
    }

    @Override
    public HttpFields getHeaders() {
        return fields;
    }

    @Override
    public long getLength() {
        return body == null ? super.getLength() : body.remaining();
    }

    @Override
    public Content.Chunk read() {
        Throwable cause = refused;
        if (cause != null) {
            return Content.Chunk.from(cause, true);
        }
        Content.Chunk chunk = super.read();
        waitsForCaller = chunk == null;
        movedNanos = System.nanoTime();
        callerFailed |= chunk != null && Content.Chunk.isFailure(chunk);
        return chunk;
    }

    /** The upstream takes no more of the body; the caller is still there and is to be answered. */
    @Override
    public void fail(Throwable failure) {
        refused = failure;
    }

    @Override
    public void demand(Runnable demandCallback) {
        super.demand(() -> {
            waitsForCaller = false;
            movedNanos = System.nanoTime();
            demandCallback.run();
        });
    }

    /** What is sent as the body. */
    org.eclipse.jetty.client.Request.Content content() {
        return body == null
                ? new ContentSourceRequestContent(this, getHeaders().get(HttpHeader.CONTENT_TYPE))
                : new ByteBufferRequestContent(getHeaders().get(HttpHeader.CONTENT_TYPE), body.duplicate());
    }

    /** Whether the caller's body broke off. */
    boolean callerFailed() {
        return callerFailed;
    }

    /** Gives up, also where the request has not been made yet. */
    void abort(Throwable cause) {
        aborted = cause;
        org.eclipse.jetty.client.Request request = asked;
        if (request != null) {
            var _ = request.abort(cause);
        }
    }

    /** Nobody is given its answer. */
    void drop() {
        abort(new IOException("The answer is not used"));
    }

    /**
     * When an upstream has taken too long to begin its answer, by {@link System#nanoTime}. While the caller's body is under
     * way the time begins anew with each part of it, and does not run while the caller is waited for.
     */
    long givenUpNanos(long timeoutNanos) {
        return (waitsForCaller ? System.nanoTime() : movedNanos) + timeoutNanos;
    }
}
