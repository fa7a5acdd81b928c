package dev.gatehouse.model.wire;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.DeliveryState;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.wire.BadFrameException.Fault;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The frames that go in one direction: their JSON, and the command number of each on the binary wire. Whatever is read is
 * complete: what a frame must bear is there. Safe for use by several threads.
 *
 * @param <F> what all frames of the direction are
 */
public final class FrameSet<F> {

    /** From a client to a node. Read strictly: a field that is not known is a fault. */
    public static final FrameSet<ClientFrame> CLIENT = new FrameSet<>(ClientFrame.class, exact(), Map.of(
            0x0001, ClientFrame.Heartbeat.class,
            0x0002, ClientFrame.Join.class,
            0x0003, ClientFrame.Leave.class,
            0x0004, ClientFrame.Publish.class,
            0x0005, ClientFrame.Send.class,
            0x0006, ClientFrame.Ack.class,
            0x0007, ClientFrame.Resume.class), FrameSet::missing);

    /** From a node to a client. Read as what a newer node may have written: a field that is not known is passed over. */
    public static final FrameSet<ServerFrame> NODE = new FrameSet<>(ServerFrame.class, Json.LENIENT, Map.of(
            0x8001, ServerFrame.Welcome.class,
            0x8002, ServerFrame.Pong.class,
            0x8003, ServerFrame.Message.class,
            0x8004, ServerFrame.Receipt.class,
            0x8005, ServerFrame.Failure.class,
            0x8006, ServerFrame.Bye.class), FrameSet::missing);

    private static final byte[] NOTHING = {};
    private static final int LONGEST_NAME = 40;

    private final Class<F> all;
    private final ObjectReader textReader;
    private final ObjectWriter textWriter;
    private final ObjectWriter payloadWriter;
    private final Map<Integer, ObjectReader> payloadReaders;
    private final Map<Class<?>, Integer> commands = new HashMap<>();
    private final Function<F, @Nullable String> missing;

    private FrameSet(Class<F> all, JsonMapper mapper, Map<Integer, Class<? extends F>> types,
            Function<F, @Nullable String> missing) {
        this.all = all;
        this.missing = missing;
        textReader = mapper.readerFor(all);
        textWriter = mapper.writerFor(all);
        JsonMapper untyped = mapper.rebuild().addMixIn(all, Untyped.class).build();
        payloadWriter = untyped.writer();
        payloadReaders = types.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, type -> untyped.readerFor(type.getValue())));
        types.forEach((number, type) -> commands.put(type, number));
    }

    /** On the binary wire the command says which frame it is. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NONE)
    private interface Untyped {}

    /**
     * Reads a text message.
     *
     * @throws BadFrameException where it is no frame of this direction
     */
    public F read(String json) throws BadFrameException {
        try {
            return checked(all.cast(textReader.readValue(json)));
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    /** Writes a text message, in UTF-8. */
    public byte[] write(F frame) {
        try {
            return textWriter.writeValueAsBytes(frame);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A frame cannot be written as JSON.", e);
        }
    }

    /** The numbers of the binary wire, in no particular order. */
    public List<Integer> commands() {
        return List.copyOf(payloadReaders.keySet());
    }

    boolean knows(int command) {
        return payloadReaders.containsKey(command);
    }

    int command(F frame) {
        Integer number = commands.get(frame.getClass());
        if (number == null) {
            throw new IllegalArgumentException("No command for " + frame.getClass());
        }
        return number;
    }

    /** The JSON object without {@code type}; nothing at all where it has no field. */
    byte[] payload(F frame) {
        if (frame instanceof ClientFrame.Heartbeat || frame instanceof ServerFrame.Pong) {
            return NOTHING;
        }
        try {
            return payloadWriter.writeValueAsBytes(frame);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A frame cannot be written as JSON.", e);
        }
    }

    F readPayload(int command, byte[] bytes, int offset, int length) throws BadFrameException {
        ObjectReader reader = payloadReaders.get(command);
        if (reader == null) {
            throw new BadFrameException(Fault.COMMAND, "There is no command " + command + " in this direction.", null);
        }
        try {
            return checked(all.cast(length == 0 ? reader.readValue("{}") : reader.readValue(bytes, offset, length)));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private F checked(@Nullable F frame) throws BadFrameException {
        if (frame == null) {
            throw new BadFrameException(Fault.CONTENT, "The frame is empty.", null);
        }
        String field = missing.apply(frame);
        if (field != null) {
            throw new BadFrameException(Fault.CONTENT, "The field " + field + " is missing.", null);
        }
        if (frame instanceof ClientFrame.Ack ack && ack.state() == DeliveryState.SENT) {
            throw new BadFrameException(Fault.CONTENT, "The field state has a wrong value.", null);
        }
        return frame;
    }

    /** The strict mapper, for which a number is no text either. */
    private static JsonMapper exact() {
        return Json.STRICT.rebuild()
                .withCoercionConfig(LogicalType.Textual,
                        config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }

    private static BadFrameException unreadable(IOException cause) {
        return new BadFrameException(Fault.CONTENT, switch (cause) {
            case InvalidTypeIdException e -> e.getTypeId() == null
                    ? "The field type is missing."
                    : "The type " + shortened(e.getTypeId()) + " is not known.";
            case UnrecognizedPropertyException e -> "The field " + shortened(e.getPropertyName()) + " is not known.";
            case JsonMappingException e -> e.getPath().isEmpty()
                    ? "The frame is not one JSON object."
                    : "The field " + shortened(e.getPath().getFirst().getFieldName()) + " has a wrong value.";
            default -> "The frame is not JSON.";
        }, cause);
    }

    private static String shortened(@Nullable String name) {
        String whole = name == null ? "?" : name;
        return whole.length() <= LONGEST_NAME ? whole : whole.substring(0, LONGEST_NAME) + "…";
    }

    /** What a client's frame must bear and does not; Jackson leaves it absent where the client did. */
    private static @Nullable String missing(ClientFrame frame) {
        return switch (frame) {
            case ClientFrame.Heartbeat() -> null;
            case ClientFrame.Join(@Nullable String room) -> absent("room", room);
            case ClientFrame.Leave(@Nullable String room) -> absent("room", room);
            case ClientFrame.Publish publish -> absent("id", publish.id(), "room", publish.room(), "content",
                    publish.content());
            case ClientFrame.Send send -> absent("id", send.id(), "to", send.to(), "content", send.content());
            case ClientFrame.Ack ack -> absent("msgId", ack.msgId(), "state", ack.state());
            case ClientFrame.Resume resume -> absent("token", resume.token());
        };
    }

    /** The same of a node's frame. */
    private static @Nullable String missing(ServerFrame frame) {
        return switch (frame) {
            case ServerFrame.Welcome welcome -> absent("sid", welcome.sid(), "node", welcome.node(),
                    "heartbeatSeconds", welcome.heartbeatSeconds() > 0 ? welcome : null, "resumeToken",
                    welcome.resumeToken());
            case ServerFrame.Pong() -> null;
            case ServerFrame.Message message -> absent("msgId", message.msgId(), "from", message.from(), "fromName",
                    message.fromName(), "content", message.content(), "timestamp", message.timestamp(), "qos",
                    message.qos());
            case ServerFrame.Receipt receipt -> absent("id", receipt.id(), "msgId", receipt.msgId(), "state",
                    receipt.state());
            case ServerFrame.Failure failure -> absent("code", failure.code(), "detail", failure.detail());
            case ServerFrame.Bye bye -> absent("reason", bye.reason(), "by", bye.by());
        };
    }

    /** The first name whose value, which stands behind it, is not there. */
    private static @Nullable String absent(@Nullable Object... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] == null) {
                return String.valueOf(namesAndValues[i]);
            }
        }
        return null;
    }
}
