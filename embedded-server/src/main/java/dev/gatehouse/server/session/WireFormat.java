package dev.gatehouse.server.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.server.http.Encoded;

/** How frames are written for a client, by the subprotocol that it speaks. */
public enum WireFormat {
    /** {@code gatehouse.v1}: one JSON object per text message. */
    JSON("gatehouse.v1") {
        @Override
        Encoded write(ServerFrame frame) {
            try {
                return Encoded.utf8(FRAMES.writeValueAsBytes(frame));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("A frame cannot be written as JSON.", e);
            }
        }
    };

    private static final ObjectWriter FRAMES = Json.LENIENT.writerFor(ServerFrame.class);

    private final String subprotocol;

    WireFormat(String subprotocol) {
        this.subprotocol = subprotocol;
    }

    /** The subprotocol's name. */
    public String subprotocol() {
        return subprotocol;
    }

    abstract Encoded write(ServerFrame frame);
}
