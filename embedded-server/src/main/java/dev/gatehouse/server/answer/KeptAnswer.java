package dev.gatehouse.server.answer;

import dev.gatehouse.server.gateway.TrafficAnswer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * What is kept under a key: an answer, or the names of the request's headers by which answers differ, which then are part of
 * the answer's key.
 *
 * @param vary           in lower case, in order; empty for an answer
 * @param headers        as in {@link TrafficAnswer#headers}
 * @param ageMillis      how old it was when it came
 * @param lifetimeMillis how long it is kept
 */
public record KeptAnswer(List<String> vary, int status, Map<String, List<String>> headers, ByteBuffer body,
        long ageMillis,
        long lifetimeMillis) {

    public KeptAnswer {
        vary = List.copyOf(vary);
        headers = Map.copyOf(headers);
        body = body.asReadOnlyBuffer();
    }

    /** The body, for one reader. */
    @Override
    public ByteBuffer body() {
        return body.duplicate();
    }

    static KeptAnswer varying(List<String> names, long lifetimeMillis) {
        return new KeptAnswer(names, 0, Map.of(), ByteBuffer.allocate(0), 0, lifetimeMillis);
    }

    /** How much memory its headers take, in bytes or a little less. */
    public int headerBytes() {
        return answer().headerBytes();
    }

    TrafficAnswer answer() {
        return new TrafficAnswer(status, headers, body);
    }
}
