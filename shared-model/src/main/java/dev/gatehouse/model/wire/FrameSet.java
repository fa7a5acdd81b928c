package dev.gatehouse.model.wire;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.DeliveryState;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.message.Target;
import dev.gatehouse.model.wire.BadFrameException.Fault;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
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
    public static final FrameSet<ClientFrame> CLIENT = new FrameSet<>(ClientFrame.class, Json.STRICT, Map.of(
            0x0001, ClientFrame.Heartbeat.class,
            0x0002, ClientFrame.Join.class,
            0x0003, ClientFrame.Leave.class,
            0x0004, ClientFrame.Publish.class,
            0x0005, ClientFrame.Send.class,
            0x0006, ClientFrame.Ack.class,
            0x0007, ClientFrame.Resume.class), FrameSet::complete);

    /** From a node to a client. Read as what a newer node may have written: a field that is not known is passed over. */
    public static final FrameSet<ServerFrame> NODE = new FrameSet<>(ServerFrame.class, Json.LENIENT, Map.of(
            0x8001, ServerFrame.Welcome.class,
            0x8002, ServerFrame.Pong.class,
            0x8003, ServerFrame.Message.class,
            0x8004, ServerFrame.Receipt.class,
            0x8005, ServerFrame.Failure.class,
            0x8006, ServerFrame.Bye.class), FrameSet::complete);

    private static final byte[] NOTHING = {};

    private final Class<F> all;
    private final ObjectReader textReader;
    private final ObjectWriter textWriter;
    private final ObjectWriter payloadWriter;
    private final Map<Integer, ObjectReader> payloadReaders;
    private final Map<Class<?>, Integer> commands = new HashMap<>();
    private final Predicate<@Nullable F> complete;

    private FrameSet(Class<F> all, JsonMapper mapper, Map<Integer, Class<? extends F>> types,
            Predicate<@Nullable F> complete) {
        this.all = all;
        this.complete = complete;
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
        if (frame == null || !complete.test(frame)) {
            throw new BadFrameException(Fault.CONTENT, "Something that the frame must bear is missing.", null);
        }
        return frame;
    }

    private static BadFrameException unreadable(IOException cause) {
        return new BadFrameException(Fault.CONTENT, "This is not the JSON of a frame.", cause);
    }

    /** Whether what a client's frame must bear is there; Jackson leaves it absent where the client did. */
    private static boolean complete(@Nullable ClientFrame frame) {
        return switch (frame) {
            case null -> false;
            case ClientFrame.Heartbeat() -> true;
            case ClientFrame.Join(@Nullable String room) -> room != null;
            case ClientFrame.Leave(@Nullable String room) -> room != null;
            case ClientFrame.Publish(@Nullable String id, @Nullable String room, @Nullable JsonNode content, _) ->
                id != null && room != null && content != null;
            case ClientFrame.Send(@Nullable String id, @Nullable Target to, @Nullable JsonNode content, _) ->
                id != null && to != null && content != null;
            case ClientFrame.Ack(@Nullable String msgId, @Nullable DeliveryState state) ->
                msgId != null && state != null && state != DeliveryState.SENT;
            case ClientFrame.Resume(@Nullable String token, _) -> token != null;
        };
    }

    /** The same of a node's frame. */
    private static boolean complete(@Nullable ServerFrame frame) {
        return switch (frame) {
            case null -> false;
            case ServerFrame.Welcome(@Nullable String sid, @Nullable String node, long beat, @Nullable String token) ->
                sid != null && node != null && beat > 0 && token != null;
            case ServerFrame.Pong() -> true;
            case ServerFrame.Message(@Nullable String msgId, @Nullable String from, @Nullable String fromName, _, _, @Nullable JsonNode content, @Nullable Instant timestamp, @Nullable Qos qos) ->
                msgId != null && from != null && fromName != null && content != null && timestamp != null
                        && qos != null;
            case ServerFrame.Receipt(@Nullable String id, @Nullable String msgId, @Nullable DeliveryState state) ->
                id != null && msgId != null && state != null;
            case ServerFrame.Failure(@Nullable String code, @Nullable String detail, _) ->
                code != null && detail != null;
            case ServerFrame.Bye(_, @Nullable String reason, @Nullable String by, _, _) -> reason != null && by != null;
        };
    }
}
