package dev.gatehouse.server.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.AuditData;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.AuditEntry.Format;
import dev.gatehouse.model.audit.AuditEntry.Raw;
import dev.gatehouse.model.audit.AuditEvent;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.log.EventLog;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic's records into the audit's form. Whatever stands in the log is read somehow: what is not in the topic's
 * form is kept as it is.
 */
public final class TopicReader {

    /** The audit's own topic. */
    public static final TopicReader AUDIT = new TopicReader(TopicKind.AUDIT, Format.JSON, Map.of());
    /** The change log. */
    public static final TopicReader CHANGES = new TopicReader(TopicKind.CHANGES, Format.JSON,
            Map.of("time", "time", "actor", "data.actor.id", "name", "data.actor.name", "ip", "data.actor.ip",
                    "session",
                    "data.actor.session", "action", "data.change.type", "resource", "subject"));
    /** The access log. */
    public static final TopicReader ACCESS = new TopicReader(TopicKind.ACCESS, Format.JSON,
            Map.of("time", "time", "actor", "data.user", "name", "data.userName", "ip", "data.ip", "action",
                    "data.method", "resource", "data.path",
                    "outcome", "data.status", "trace", "data.traceId", "node", "data.node", "session",
                    "data.session"));

    /** The fields that a foreign topic's JSON can be told to hold, by path. */
    public static final List<String> FIELDS = List.of("time", "actor", "name", "ip", "session", "action", "resource",
            "outcome", "reason", "trace", "node");

    private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern SECRET = Pattern.compile(".*(password|secret|privatekey|token).*");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Instant LATEST = Instant.parse("6400-01-01T00:00:00Z");
    private static final long LATEST_MILLIS = LATEST.toEpochMilli();
    private static final long SECONDS_BELOW = 100_000_000_000L;

    private final TopicKind kind;
    private final Format format;
    private final Map<String, String> fields;

    /**
     * A record as it was read.
     *
     * @param skipped whether it is not in the topic's form
     * @param stored  the event as JSON text
     */
    public record Read(AuditEntry entry, boolean skipped, String stored) {}

    /**
     * @param fields where a field stands in the JSON, with dots between members; for the {@link #FIELDS}
     */
    public TopicReader(TopicKind kind, Format format, Map<String, String> fields) {
        this.kind = kind;
        this.format = format;
        this.fields = Map.copyOf(fields);
    }

    /** What the topic's records are. */
    public TopicKind kind() {
        return kind;
    }

    /** Reads one record. */
    public Read read(EventLog.Entry entry) {
        if (!entry.hex() && format == Format.JSON) {
            try {
                if (kind == TopicKind.AUDIT) {
                    AuditEvent event = Json.LENIENT.readValue(entry.value(), AuditEvent.class);
                    if (isComplete(event)) {
                        return new Read(new AuditEntry(entry.position(), event), false, entry.value());
                    }
                } else {
                    JsonNode tree = Json.LENIENT.readTree(entry.value());
                    if (tree != null && tree.isContainerNode()) {
                        return json(entry, tree);
                    }
                }
            } catch (JsonProcessingException | RuntimeException e) {
                LOG.debug("The record at {} is kept as it is", entry.position(), e);
                return asItIs(entry, true);
            }
            return asItIs(entry, true);
        }
        return asItIs(entry, entry.hex() && format != Format.HEX);
    }

    private Read asItIs(EventLog.Entry entry, boolean skipped) {
        Raw raw = new Raw(entry.hex() ? Format.HEX : Format.TEXT, entry.key().isEmpty() ? null : entry.key(),
                entry.value());
        return told(entry, event(entry, null, null), raw, skipped);
    }

    private Read json(EventLog.Entry entry, JsonNode tree) {
        if (kind == TopicKind.CHANGES) {
            hideSecrets(tree);
        }
        JsonNode body = kind == TopicKind.FOREIGN ? tree : tree.path("data");
        Raw raw = new Raw(Format.JSON, entry.key().isEmpty() ? null : entry.key(),
                kind == TopicKind.CHANGES ? tree.toString() : entry.value());
        boolean skipped = kind != TopicKind.FOREIGN && !body.isObject();
        return told(entry, event(entry, tree, body), raw, skipped);
    }

    private Read told(EventLog.Entry entry, AuditEvent event, Raw raw, boolean skipped) {
        return new Read(new AuditEntry(entry.position(), event, kind, raw, List.of()), skipped, AuditChain.text(event));
    }

    private AuditEvent event(EventLog.Entry entry, @Nullable JsonNode tree, @Nullable JsonNode body) {
        String topic = entry.position().topic();
        String actor = field(tree, "actor", kind == TopicKind.FOREIGN ? "unknown" : "anonymous");
        String action = field(tree, "action", "record");
        String trace = field(tree, "trace", "");
        String node = field(tree, "node", "");
        AuditData data = new AuditData(new Actor(actor, field(tree, "name", actor), absent(field(tree, "ip", "")),
                absent(field(tree, "session", ""))),
                kind == TopicKind.ACCESS ? "access." + action.toLowerCase(Locale.ROOT) : action,
                field(tree, "resource", "topic/" + topic), outcome(field(tree, "outcome", "")),
                absent(field(tree, "reason", "")), null, body, null, node.isEmpty() ? source(tree) : node, 0, "", "");
        return new AuditEvent(AuditEvent.SPEC_VERSION, entry.position().toString(), "/gatehouse/log",
                "gatehouse.record", time(entry, tree), data.resource(),
                TRACE_ID.matcher(trace).matches() ? "00-" + trace + "-0000000000000000-00" : null,
                AuditEvent.CONTENT_TYPE, data);
    }

    private static String source(@Nullable JsonNode tree) {
        String source = tree == null ? "" : tree.path("source").asText("");
        return source.startsWith("/gatehouse/") ? source.substring("/gatehouse/".length()) : "";
    }

    private String field(@Nullable JsonNode tree, String name, String otherwise) {
        String path = fields.get(name);
        if (tree == null || path == null) {
            return otherwise;
        }
        JsonNode at = tree;
        for (String member : path.split("\\.", -1)) {
            at = at.path(member);
        }
        String text = at.isValueNode() && !at.isNull() ? at.asText() : "";
        return text.isEmpty() ? otherwise : text;
    }

    private static @Nullable String absent(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Outcome outcome(String text) {
        for (Outcome outcome : Outcome.values()) {
            if (outcome.name().equalsIgnoreCase(text)) {
                return outcome;
            }
        }
        if (NUMBER.matcher(text).matches()) {
            long status = Long.parseLong(text);
            return status >= 500 ? Outcome.FAILED : status >= 400 ? Outcome.REFUSED : Outcome.ACCEPTED;
        }
        return Outcome.ACCEPTED;
    }

    /** The time that the record names, in ISO 8601 or as seconds or milliseconds since 1970; else the log's own. */
    private Instant time(EventLog.Entry entry, @Nullable JsonNode tree) {
        String text = field(tree, "time", "");
        long millis = Math.max(0, entry.timeMillis());
        if (NUMBER.matcher(text).matches()) {
            long number = Long.parseLong(text);
            millis = Math.abs(number) < SECONDS_BELOW ? number * 1000 : number;
        } else if (!text.isEmpty()) {
            try {
                millis = Instant.parse(text).toEpochMilli();
            } catch (DateTimeException | ArithmeticException e) {
                millis = Math.max(0, entry.timeMillis());
            }
        }
        return Instant.ofEpochMilli(Math.clamp(millis, 0L, LATEST_MILLIS));
    }

    private static void hideSecrets(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                if (member.getValue().isValueNode()
                        && SECRET.matcher(member.getKey().toLowerCase(Locale.ROOT)).matches()) {
                    object.put(member.getKey(), AuditEntry.MASK);
                } else {
                    hideSecrets(member.getValue());
                }
            });
        } else if (node instanceof ArrayNode array) {
            array.forEach(TopicReader::hideSecrets);
        }
    }

    /** Whether what every record has is there, with a place in a chain: a log may hold anything. */
    @SuppressWarnings("ConstantValue") // Jackson leaves a component null where the JSON lacks it
    private static boolean isComplete(@Nullable AuditEvent event) {
        return event != null && event.id() != null && event.time() != null && !event.time().isBefore(Instant.EPOCH)
                && !event.time().isAfter(LATEST) && event.data() != null && event.data().actor() != null
                && event.data().actor().id() != null && event.data().actor().name() != null
                && event.data().action() != null && event.data().resource() != null
                && event.data().outcome() != null && event.data().node() != null && event.data().seq() >= 1
                && isHash(event.data().prevHash()) && isHash(event.data().hash());
    }

    private static boolean isHash(@Nullable String text) {
        return text != null && HASH.matcher(text).matches();
    }
}
