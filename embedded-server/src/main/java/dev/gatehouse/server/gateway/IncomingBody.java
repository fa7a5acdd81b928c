package dev.gatehouse.server.gateway;

import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A request whose body may have been looked at: no header of HTTP/2 tells whether one without a length comes. */
final class IncomingBody extends Request.Wrapper {

    private final AtomicReference<Content.@Nullable Chunk> seen = new AtomicReference<>();
    private @Nullable Boolean streams;

    IncomingBody(Request request) {
        super(request);
    }

    /** Whether a body of unknown length comes; for one thread, before anybody reads. */
    boolean streams() {
        Boolean known = streams;
        if (known == null) {
            known = getLength() < 0 && (getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2
                    ? comes()
                    : getHeaders().contains(HttpHeader.TRANSFER_ENCODING));
            streams = known;
        }
        return known;
    }

    /** A request that is its headers alone ends with them, so the end can be read at once (RFC 9113 section 8.1). */
    private boolean comes() {
        Content.Chunk first = super.read();
        seen.set(first);
        return first == null || !first.isLast() || first.hasRemaining() || Content.Chunk.isFailure(first);
    }

    @Override
    public Content.@Nullable Chunk read() {
        Content.Chunk first = seen.getAndSet(null);
        return first == null ? super.read() : first;
    }

    @Override
    public void demand(Runnable callback) {
        if (seen.get() == null) {
            super.demand(callback);
        } else {
            callback.run();
        }
    }

    /** Lets go of what was looked at and nobody has read. */
    void release() {
        Content.Chunk first = seen.getAndSet(null);
        if (first != null) {
            first.release();
        }
    }
}
