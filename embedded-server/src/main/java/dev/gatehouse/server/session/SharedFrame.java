package dev.gatehouse.server.session;

import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.server.http.Encoded;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A frame for any number of clients, written at most once in each format. Safe for use by several threads. */
public final class SharedFrame {

    private final ServerFrame frame;
    private final Map<WireFormat, Encoded> written = new ConcurrentHashMap<>(2);

    public SharedFrame(ServerFrame frame) {
        this.frame = frame;
    }

    /** What is said. */
    public ServerFrame frame() {
        return frame;
    }

    Encoded in(WireFormat format) {
        Encoded there = written.get(format);
        return there != null ? there : written.computeIfAbsent(format, this::encoded);
    }

    private Encoded encoded(WireFormat format) {
        Encoded encoded = format.write(frame);
        return frame instanceof ServerFrame.Message message && message.qos() == Qos.AT_MOST_ONCE
                ? encoded.droppable()
                : encoded;
    }
}
