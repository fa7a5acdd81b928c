package dev.gatehouse.server.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.AuditExchange.BreakKind;
import dev.gatehouse.model.audit.Receipt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One walk along a chain, with a look ahead of two records: where two do not fit, the one that those after it do not
 * confirm is the wrong one.
 */
final class ChainWalk {

    private static final int AHEAD = 2;

    private final String node;
    private final AuditVerifier.Range range;
    private final AuditAnchorStore.@Nullable Floor floor;
    private final Outside outside;
    /** Records by seq, several where more than one claims it. */
    private final Deque<List<Item>> ahead = new ArrayDeque<>();
    private final Map<String, Item> lastByPartition = new HashMap<>();
    private long first;
    private long sound;
    private long cut;
    private long expected;
    /** The hash of the record before; absent where it was not looked at. */
    private @Nullable String prevHash;
    private AuditVerifier.@Nullable Break fault;

    /**
     * What is known from elsewhere.
     *
     * @param lastWritten the last record that the node has written, where this is the node
     * @param reached     whether the index has all that the log had after the anchors were read
     */
    record Outside(List<AuditAnchor> anchors, @Nullable Long lastWritten, boolean reached) {}

    /**
     * A record, looked at by itself.
     *
     * @param place    the seq under which it was found
     * @param seq      the seq that it says
     * @param isIntact whether its hash fits its content
     */
    private record Item(Receipt at, long place, long seq, String hash, String prevHash, boolean isIntact,
            boolean isCut) {}

    ChainWalk(String node, AuditVerifier.Range range, AuditAnchorStore.@Nullable Floor floor, Outside outside) {
        this.node = node;
        this.range = range;
        this.floor = floor;
        this.outside = outside;
        this.expected = from();
        if (floor != null && floor.seq() >= range.from()) {
            prevHash = floor.prevHash();
        } else if (range.from() <= 1) {
            prevHash = AuditChain.START;
        }
    }

    String node() {
        return node;
    }

    /** The first seq that is looked at. */
    long from() {
        return Math.max(Math.max(1, range.from()), floor == null ? 1 : floor.seq());
    }

    /** Takes the next record, in the order of seq; false where no more is wanted. */
    boolean step(AuditIndex.Link link) {
        if (link.seq() > range.to()) {
            return false;
        }
        List<Item> last = ahead.peekLast();
        if (last != null && last.getFirst().place == link.seq()) {
            last.add(item(link));
            return true;
        }
        List<Item> group = new ArrayList<>();
        group.add(item(link));
        ahead.add(group);
        return ahead.size() <= AHEAD || pass();
    }

    /** What came of it; after the last record. */
    AuditVerifier.Verdict verdict() {
        boolean holds = fault == null;
        while (holds && !ahead.isEmpty()) {
            holds = pass();
        }
        if (fault == null) {
            fault = truncation();
        }
        return new AuditVerifier.Verdict(node, first, sound, prevHash == null ? AuditChain.START : prevHash, cut,
                fault);
    }

    /** Judges the first of those ahead; false where the chain breaks there. */
    private boolean pass() {
        List<Item> group = ahead.removeFirst();
        Item item = chosen(group);
        fault = fault(group, item);
        if (fault != null) {
            return false;
        }
        if (sound == 0) {
            first = item.seq;
        }
        sound++;
        cut += item.isCut ? 1 : 0;
        expected = item.seq + 1;
        prevHash = item.hash;
        lastByPartition.put(partition(item), item);
        return true;
    }

    private AuditVerifier.@Nullable Break fault(List<Item> group, Item item) {
        if (item.place > expected) {
            return new AuditVerifier.Break(BreakKind.MISSING, expected, null,
                    "Node %s: records %d to %d are missing before the one at %s%s.".formatted(node, expected,
                            item.place - 1, item.at, item.place - 1 <= vouchedFor()
                                    ? ""
                                    : "; if the node is down, it may not have sent them yet"));
        }
        if (group.size() > 1) {
            Item other = group.getFirst().equals(item) ? group.get(1) : group.getFirst();
            return broken(BreakKind.INSERTED, other, "was put in: the chain has another record %d, at %s"
                    .formatted(item.place, item.at));
        }
        Long lastWritten = outside.lastWritten;
        if (lastWritten != null && item.place > lastWritten) {
            return broken(BreakKind.INSERTED, item, "was put in: the node has written %d records only"
                    .formatted(lastWritten));
        }
        if (!item.isIntact) {
            return broken(BreakKind.CHANGED, item, "was changed: its hash does not fit its content");
        }
        if (item.seq != item.place) {
            return broken(BreakKind.SWAPPED, item, "was swapped: it is record %d of its chain".formatted(item.seq));
        }
        if (prevHash != null && !prevHash.equals(item.prevHash)) {
            return broken(BreakKind.CHANGED, item, "was changed: it does not follow the record before it");
        }
        for (AuditAnchor anchor : outside.anchors) {
            if (anchor.seq() == item.seq && !anchor.hash().equals(item.hash)) {
                return broken(BreakKind.CHANGED, item, "was changed: node %s saw another one there at %s"
                        .formatted(anchor.toldBy(), anchor.at()));
            }
        }
        if (isDeniedByTheNext(item)) {
            return broken(BreakKind.CHANGED, item, "was changed: the records after it follow another one");
        }
        Item before = lastByPartition.get(partition(item));
        if (before != null && before.at.offset() > item.at.offset()) {
            return broken(BreakKind.SWAPPED, item, "was swapped with record %d at %s: it stands before it in the log"
                    .formatted(before.seq, before.at));
        }
        return null;
    }

    private AuditVerifier.Break broken(BreakKind kind, Item item, String what) {
        return new AuditVerifier.Break(kind, item.place, item.at,
                "Node %s: record %d at %s %s.".formatted(node, item.place, item.at, what));
    }

    /** Of several that claim a place, the one that fits on both sides. */
    private Item chosen(List<Item> group) {
        for (Item item : group) {
            if (item.isIntact && item.prevHash.equals(prevHash) && follower(item, ahead.peekFirst()) != null) {
                return item;
            }
        }
        for (Item item : group) {
            if (item.isIntact && item.prevHash.equals(prevHash)) {
                return item;
            }
        }
        return group.getFirst();
    }

    /** Whether the next record is sound, does not follow this one, and is confirmed itself. */
    private boolean isDeniedByTheNext(Item item) {
        List<Item> next = ahead.peekFirst();
        if (next == null || next.size() > 1 || next.getFirst().place != item.place + 1) {
            return false;
        }
        Item one = next.getFirst();
        return one.isIntact && one.seq == one.place && !one.prevHash.equals(item.hash) && isConfirmed(one);
    }

    private boolean isConfirmed(Item item) {
        List<Item> after = ahead.stream().skip(1).findFirst().orElse(null);
        return follower(item, after) != null || outside.anchors.stream()
                .anyMatch(anchor -> anchor.seq() == item.seq && anchor.hash().equals(item.hash));
    }

    private static @Nullable Item follower(Item item, @Nullable List<Item> next) {
        return next == null
                ? null
                : next.stream().filter(one -> one.isIntact && one.place == item.place + 1
                        && one.prevHash.equals(item.hash)).findFirst().orElse(null);
    }

    private AuditVerifier.@Nullable Break truncation() {
        long last = expected - 1;
        for (AuditAnchor anchor : outside.anchors) {
            boolean certain = outside.reached || (outside.lastWritten != null && anchor.toldBy().equals(node));
            if (anchor.seq() > last && last < range.to() && certain) {
                return new AuditVerifier.Break(BreakKind.TRUNCATED, last + 1, null,
                        "Node %s: records %d to %d are missing at the end: node %s saw them at %s.".formatted(node,
                                last + 1, anchor.seq(), anchor.toldBy(), anchor.at()));
            }
        }
        return null;
    }

    private long vouchedFor() {
        return outside.anchors.stream().mapToLong(AuditAnchor::seq).max().orElse(0);
    }

    private static String partition(Item item) {
        return item.at.topic() + "/" + item.at.partition();
    }

    private static Item item(AuditIndex.Link link) {
        JsonNode event;
        try {
            event = AuditChain.parse(link.event());
        } catch (IllegalArgumentException e) {
            return new Item(link.position(), link.seq(), link.seq(), "", "", false, false);
        }
        JsonNode data = event.path("data");
        String claimed = data.path("hash").asText();
        boolean isCut = AuditChain.isCut(event);
        return new Item(link.position(), link.seq(), data.path("seq").asLong(), claimed,
                data.path("prevHash").asText(), isCut || AuditChain.hash(event).equals(claimed), isCut);
    }
}
