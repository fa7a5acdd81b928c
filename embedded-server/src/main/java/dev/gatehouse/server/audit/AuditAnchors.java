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

        private final LostRanges lost;
        private long seq;
        private String hash;
        private boolean told;

        Head(AuditAnchorStore.Floor from, List<AuditIndex.Lost> lost) {
            this.lost = new LostRanges(lost);
            this.seq = from.seq() - 1;
            this.hash = from.prevHash();
        }

        /** Goes one record on, also over those that the log no longer held. */
        boolean step(AuditIndex.Link link) {
            if (link.seq() <= seq) {
                return true;
            }
            JsonNode event = AuditChain.parse(link.event());
            JsonNode data = event.path("data");
            boolean follows = link.seq() == seq + 1
                    ? data.path("prevHash").asText().equals(hash)
                    : lost.mayHaveHeld(link.seq() - seq - 1);
            if (!follows || !AuditChain.isIntact(event)) {
                return false;
            }
            lost.pass(link.position());
            seq = link.seq();
            hash = data.path("hash").asText();
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
        List<AuditIndex.Lost> lost = index.lost();
        for (String node : index.nodes()) {
            Head head = new Head(start(node, known.get(node)), lost);
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

    /**
     * Keeps what other nodes' anchors tell, where their hash fits what they say; for {@link AuditIndexer#onIndexed}.
     */
    public void learn(List<AuditEntry> entries) {
        List<AuditAnchor> learnt = new ArrayList<>();
        for (AuditEntry entry : entries) {
            var data = entry.event().data();
            JsonNode after = data.after();
            if (data.action().equals(Action.AUDIT_ANCHOR.code()) && after != null && !data.node().equals(self)
                    && AuditChain.isIntact(AuditChain.parse(AuditChain.text(entry.event())))) {
                for (JsonNode head : after.path("heads")) {
                    learnt.add(new AuditAnchor(head.path("node").asText(), data.node(), head.path("seq").asLong(),
                            head.path("hash").asText(), entry.event().time()));
                }
            }
        }
        store.keep(learnt);
    }

    /** Where to go on: after the anchor, or where the chain begins here. */
    private AuditAnchorStore.Floor start(String node, @Nullable AuditAnchor known) {
        AuditAnchorStore.Floor floor = store.floor(node).orElse(new AuditAnchorStore.Floor(1, AuditChain.START));
        return known != null && known.seq() >= floor.seq() - 1
                ? new AuditAnchorStore.Floor(known.seq() + 1, known.hash())
                : floor;
    }
}
