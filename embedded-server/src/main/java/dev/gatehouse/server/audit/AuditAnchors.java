package dev.gatehouse.server.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.json.Json;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Nodes vouch for each other's chains: now and then each looks how far every chain has come, keeps that, and records it
 * in its own chain as {@code audit.anchor}. So nobody can cut a chain short without cutting those of all other nodes.
 */
public final class AuditAnchors {

    private final AuditIndex index;
    private final AuditAnchorStore store;
    private final AuditJournal journal;
    private final String self;
    private final Clock clock;

    /** How far a chain holds, walked on from an anchor. */
    private static final class Head {

        private long seq;
        private String hash;
        private boolean told;

        Head(long seq, String hash) {
            this.seq = seq;
            this.hash = hash;
        }

        boolean step(AuditIndex.Link link) {
            if (link.seq() != seq + 1) {
                return link.seq() <= seq;
            }
            JsonNode event = AuditChain.parse(link.event());
            JsonNode data = event.path("data");
            String claimed = data.path("hash").asText();
            if (!data.path("prevHash").asText().equals(hash)
                    || !(AuditChain.isCut(event) || AuditChain.hash(event).equals(claimed))) {
                return false;
            }
            seq++;
            hash = claimed;
            told = told || !data.path("action").asText().equals(Action.AUDIT_ANCHOR.code());
            return true;
        }
    }

    /** @param self this node, in whose chain the anchors are recorded */
    public AuditAnchors(AuditIndex index, AuditAnchorStore store, AuditJournal journal, String self, Clock clock) {
        this.index = index;
        this.store = store;
        this.journal = journal;
        this.self = self;
        this.clock = clock;
    }

    /** Looks at all chains; records it where one has come further by more than such records. */
    public void look() {
        Map<String, AuditAnchor> known = new HashMap<>();
        store.toldBy(self).forEach(anchor -> known.put(anchor.node(), anchor));
        List<AuditAnchor> moved = new ArrayList<>();
        ArrayNode heads = Json.LENIENT.createArrayNode();
        boolean told = false;
        for (String node : index.nodes()) {
            Head head = start(node, known.get(node));
            long before = head.seq;
            index.chain(node, head.seq + 1, head::step);
            if (head.seq > before) {
                moved.add(new AuditAnchor(node, self, head.seq, head.hash, clock.instant()));
            }
            told = told || head.told;
            if (head.seq > 0) {
                heads.addObject().put("node", node).put("seq", head.seq).put("hash", head.hash);
            }
        }
        store.keep(moved);
        if (told) {
            ObjectNode after = Json.LENIENT.createObjectNode();
            after.set("heads", heads);
            journal.note(AuditDraft.of(Actor.SYSTEM, Action.AUDIT_ANCHOR, "audit", Outcome.ACCEPTED, clock.instant())
                    .withChange(null, after));
        }
    }

    /** Keeps what other nodes' anchors tell; for {@link AuditIndexer#onIndexed}. */
    public void learn(List<AuditEntry> entries) {
        List<AuditAnchor> learnt = new ArrayList<>();
        for (AuditEntry entry : entries) {
            var data = entry.event().data();
            JsonNode after = data.after();
            if (data.action().equals(Action.AUDIT_ANCHOR.code()) && after != null && !data.node().equals(self)) {
                for (JsonNode head : after.path("heads")) {
                    learnt.add(new AuditAnchor(head.path("node").asText(), data.node(), head.path("seq").asLong(),
                            head.path("hash").asText(), entry.event().time()));
                }
            }
        }
        store.keep(learnt);
    }

    private Head start(String node, @Nullable AuditAnchor known) {
        long floor = store.floor(node).map(AuditAnchorStore.Floor::seq).orElse(1L);
        if (known != null && known.seq() >= floor - 1) {
            return new Head(known.seq(), known.hash());
        }
        return store.floor(node).map(at -> new Head(at.seq() - 1, at.prevHash()))
                .orElseGet(() -> new Head(0, AuditChain.START));
    }
}
