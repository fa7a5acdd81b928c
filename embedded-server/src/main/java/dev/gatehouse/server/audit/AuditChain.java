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
import java.util.concurrent.ThreadLocalRandom;

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

    private static final int LONGEST_REASON = 1_000;

    private AuditChain() {}

    /**
     * A record that lacks only its place in the chain, so that little is left to do where records wait for each other.
     */
    public static final class Prepared {

        private final String id;
        private final AuditDraft draft;
        private final String text;
        private final String canonical;
        private final String seqMark;
        private final String prevMark;
        private final String hashMark;

        /** Marks stand where the place comes to stand; none of them can be in a record whose id is new. */
        private Prepared(AuditDraft draft, String id, String node) {
            this.id = id;
            this.draft = draft;
            long mark = -(1L << 62) - ThreadLocalRandom.current().nextLong(1L << 61);
            this.seqMark = Long.toString(mark);
            this.prevMark = "prev " + id;
            this.hashMark = "hash " + id;
            this.text = AuditChain.text(event(draft, id, node, mark, prevMark, hashMark));
            this.canonical = canonicalWithoutHash(parse(text));
        }

        public String id() {
            return id;
        }

        public AuditDraft draft() {
            return draft;
        }

        /** Gives it its place. */
        public Sealed seal(long seq, String prevHash) {
            String hash = sha256(placed(canonical, seq, prevHash));
            return new Sealed(seq, hash, placed(text, seq, prevHash).replace(hashMark, hash));
        }

        private String placed(String marked, long seq, String prevHash) {
            return marked.replace(seqMark, Long.toString(seq)).replace(prevMark, prevHash);
        }
    }

    /**
     * A record in its place.
     *
     * @param text CloudEvents JSON
     */
    public record Sealed(long seq, String hash, String text) {}

    /** Makes a draft ready to be sealed. */
    public static Prepared prepare(AuditDraft draft, String id, String node) {
        return new Prepared(draft, id, node);
    }

    /** Gives a draft its place in the chain. */
    public static AuditEvent seal(AuditDraft draft, String id, String node, long seq, String prevHash) {
        try {
            return Json.LENIENT.readValue(prepare(draft, id, node).seal(seq, prevHash).text(), AuditEvent.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record that was just written cannot be read.", e);
        }
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
        return sha256(canonicalWithoutHash(event));
    }

    private static String canonicalWithoutHash(JsonNode event) {
        JsonNode bare = event.deepCopy();
        if (bare.get("data") instanceof ObjectNode data) {
            data.remove("hash");
        }
        return canonical(bare).toString();
    }

    private static String sha256(String canonical) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    /**
     * A record that the log does not take as it is: without {@code before} and {@code after}, and with
     * {@code data.cut}, which says how many bytes the whole has. Its place and its hash stay, and the hash is that of
     * the whole, which the node's own journal keeps for good.
     */
    static String cut(String text) {
        JsonNode event = parse(text);
        if (event.get("data") instanceof ObjectNode data) {
            data.remove("before");
            data.remove("after");
            data.putObject("cut").put("bytes", text.getBytes(StandardCharsets.UTF_8).length);
            String reason = data.path("reason").asText("");
            if (reason.length() > LONGEST_REASON) {
                data.put("reason", reason.substring(0, LONGEST_REASON));
            }
        }
        return event.toString();
    }

    /** Whether a record is in the log without all that its hash covers. */
    static boolean isCut(JsonNode event) {
        return event.path("data").has("cut");
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
