package dev.gatehouse.model.message;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** What a node sends to a client of the fleet, one JSON object per text frame. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(value = ServerFrame.Welcome.class, name = "welcome"),
        @JsonSubTypes.Type(value = ServerFrame.Pong.class, name = "pong"),
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
     */
    record Bye(int code, String reason, String by) implements ServerFrame {}
}
