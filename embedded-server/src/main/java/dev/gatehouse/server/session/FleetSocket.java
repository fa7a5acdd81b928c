package dev.gatehouse.server.session;

import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.message.CloseCode;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.wire.BadFrameException;
import dev.gatehouse.model.wire.FrameDecoder;
import dev.gatehouse.model.wire.FrameSet;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Socket;
import dev.gatehouse.server.http.SocketRoute;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code /ws}: what a client of the fleet says, handed to the {@link SessionService}. */
public final class FleetSocket implements SocketRoute.Listener {

    public static final String PATH = "/ws";

    private static final int MAX_FRAME_BYTES = 16 * 1024;

    private final SessionService service;
    private final LocalSession session;
    private final @Nullable FrameDecoder<ClientFrame> decoder;
    private boolean over;

    private FleetSocket(SessionService service, LocalSession session) {
        this.service = service;
        this.session = session;
        decoder = switch (session.format()) {
            case JSON -> null;
            case BINARY -> new FrameDecoder<>(FrameSet.CLIENT, MAX_FRAME_BYTES);
        };
    }

    /** The address that clients of the fleet connect to. */
    public static SocketRoute route(SessionService service) {
        return new SocketRoute(PATH, Arrays.stream(WireFormat.values()).map(WireFormat::subprotocol).toList(),
                Access.USER,
                MAX_FRAME_BYTES,
                upgrade -> new FleetSocket(service, service.admit(upgrade)));
    }

    @Override
    public void opened(Socket socket) {
        service.opened(session, socket);
    }

    @Override
    public void text(String message) {
        if (over || !counted()) {
            return;
        }
        if (decoder != null) {
            refuse("only binary messages are understood in " + WireFormat.BINARY.subprotocol());
            return;
        }
        try {
            take(FrameSet.CLIENT.read(message));
        } catch (BadFrameException e) {
            refuse(CloseCode.BAD_FRAME.phrase());
        }
    }

    /** Each message counts, and each frame after the first in one: pieces and packets are no way round the limit. */
    @Override
    public void binary(ByteBuffer message) {
        if (over || !counted()) {
            return;
        }
        if (decoder == null) {
            refuse("only text messages are understood in " + WireFormat.JSON.subprotocol());
            return;
        }
        AtomicBoolean first = new AtomicBoolean(true);
        try {
            decoder.read(message, frame -> {
                if (!over && (first.getAndSet(false) || counted())) {
                    take(frame);
                }
            });
        } catch (BadFrameException e) {
            refuse(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void closed(int code, String reason) {
        service.closed(session, code, reason);
    }

    private void forward(@Nullable String id, Consumer<ClientMessages> action) {
        ClientMessages messages = service.messages();
        if (messages == null) {
            session.send(new ServerFrame.Failure(ErrorCode.INVALID.code(), "This node takes no messages.", id));
        } else {
            action.accept(messages);
        }
    }

    private boolean counted() {
        over = !service.mayGoOn(session);
        return !over;
    }

    private void refuse(String reason) {
        over = true;
        service.dismiss(session, CloseCode.BAD_FRAME, reason);
    }

    private void take(ClientFrame frame) {
        switch (frame) {
            case ClientFrame.Heartbeat() -> service.heartbeat(session);
            case ClientFrame.Join(String room) -> service.join(session, room);
            case ClientFrame.Leave(String room) -> service.leave(session, room);
            case ClientFrame.Publish publish -> forward(publish.id(), messages -> messages.publish(session, publish));
            case ClientFrame.Send send -> forward(send.id(), messages -> messages.send(session, send));
            case ClientFrame.Ack ack -> forward(null, messages -> messages.acknowledged(session, ack));
            case ClientFrame.Resume resume -> forward(null, messages -> messages.resume(session, resume));
        }
    }
}
