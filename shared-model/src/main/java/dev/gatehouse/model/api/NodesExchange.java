package dev.gatehouse.model.api;

import dev.gatehouse.model.audit.Receipt;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/nodes}: what is done with nodes, and what their sockets do. */
public final class NodesExchange {

    public static final String PATH = "/api/v1/nodes";
    /** What {@code GET} of it answers with a {@link Connections} for the node {@code {id}}. */
    public static final String CONNECTIONS = "/connections";
    /** What {@code GET} of it answers with a {@link Place}. */
    public static final String RING_PATH = PATH + "/ring";

    private NodesExchange() {}

    /** The path to drain a node ({@code POST}) or to have it take clients in again ({@code DELETE}). */
    public static String drainPath(String node) {
        return PATH + "/" + node + "/drain";
    }

    /** The path of a node's connection monitor. */
    public static String connectionsPath(String node) {
        return PATH + "/" + node + CONNECTIONS;
    }

    /** {@code POST /{id}/drain}. */
    public record DrainRequest(@Nullable String reason) {}

    /**
     * The answer to it.
     *
     * @param draining whether the node is being drained now
     * @param sessions the sessions that it held when it was asked
     */
    public record Drained(String node, boolean draining, long sessions, Receipt receipt, Enforcement enforcement) {}

    /**
     * {@code GET /ring?session}: where a session would best go on.
     *
     * @param node  by the hash ring over the live nodes that take clients in; absent where there is none
     * @param url   where that node answers; absent where {@code node} is
     * @param nodes all nodes of the ring, in the order in which this session would try them
     */
    public record Place(String session, @Nullable String node, @Nullable String url, List<String> nodes) {}

    /**
     * The sockets of one node.
     *
     * @param active      sockets that said something within the last heartbeat
     * @param idle        the others
     * @param limit       sockets that the node takes at most
     * @param queuedBytes bytes that wait for slow readers
     * @param messagesIn  messages that came in within the last second
     * @param messagesOut messages that went out within the last second
     * @param handlerP99Micros how long handling one message took, 99th percentile of the last ten seconds
     * @param dropped     messages dropped for slow readers since the node started
     * @param slowest     those with the most bytes waiting, at most ten
     * @param stuck       handlers that have been busy with one message for more than a minute
     * @param alarms      limits that are used to nine tenths or more
     */
    public record Connections(String node, Instant at, long active, long idle, long limit, long queuedBytes,
            long messagesIn, long messagesOut, long handlerP99Micros, long dropped, List<Waiting> slowest,
            List<Stuck> stuck, List<Alarm> alarms) {}

    /** A socket whose reader is slow. */
    public record Waiting(String sid, String username, long queuedBytes) {}

    /**
     * A handler that does not come back.
     *
     * @param sid   the session whose message it handles
     * @param stack where it is, outermost last
     */
    public record Stuck(String sid, long millis, List<String> stack) {}

    /**
     * A limit that is nearly used up.
     *
     * @param limit the configuration key
     */
    public record Alarm(String limit, long used, long most) {}

    /**
     * {@code GET /api/v1/sessions/{sid}/socket}: one socket, asked of the node that holds it.
     *
     * @param subprotocol {@code gatehouse.v1} or {@code gatehouse.v1.bin}
     * @param queuedBytes bytes that wait for the reader
     * @param per10s      messages that came in within the last ten seconds
     * @param frames      the last ones, newest first, at most twenty, without their content
     */
    public record SocketDetail(String sid, String node, String subprotocol, long queuedBytes, long messagesIn,
            long messagesOut, long bytesIn, long bytesOut, int per10s, List<Frame> frames) {}

    /**
     * A frame that passed.
     *
     * @param in   whether the client sent it
     * @param type its {@code type}
     */
    public record Frame(Instant at, boolean in, String type, int bytes) {}
}
