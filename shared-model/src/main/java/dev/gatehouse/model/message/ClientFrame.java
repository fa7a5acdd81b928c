package dev.gatehouse.model.message;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a client of the fleet sends, one JSON object per text frame. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(value = ClientFrame.Heartbeat.class, name = "heartbeat"),
        @JsonSubTypes.Type(value = ClientFrame.Join.class, name = "join"),
        @JsonSubTypes.Type(value = ClientFrame.Leave.class, name = "leave")})
public sealed interface ClientFrame {

    /** Says that the client is still there; answered by {@link ServerFrame.Pong}. */
    record Heartbeat() implements ClientFrame {}

    /** Enters a room. */
    record Join(String room) implements ClientFrame {}

    /** Leaves a room. */
    record Leave(String room) implements ClientFrame {}
}
