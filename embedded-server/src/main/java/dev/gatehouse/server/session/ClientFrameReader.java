package dev.gatehouse.server.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.DeliveryState;
import dev.gatehouse.model.message.Target;
import org.jspecify.annotations.Nullable;

/** Reads what clients say in JSON, and says what is wrong with what is not a frame. */
final class ClientFrameReader {

    /** A number is no text here. */
    private static final ObjectReader FRAMES = Json.STRICT.rebuild()
            .withCoercionConfig(LogicalType.Textual,
                    config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build().readerFor(ClientFrame.class);
    private static final int LONGEST_NAME = 40;

    private ClientFrameReader() {}

    /**
     * Reads a frame.
     *
     * @throws NotAFrameException where it is not JSON, of no known type, or lacks what its type must bear
     */
    static ClientFrame read(String message) throws NotAFrameException {
        @Nullable
        ClientFrame frame;
        try {
            frame = FRAMES.readValue(message);
        } catch (InvalidTypeIdException e) {
            throw new NotAFrameException(e.getTypeId() == null
                    ? "the field type is missing"
                    : "the type " + name(e.getTypeId()) + " is not known");
        } catch (UnrecognizedPropertyException e) {
            throw new NotAFrameException("the field " + name(e.getPropertyName()) + " is not known");
        } catch (JsonMappingException e) {
            throw new NotAFrameException(e.getPath().isEmpty()
                    ? "the frame is not one JSON object"
                    : "the field " + name(field(e)) + " has a wrong value");
        } catch (JsonProcessingException e) {
            throw new NotAFrameException("the frame is not JSON");
        }
        return complete(frame);
    }

    /**
     * The frame itself, where all is there that it must bear.
     *
     * @throws NotAFrameException where something is missing
     */
    static ClientFrame complete(@Nullable ClientFrame frame) throws NotAFrameException {
        if (frame == null) {
            throw new NotAFrameException("the frame is empty");
        }
        String missing = switch (frame) {
            case ClientFrame.Heartbeat() -> null;
            case ClientFrame.Join(@Nullable String room) -> room == null ? "room" : null;
            case ClientFrame.Leave(@Nullable String room) -> room == null ? "room" : null;
            case ClientFrame.Publish(@Nullable String id, @Nullable String room, @Nullable JsonNode content, _) ->
                id == null ? "id" : room == null ? "room" : content == null ? "content" : null;
            case ClientFrame.Send(@Nullable String id, @Nullable Target to, @Nullable JsonNode content, _) ->
                id == null ? "id" : to == null ? "to" : content == null ? "content" : null;
            case ClientFrame.Ack(@Nullable String msgId, @Nullable DeliveryState state) ->
                msgId == null ? "msgId" : state == null ? "state" : null;
            case ClientFrame.Resume(@Nullable String token, _) -> token == null ? "token" : null;
        };
        if (missing != null) {
            throw new NotAFrameException("the field " + missing + " is missing");
        }
        if (frame instanceof ClientFrame.Ack ack && ack.state() == DeliveryState.SENT) {
            throw new NotAFrameException("the field state has a wrong value");
        }
        return frame;
    }

    private static String field(JsonMappingException e) {
        String name = e.getPath().getFirst().getFieldName();
        return name == null ? "?" : name;
    }

    private static String name(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    }
}
