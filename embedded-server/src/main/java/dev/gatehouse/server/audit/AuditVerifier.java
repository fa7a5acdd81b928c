package dev.gatehouse.server.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.audit.Receipt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks the chain of indexed records. It shows a record that was changed, left out, put in or moved; records cut off
 * at a chain's very end do not show, as nothing after them names them.
 */
public final class AuditVerifier {

    private final AuditIndex index;

    public AuditVerifier(AuditIndex index) {
        this.index = index;
    }

    /**
     * How a node's chain stands.
     *
     * @param sound       how many records hold, from the first on
     * @param brokenAt    where the first record stands that does not; absent where all hold
     * @param explanation what is wrong with it, in a sentence
     */
    public record Verdict(String node, long sound, @Nullable Receipt brokenAt, @Nullable String explanation) {

        /** Whether every record holds. */
        public boolean holds() {
            return brokenAt == null;
        }
    }

    /** Checks every node's chain. */
    public List<Verdict> verify() {
        return index.nodes().stream().map(this::verify).toList();
    }

    /** Checks one node's chain, up to its first break. */
    public Verdict verify(String node) {
        Walk walk = new Walk(node);
        index.chain(node, walk::step);
        return new Verdict(node, walk.sound, walk.brokenAt, walk.explanation);
    }

    private static final class Walk {

        private final String node;
        private long sound;
        private String prevHash = AuditChain.START;
        private @Nullable Receipt brokenAt;
        private @Nullable String explanation;

        Walk(String node) {
            this.node = node;
        }

        boolean step(AuditIndex.Link link) {
            explanation = fault(link);
            if (explanation != null) {
                brokenAt = link.position();
                return false;
            }
            sound++;
            return true;
        }

        private @Nullable String fault(AuditIndex.Link link) {
            long expected = sound + 1;
            if (link.seq() > expected) {
                return "Node %s: records %d to %d are missing before the one at %s.".formatted(node, expected,
                        link.seq() - 1, link.position());
            }
            if (link.seq() < expected) {
                return "Node %s: record %d at %s is there a second time.".formatted(node, link.seq(),
                        link.position());
            }
            JsonNode event;
            try {
                event = AuditChain.parse(link.event());
            } catch (IllegalArgumentException e) {
                return "Node %s: record %d at %s was changed: it is no JSON.".formatted(node, link.seq(),
                        link.position());
            }
            JsonNode data = event.path("data");
            String hash = AuditChain.hash(event);
            if (!hash.equals(data.path("hash").asText()) || data.path("seq").asLong() != link.seq()) {
                return "Node %s: record %d at %s was changed: its hash does not fit its content.".formatted(node,
                        link.seq(), link.position());
            }
            if (!prevHash.equals(data.path("prevHash").asText())) {
                return "Node %s: record %d at %s does not follow the record before it.".formatted(node, link.seq(),
                        link.position());
            }
            prevHash = hash;
            return null;
        }
    }
}
