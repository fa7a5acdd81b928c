package dev.gatehouse.model.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/messages}: what operators say to clients of the fleet. */
public final class MessagesExchange {

    public static final String PATH = "/api/v1/messages";
    public static final String PREVIEW_PATH = PATH + "/preview";

    private MessagesExchange() {}

    /** The path of one message. */
    public static String path(String msgId) {
        return PATH + "/" + msgId;
    }

    /**
     * {@code POST}.
     *
     * @param content any JSON value
     * @param qos     at-least-once where absent
     * @param id      the caller's own id; the same id again, from the same operator, is the same message
     */
    public record SendRequest(Target to, JsonNode content, @Nullable Qos qos, @Nullable String id) {}

    /**
     * The answer to it, after the nodes have had half a second to report.
     *
     * @param accepted  receivers that it was taken for: sockets online, and users whose inbox keeps it
     * @param delivered sockets that it was written to so far
     * @param queued    users whose inbox keeps it until they come back
     */
    public record Sent(String msgId, long accepted, long delivered, long queued, Receipt receipt) {}

    /** {@code POST /preview}: whom a message would reach. */
    public record PreviewRequest(Target to) {}

    /**
     * @param sockets sessions online that it would be written to
     * @param users   different users among them
     * @param byNode  sockets per node
     * @param queued  users who are not online and whose inbox would keep it
     */
    public record Preview(long sockets, long users, Map<String, Long> byNode, long queued) {}

    /**
     * One message and how far it has come.
     *
     * @param from      the id of the operator who sent it
     * @param accepted  receivers that it was taken for
     * @param delivered sockets that it was written to so far
     * @param queued    users whose inbox keeps it still
     * @param acknowledged receivers whose program said that it has it
     * @param read      receivers of whom a person has seen it
     */
    public record Report(String msgId, String from, String fromName, Target to, JsonNode content, Qos qos, Instant at,
            long accepted, long delivered, long queued, long acknowledged, long read) {}

    /** {@code GET}: newest first, as far back as the fleet remembers. */
    public record History(long total, List<Report> items) {}
}
