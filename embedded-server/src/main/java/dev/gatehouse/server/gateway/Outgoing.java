package dev.gatehouse.server.gateway;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.ByteBufferRequestContent;
import org.eclipse.jetty.client.ContentSourceRequestContent;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A request as one upstream is to see it, and its answer. */
final class Outgoing extends Request.Wrapper {

    private final URI base;
    private final String target;
    private final HttpFields fields;
    private final @Nullable ByteBuffer body;
    private final Duration patience;
    private final InputStreamResponseListener answer = new InputStreamResponseListener();
    private volatile org.eclipse.jetty.client.@Nullable Request asked;
    private volatile @Nullable Throwable aborted;
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

    InputStreamResponseListener answer() {
        return answer;
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
        Content.Chunk chunk = super.read();
        waitsForCaller = chunk == null;
        movedNanos = System.nanoTime();
        callerFailed |= chunk != null && Content.Chunk.isFailure(chunk);
        return chunk;
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

    /** The request has been made. */
    void asked(org.eclipse.jetty.client.Request request) {
        asked = request;
        Throwable cause = aborted;
        if (cause != null) {
            var _ = request.abort(cause);
        }
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

    /**
     * Waits until the answer begins. While the caller's body is under way the time begins anew with each part of it, and
     * does not run while the caller is waited for.
     *
     * @throws TimeoutException where the upstream is too slow; it is given up then
     * @throws ExecutionException where it cannot be asked, or its answer cannot be read
     */
    Response begun(long timeoutNanos) throws TimeoutException, ExecutionException, InterruptedException {
        while (true) {
            long left = waitsForCaller ? timeoutNanos : movedNanos + timeoutNanos - System.nanoTime();
            if (left <= 0) {
                TimeoutException late = new TimeoutException("No answer began in time");
                abort(late);
                throw late;
            }
            Response response = answered(left);
            if (response != null) {
                return response;
            }
        }
    }

    private @Nullable Response answered(long nanos) throws ExecutionException, InterruptedException {
        try {
            return answer.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return null;
        }
    }
}
