package dev.gatehouse.model.message;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What a client of the fleet sends, one JSON object per text frame. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(value = ClientFrame.Heartbeat.class, name = "heartbeat"),
        @JsonSubTypes.Type(value = ClientFrame.Join.class, name = "join"),
        @JsonSubTypes.Type(value = ClientFrame.Leave.class, name = "leave"),
        @JsonSubTypes.Type(value = ClientFrame.Publish.class, name = "publish"),
        @JsonSubTypes.Type(value = ClientFrame.Send.class, name = "send"),
        @JsonSubTypes.Type(value = ClientFrame.Ack.class, name = "ack"),
        @JsonSubTypes.Type(value = ClientFrame.Resume.class, name = "resume")})
public sealed interface ClientFrame {

    /** Says that the client is still there; answered by {@link ServerFrame.Pong}. */
    record Heartbeat() implements ClientFrame {}

    /** Enters a room. */
    record Join(String room) implements ClientFrame {}

    /** Leaves a room. */
    record Leave(String room) implements ClientFrame {}

    /**
     * Says something to a room; answered by {@link ServerFrame.Receipt} or {@link ServerFrame.Failure} with the same id.
     *
     * @param id      the client's own id of the message; the same id again, from the same user, is the same message
     * @param content any JSON value
     * @param qos     at-most-once where absent
     */
    record Publish(String id, String room, JsonNode content, @Nullable Qos qos) implements ClientFrame {}

    /**
     * Says something to a user or one session; answered as {@link Publish} is.
     *
     * @param to  a user or a session
     * @param qos at-most-once where absent
     */
    record Send(String id, Target to, JsonNode content, @Nullable Qos qos) implements ClientFrame {}

    /** Acknowledges a message that was received. */
    record Ack(String msgId, DeliveryState state) implements ClientFrame {}

    /**
     * Goes on where another socket of the same user ended: its rooms are joined again and what was missed is sent again.
     *
     * @param token     from the welcome of that socket
     * @param lastMsgId the last message that was received; absent for none
     */
    record Resume(String token, @Nullable String lastMsgId) implements ClientFrame {}
}
