package dev.gatehouse.model.message;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a node sends to a client of the fleet, one JSON object per text frame. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(value = ServerFrame.Welcome.class, name = "welcome"),
        @JsonSubTypes.Type(value = ServerFrame.Pong.class, name = "pong"),
        @JsonSubTypes.Type(value = ServerFrame.Message.class, name = "message"),
        @JsonSubTypes.Type(value = ServerFrame.Receipt.class, name = "receipt"),
        @JsonSubTypes.Type(value = ServerFrame.Failure.class, name = "error"),
        @JsonSubTypes.Type(value = ServerFrame.Bye.class, name = "bye")})
public sealed interface ServerFrame {

    /**
     * The socket is ready from here on.
     *
     * @param heartbeatSeconds how often the client must say that it is there
     * @param resumeToken      names the session when the client comes back
     */
    record Welcome(String sid, String node, long heartbeatSeconds, String resumeToken) implements ServerFrame {}

    /** The answer to a heartbeat. */
    record Pong() implements ServerFrame {}

    /**
     * A message for this client. One that was published to a room bears {@code room}, any other {@code to}.
     *
     * @param msgId     unique in the fleet; the same id again is the same message
     * @param from      the id of the user who sent it
     * @param fromName  that user's name
     * @param to        the receiver's user id, or {@code all}
     * @param content   any JSON value
     * @param timestamp when the fleet took it
     * @param qos       what is promised of it; at-least-once is to be acknowledged
     */
    record Message(String msgId, String from, String fromName, @Nullable String to, @Nullable String room,
            JsonNode content, Instant timestamp, Qos qos) implements ServerFrame {}

    /**
     * How far a message of this client has come.
     *
     * @param id    the client's own id of the message
     * @param msgId the fleet's
     */
    record Receipt(String id, String msgId, DeliveryState state) implements ServerFrame {}

    /**
     * A frame that was refused; the socket stays open.
     *
     * @param id the id that the refused frame bore, where it bore one
     */
    record Failure(String code, String detail, @Nullable String id) implements ServerFrame {}

    /**
     * The last frame before the node closes the socket.
     *
     * @param code the close code that follows
     * @param by   who decided it: an operator's name or {@code system}
     * @param node where the session would best go on; absent where the client is not to come back, or nobody else is there
     * @param url  where that node answers; absent where {@code node} is
     */
    record Bye(int code, String reason, String by, @Nullable String node, @Nullable String url)
            implements
                ServerFrame {

        /** A goodbye that names no other node. */
        public Bye(int code, String reason, String by) {
            this(code, reason, by, null, null);
        }
    }
}
