package dev.gatehouse.server.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.model.audit.AuditData;
import dev.gatehouse.model.audit.AuditEvent;
import dev.gatehouse.model.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * The chain that makes a changed, missing or inserted record show: each record holds the hash of the one before it.
 *
 * <p>A record's hash is SHA-256, in lower-case hex, over the UTF-8 bytes of its canonical form, which is its
 * CloudEvents JSON
 * <ol>
 * <li>without the member {@code data.hash},
 * <li>with the members of every object, at all depths, in the order of their names' UTF-16 code units,
 * <li>with no white space between tokens,
 * <li>with strings escaped as little as RFC 8259 section 7 allows: {@code \"}, {@code \\}, and control characters
 * below U+0020 as {@code \b \t \n \f \r} or {@code \}{@code u00XX} with upper-case digits,
 * <li>with integers in plain digits, and other numbers as {@link Double#toString(double)} writes them.
 * </ol>
 * This is RFC 8785 but for the numbers.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8785">RFC 8785, JSON Canonicalization Scheme</a>
 */
public final class AuditChain {

    /** The hash before the first record. */
    public static final String START = "0".repeat(64);

    private AuditChain() {}

    /** Gives a draft its place in the chain. */
    public static AuditEvent seal(AuditDraft draft, String id, String node, long seq, String prevHash) {
        String hash = hash(parse(text(event(draft, id, node, seq, prevHash, ""))));
        return event(draft, id, node, seq, prevHash, hash);
    }

    /** A record as JSON text. */
    public static String text(AuditEvent event) {
        try {
            return Json.LENIENT.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("An audit record cannot be written as JSON.", e);
        }
    }

    /** The hash of a record, whatever hash it claims. */
    public static String hash(JsonNode event) {
        JsonNode bare = event.deepCopy();
        if (bare.get("data") instanceof ObjectNode data) {
            data.remove("hash");
        }
        byte[] canonical = canonical(bare).toString().getBytes(StandardCharsets.UTF_8);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    /**
     * Reads a record's text.
     *
     * @throws IllegalArgumentException where it is no JSON
     */
    static JsonNode parse(String text) {
        try {
            return Json.LENIENT.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("An audit record is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static AuditEvent event(AuditDraft draft, String id, String node, long seq, String prevHash, String hash) {
        AuditData data = new AuditData(draft.actor(), draft.action().code(), draft.resource(), draft.outcome(),
                draft.reason(), draft.before(), draft.after(), draft.cause(), node, seq, prevHash, hash,
                draft.intent());
        return new AuditEvent(AuditEvent.SPEC_VERSION, id, "/gatehouse/" + node, draft.action().type(), draft.time(),
                draft.resource(), draft.traceparent(), AuditEvent.CONTENT_TYPE, data);
    }

    private static JsonNode canonical(JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, JsonNode> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), canonical(member.getValue())));
            ObjectNode sorted = Json.LENIENT.createObjectNode();
            members.forEach(sorted::set);
            return sorted;
        }
        if (node.isArray()) {
            var items = Json.LENIENT.createArrayNode();
            node.forEach(item -> items.add(canonical(item)));
            return items;
        }
        return node;
    }
}
