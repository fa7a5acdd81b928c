package dev.gatehouse.server.session;

import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.wire.BinaryFrame;
import dev.gatehouse.model.wire.FrameSet;
import dev.gatehouse.server.http.Encoded;
import java.util.Arrays;

/** How frames are written for a client, by the subprotocol that it speaks. */
public enum WireFormat {
    /** {@code gatehouse.v1}: one JSON object per text message. */
    JSON("gatehouse.v1") {
        @Override
        Encoded write(ServerFrame frame) {
            return Encoded.utf8(FrameSet.NODE.write(frame));
        }
    },
    /** {@code gatehouse.v1.bin}: {@link BinaryFrame}s, one per binary message from the node. */
    BINARY(BinaryFrame.SUBPROTOCOL) {
        @Override
        Encoded write(ServerFrame frame) {
            return Encoded.binary(BinaryFrame.encode(FrameSet.NODE, frame));
        }
    };

    private final String subprotocol;

    WireFormat(String subprotocol) {
        this.subprotocol = subprotocol;
    }

    /** The subprotocol's name. */
    public String subprotocol() {
        return subprotocol;
    }

    /** The one that a subprotocol names; JSON for any other name. */
    static WireFormat of(String subprotocol) {
        return Arrays.stream(values()).filter(format -> format.subprotocol.equals(subprotocol)).findFirst()
                .orElse(JSON);
    }

    abstract Encoded write(ServerFrame frame);
}
