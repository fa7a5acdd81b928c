package dev.gatehouse.model.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the access log in its envelope: CloudEvents 1.0, structured JSON. It is no audit record: it may be lost.
 *
 * @param source  {@code /gatehouse/<node>}
 * @param type    {@link #TYPE}
 * @param time    when the answer was out
 * @param subject the path
 */
public record AccessEvent(String specversion, String id, String source, String type, Instant time, String subject,
        String datacontenttype, Answered data) {

    /** The type of every such record. */
    public static final String TYPE = "gatehouse.http.answered";

    /**
     * A request that was answered.
     *
     * @param path     without the query, which may hold secrets
     * @param status   101 for a WebSocket
     * @param millis   from the first byte of the request to the last one of the answer
     * @param bytes    of the answer's body
     * @param user     the caller's id; absent where nobody said who asks
     * @param userName the caller's name at that time
     * @param traffic  whether it came to the traffic port; absent in records of before this was told
     * @param routeId  the route that took it; absent where none did
     */
    public record Answered(String method, String path, int status, double millis, long bytes, @Nullable String user,
            @Nullable String userName, String ip, @Nullable String traceId, String node,
            @Nullable Boolean traffic, @Nullable String routeId) {}
}
