package dev.gatehouse.server.session;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.CloseCode;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Encoded;
import dev.gatehouse.server.http.Socket;
import dev.gatehouse.server.http.SocketLimits;
import dev.gatehouse.server.http.SocketRoute;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code /ws}: what a client of the fleet says, handed to the {@link SessionService}. */
public final class FleetSocket implements SocketRoute.Listener {

    public static final String PATH = "/ws";

    private final SessionService service;
    private final LocalSession session;

    private FleetSocket(SessionService service, LocalSession session) {
        this.service = service;
        this.session = session;
    }

    /** The address that clients of the fleet connect to. */
    public static SocketRoute route(SessionService service, SocketLimits limits) {
        return new SocketRoute(PATH, Arrays.stream(WireFormat.values()).map(WireFormat::subprotocol).toList(),
                Access.USER, limits, upgrade -> new FleetSocket(service, service.admit(upgrade)));
    }

    @Override
    public void opened(Socket socket) {
        service.opened(session, socket);
    }

    @Override
    public void text(String message) {
        session.busy();
        try {
            if (service.mayGoOn(session)) {
                ClientFrame frame = ClientFrameReader.read(message);
                session.logged(FrameLog.type(frame), FrameLog.size(message));
                obey(frame);
            }
        } catch (BadFrameException e) {
            service.dismiss(session, CloseCode.BAD_FRAME, e.reason());
        } finally {
            service.meter().handled(session.idle());
        }
    }

    @Override
    public void binary(ByteBuffer message) {
        service.dismiss(session, CloseCode.BAD_FRAME, "only text is understood here");
    }

    @Override
    public void control() {
        service.mayGoOn(session);
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
        return session.format().write(new ServerFrame.Bye(code, reason, SessionService.SYSTEM));
    }

    @Override
    public void givenUp(int code, String reason) {
        service.givenUp(session, code, reason);
    }

    @Override
    public void closed(int code, String reason) {
        service.closed(session, code, reason);
    }

    private void obey(ClientFrame frame) {
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
