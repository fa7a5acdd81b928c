package dev.gatehouse.server.session;

import dev.gatehouse.model.api.NodesExchange.Frame;
import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.ServerFrame;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The last twenty frames of one socket without their content, in less than half a kilobyte. Not safe for use by several
 * threads.
 */
final class FrameLog {

    private static final int CAPACITY = 20;

    private final long[] millis = new long[CAPACITY];
    /** Sizes in bytes; those of frames that went out as their complement. */
    private final int[] sizes = new int[CAPACITY];
    private final String[] types = new String[CAPACITY];
    private int next;
    private int count;

    /** @param type one of few strings, which is kept */
    void add(long atMillis, boolean in, String type, int bytes) {
        millis[next] = atMillis;
        sizes[next] = in ? bytes : ~bytes;
        types[next] = type;
        next = (next + 1) % CAPACITY;
        count = Math.min(CAPACITY, count + 1);
    }

    List<Frame> newestFirst() {
        List<Frame> frames = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            int at = Math.floorMod(next - i, CAPACITY);
            boolean in = sizes[at] >= 0;
            frames.add(new Frame(Instant.ofEpochMilli(millis[at]), in, types[at], in ? sizes[at] : ~sizes[at]));
        }
        return frames;
    }

    /** How many bytes a text has in UTF-8. */
    static int size(String text) {
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            // Each half of a surrogate pair stands for two of the four bytes.
            size += unit < 0x80 ? 1 : unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
        }
        return size;
    }

    /** A frame's {@code type} on the wire. */
    static String type(ServerFrame frame) {
        return switch (frame) {
            case ServerFrame.Welcome _ -> "welcome";
            case ServerFrame.Pong _ -> "pong";
            case ServerFrame.Message _ -> "message";
            case ServerFrame.Receipt _ -> "receipt";
            case ServerFrame.Failure _ -> "error";
            case ServerFrame.Bye _ -> "bye";
        };
    }

    /** A frame's {@code type} on the wire. */
    static String type(ClientFrame frame) {
        return switch (frame) {
            case ClientFrame.Heartbeat _ -> "heartbeat";
            case ClientFrame.Join _ -> "join";
            case ClientFrame.Leave _ -> "leave";
            case ClientFrame.Publish _ -> "publish";
            case ClientFrame.Send _ -> "send";
            case ClientFrame.Ack _ -> "ack";
            case ClientFrame.Resume _ -> "resume";
        };
    }
}
