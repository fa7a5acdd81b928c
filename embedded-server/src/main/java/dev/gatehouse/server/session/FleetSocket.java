package dev.gatehouse.server.session;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.CloseCode;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.wire.BadFrameException;
import dev.gatehouse.model.wire.FrameDecoder;
import dev.gatehouse.model.wire.FrameSet;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Encoded;
import dev.gatehouse.server.http.Socket;
import dev.gatehouse.server.http.SocketLimits;
import dev.gatehouse.server.http.SocketRoute;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code /ws}: what a client of the fleet says, handed to the {@link SessionService}. */
public final class FleetSocket implements SocketRoute.Listener {

    public static final String PATH = "/ws";

    private static final ClientFrame BEAT = new ClientFrame.Heartbeat();
    private static final String HEARTBEAT = new String(FrameSet.CLIENT.write(BEAT), StandardCharsets.UTF_8);

    private final SessionService service;
    private final LocalSession session;
    private final @Nullable FrameDecoder<ClientFrame> decoder;
    private boolean over;

    /** Something that may find out that what was received is no frame. */
    @FunctionalInterface
    private interface Reading {

        void run() throws BadFrameException;
    }

    private FleetSocket(SessionService service, LocalSession session, int maxFrameBytes) {
        this.service = service;
        this.session = session;
        decoder = switch (session.format()) {
            case JSON -> null;
            case BINARY -> new FrameDecoder<>(FrameSet.CLIENT, maxFrameBytes);
        };
    }

    /** The address that clients of the fleet connect to. */
    public static SocketRoute route(SessionService service, SocketLimits limits) {
        return new SocketRoute(PATH, Arrays.stream(WireFormat.values()).map(WireFormat::subprotocol).toList(),
                Access.USER, limits,
                upgrade -> new FleetSocket(service, service.admit(upgrade), limits.maxMessageBytes()));
    }

    @Override
    public void opened(Socket socket) {
        service.opened(session, socket);
    }

    @Override
    public void text(String message) {
        handle(() -> {
            if (decoder != null) {
                refuse("Only binary messages are understood in " + WireFormat.BINARY.subprotocol() + ".");
            } else {
                // What comes most often need not be read anew each time.
                take(message.equals(HEARTBEAT) ? BEAT : FrameSet.CLIENT.read(message), FrameLog.size(message));
            }
        });
    }

    /** Each message counts, and each frame after the first in one: pieces and packets are no way round the limit. */
    @Override
    public void binary(ByteBuffer message) {
        int size = message.remaining();
        handle(() -> {
            if (decoder == null) {
                refuse("Only text messages are understood in " + WireFormat.JSON.subprotocol() + ".");
                return;
            }
            boolean[] first = {true};
            decoder.read(message, frame -> {
                if (!over && (first[0] || counted())) {
                    first[0] = false;
                    take(frame, size);
                }
            });
        });
    }

    @Override
    public void control() {
        if (!over) {
            over = !service.mayGoOn(session);
        }
    }

    @Override
    public void written(int messages) {
        service.meter().written(messages);
    }

    @Override
    public void dropped(long messages) {
        service.meter().dropped(messages);
    }

    @Override
    public Encoded farewell(int code, String reason) {
        return session.format().write(new ServerFrame.Bye(code, reason, SessionService.SYSTEM, null, null));
    }

    @Override
    public void givenUp(int code, String reason) {
        service.givenUp(session, code, reason);
    }

    @Override
    public void closed(int code, String reason) {
        service.closed(session, code, reason);
    }

    private void handle(Reading reading) {
        if (over || !counted()) {
            return;
        }
        session.busy();
        try {
            reading.run();
        } catch (BadFrameException e) {
            refuse(String.valueOf(e.getMessage()));
        } finally {
            service.meter().handled(session.idle());
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

    private void take(ClientFrame frame, int bytes) {
        session.logged(FrameLog.type(frame), bytes);
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

    private void forward(@Nullable String id, Consumer<ClientMessages> action) {
        ClientMessages messages = service.messages();
        if (messages == null) {
            session.send(new ServerFrame.Failure(ErrorCode.INVALID.code(), "This node takes no messages.", id));
        } else {
            action.accept(messages);
        }
    }
}
