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
import java.util.List;
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
 * This is RFC 8785 but for the numbers. A long record has {@code data.digests}, which holds the SHA-256 of the canonical
 * form of members of {@code data} by their names. Those members, and {@code data.cut}, are not in the canonical form of
 * the record then, so that its hash can be checked without them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8785">RFC 8785, JSON Canonicalization Scheme</a>
 */
public final class AuditChain {

    /** The hash before the first record. */
    public static final String START = "0".repeat(64);

    private static final int LONGEST_REASON = 1_000;
    /** Records of as many characters have digests; no log is so small that it refuses a shorter one. */
    private static final int LONG = 4_096;
    private static final List<String> CONTENT = List.of("before", "after");
    private static final String REASON = "reason";
    private static final String DIGESTS = "digests";
    private static final String CUT = "cut";

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
            AuditEvent plain = event(draft, id, node, mark, prevMark, hashMark);
            String plainText = AuditChain.text(plain);
            this.text = plainText.length() < LONG ? plainText : AuditChain.text(withDigests(plain, parse(plainText)));
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
            if (data.get(DIGESTS) instanceof ObjectNode digests) {
                digests.fieldNames().forEachRemaining(data::remove);
                data.remove(CUT);
            }
        }
        return canonical(bare).toString();
    }

    /** Whether a record's hash, and its digests where it has any, fit all that there is of it. */
    static boolean isIntact(JsonNode event) {
        JsonNode data = event.path("data");
        for (var digest : data.path(DIGESTS).properties()) {
            JsonNode member = data.path(digest.getKey());
            boolean known = CONTENT.contains(digest.getKey()) || digest.getKey().equals(REASON);
            if (!known || (isThere(member) && !digest(member).equals(digest.getValue().asText()))) {
                return false;
            }
        }
        return hash(event).equals(data.path("hash").asText());
    }

    private static boolean isThere(JsonNode member) {
        return !member.isMissingNode() && !member.isNull();
    }

    private static String digest(JsonNode member) {
        return sha256(canonical(member).toString());
    }

    private static AuditEvent withDigests(AuditEvent event, JsonNode read) {
        ObjectNode digests = Json.LENIENT.createObjectNode();
        JsonNode content = read.path("data");
        for (String name : CONTENT) {
            if (isThere(content.path(name))) {
                digests.put(name, digest(content.path(name)));
            }
        }
        if (content.path(REASON).asText().length() > LONGEST_REASON) {
            digests.put(REASON, digest(content.path(REASON)));
        }
        AuditData data = event.data();
        return new AuditEvent(event.specversion(), event.id(), event.source(), event.type(), event.time(),
                event.subject(), event.traceparent(), event.datacontenttype(),
                new AuditData(data.actor(), data.action(), data.resource(), data.outcome(), data.reason(),
                        data.before(), data.after(), data.cause(), data.node(), data.seq(), data.prevHash(),
                        data.hash(), data.intent(), digests.isEmpty() ? null : digests));
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
     * {@code data.cut}, which says how many bytes the whole has. Its place and its hash stay; the node's own journal
     * keeps the whole for good.
     */
    static String cut(String text) {
        JsonNode event = parse(text);
        if (event.get("data") instanceof ObjectNode data) {
            CONTENT.forEach(data::remove);
            if (data.path(DIGESTS).has(REASON)) {
                data.remove(REASON);
            }
            data.putObject(CUT).put("bytes", text.getBytes(StandardCharsets.UTF_8).length);
        }
        return event.toString();
    }

    /** Whether a record is in the log without all that its hash covers. */
    static boolean isCut(JsonNode event) {
        JsonNode data = event.path("data");
        boolean cut = data.has(CUT);
        for (var digest : data.path(DIGESTS).properties()) {
            cut = cut || !isThere(data.path(digest.getKey()));
        }
        return cut;
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
                draft.intent(), null);
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
