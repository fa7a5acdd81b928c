package dev.gatehouse.server.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.message.CloseCode;
import dev.gatehouse.model.message.DeliveryState;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.message.Target;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Socket;
import dev.gatehouse.server.http.SocketRoute;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code /ws}: what a client of the fleet says, handed to the {@link SessionService}. */
public final class FleetSocket implements SocketRoute.Listener {

    public static final String PATH = "/ws";

    private static final int MAX_FRAME_BYTES = 16 * 1024;

    private final SessionService service;
    private final LocalSession session;

    private FleetSocket(SessionService service, LocalSession session) {
        this.service = service;
        this.session = session;
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
        if (!service.mayGoOn(session)) {
            return;
        }
        ClientFrame frame = read(message);
        switch (frame) {
            case null -> service.dismiss(session, CloseCode.BAD_FRAME, CloseCode.BAD_FRAME.phrase());
            case ClientFrame.Heartbeat() -> service.heartbeat(session);
            case ClientFrame.Join(String room) -> service.join(session, room);
            case ClientFrame.Leave(String room) -> service.leave(session, room);
            case ClientFrame.Publish publish -> forward(publish.id(), messages -> messages.publish(session, publish));
            case ClientFrame.Send send -> forward(send.id(), messages -> messages.send(session, send));
            case ClientFrame.Ack ack -> forward(null, messages -> messages.acknowledged(session, ack));
            case ClientFrame.Resume resume -> forward(null, messages -> messages.resume(session, resume));
        }
    }

    @Override
    public void binary(ByteBuffer message) {
        service.dismiss(session, CloseCode.BAD_FRAME, "only text is understood here");
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

    private static @Nullable ClientFrame read(String message) {
        try {
            ClientFrame frame = Json.STRICT.readValue(message, ClientFrame.class);
            return complete(frame) ? frame : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** Whether what a frame must bear is there; Jackson leaves it absent where the client did. */
    private static boolean complete(@Nullable ClientFrame frame) {
        return switch (frame) {
            case null -> false;
            case ClientFrame.Heartbeat() -> true;
            case ClientFrame.Join(@Nullable String room) -> room != null;
            case ClientFrame.Leave(@Nullable String room) -> room != null;
            case ClientFrame.Publish(@Nullable String id, @Nullable String room, @Nullable JsonNode content, _) ->
                id != null
                        && room != null && content != null;
            case ClientFrame.Send(@Nullable String id, @Nullable Target to, @Nullable JsonNode content, _) -> id != null
                    && to != null && content != null;
            case ClientFrame.Ack(@Nullable String msgId, @Nullable DeliveryState state) ->
                msgId != null && state != null
                        && state != DeliveryState.SENT;
            case ClientFrame.Resume(@Nullable String token, _) -> token != null;
        };
    }
}
