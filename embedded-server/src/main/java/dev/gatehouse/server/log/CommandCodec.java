package dev.gatehouse.server.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.AuditEvent;
import dev.gatehouse.model.audit.Intention;
import dev.gatehouse.model.json.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes commands as CloudEvents 1.0 in structured JSON, and reads them. */
public final class CommandCodec {

    private static final String SOURCE_PREFIX = "/gatehouse/";

    private record Envelope(String specversion, String id, String source, String type, Instant time, String subject,
            @Nullable String traceparent, String datacontenttype, Data data) {}

    private record Data(Actor actor, @Nullable Long expectedVersion, Change change, @Nullable Fence fence,
            @Nullable Intention intent) {}

    private CommandCodec() {}

    /** Writes a command. */
    public static String write(Command command) {
        try {
            String change = Json.LENIENT.valueToTree(command.change()).get("type").asText();
            return Json.LENIENT.writeValueAsString(new Envelope(AuditEvent.SPEC_VERSION, command.id(),
                    SOURCE_PREFIX + command.node(), "gatehouse." + change, command.at(), command.change().id(),
                    command.traceparent(), AuditEvent.CONTENT_TYPE,
                    new Data(command.actor(), command.expectedVersion(), command.change(), command.fence(),
                            command.intention())));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The command " + command.id() + " cannot be written", e);
        }
    }

    /**
     * Reads a command.
     *
     * @throws IllegalArgumentException where the record is none that this version understands
     */
    public static Command read(String record) {
        try {
            Envelope envelope = Json.LENIENT.readValue(record, Envelope.class);
            Data data = envelope == null ? null : envelope.data();
            if (envelope == null || envelope.id() == null || envelope.time() == null || envelope.source() == null
                    || !envelope.source().startsWith(SOURCE_PREFIX) || data == null || data.actor() == null
                    || data.change() == null) {
                throw new IllegalArgumentException("A record of the change log lacks a field");
            }
            return new Command(envelope.id(), envelope.source().substring(SOURCE_PREFIX.length()), envelope.time(),
                    data.actor(), data.expectedVersion(), envelope.traceparent(), data.change(), data.fence(),
                    data.intent());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A record of the change log is not understood", e);
        }
    }
}
