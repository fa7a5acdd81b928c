package dev.gatehouse.server.gateway;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * A whole answer of an upstream.
 *
 * @param headers by name in lower case, without those of the connection (RFC 9110 section 7.6.1)
 * @param body    as the upstream encoded it, from position to limit; never changed
 */
public record TrafficAnswer(int status, Map<String, List<String>> headers, ByteBuffer body) {

    public TrafficAnswer {
        headers = Map.copyOf(headers);
        body = body.asReadOnlyBuffer();
    }

    /** The body, for one reader. */
    @Override
    public ByteBuffer body() {
        return body.duplicate();
    }

    /** How much memory its headers take, in bytes or a little less. */
    public int headerBytes() {
        return Headers.bytes(headers);
    }
}
