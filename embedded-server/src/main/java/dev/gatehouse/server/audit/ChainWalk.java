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
    private final LostRanges lost;
    /** Records that the log no longer held, and those that the index has not reached. */
    private final Passed gone = new Passed();
    private final Passed unknown = new Passed();
    private long first;
    private long last;
    private long sound;
    private long cut;
    private long expected;
    /** The hash of the record before; absent where it was not looked at. */
    private @Nullable String prevHash;
    private AuditVerifier.@Nullable Break fault;
    /** The first and the last record that the node had not written when the walk began. */
    private AuditIndex.@Nullable Link firstNew;
    private AuditIndex.@Nullable Link lastNew;

    /**
     * What is known from elsewhere.
     *
     * @param lastWritten the last record that the node had written before the walk, where this is the node
     * @param reached     whether the index has all that the log had after the anchors were read
     * @param lost        what the log no longer held
     */
    record Outside(List<AuditAnchor> anchors, @Nullable Long lastWritten, boolean reached,
            List<AuditIndex.Lost> lost) {}

    /** Records that are not here without being a break. */
    private static final class Passed {

        private long from;
        private long to;
        private long count;

        void add(long first, long last) {
            from = count == 0 ? first : Math.min(from, first);
            to = Math.max(to, last);
            count += last - first + 1;
        }

        String told(String why) {
            return count == 0 ? "" : count + " of the records " + from + " to " + to + " " + why;
        }
    }

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
        this.lost = new LostRanges(outside.lost);
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
        if (outside.lastWritten != null && link.seq() > outside.lastWritten) {
            firstNew = firstNew == null ? link : firstNew;
            lastNew = link;
            return true;
        }
        List<Item> newest = ahead.peekLast();
        if (newest != null && newest.getFirst().place == link.seq()) {
            newest.add(item(link));
            return true;
        }
        List<Item> group = new ArrayList<>();
        group.add(item(link));
        ahead.add(group);
        return ahead.size() <= AHEAD || pass();
    }

    /**
     * What came of it; after the last record.
     *
     * @param writtenNow the last record that the node has written by now, where this is the node
     */
    AuditVerifier.Verdict verdict(@Nullable Long writtenNow) {
        boolean holds = fault == null;
        while (holds && !ahead.isEmpty()) {
            holds = pass();
        }
        if (fault == null && writtenNow != null) {
            fault = insertion(writtenNow);
        }
        if (fault == null) {
            fault = truncation();
        }
        return new AuditVerifier.Verdict(node, first, last, sound, prevHash == null ? AuditChain.START : prevHash, cut,
                fault, note());
    }

    private @Nullable String note() {
        String note = String.join(" ", gone.told("are not here: the log no longer held them."),
                unknown.told("are not known here yet: the index is behind the log, or the log is away.")).strip();
        return note.isEmpty() ? null : "Node " + node + ": " + note;
    }

    /** Judges the first of those ahead; false where the chain breaks there. */
    private boolean pass() {
        List<Item> group = ahead.removeFirst();
        long place = group.getFirst().place;
        if (place > expected && isExplained(expected, place - 1)) {
            expected = place;
            prevHash = null;
        }
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
        last = item.seq;
        expected = item.seq + 1;
        prevHash = item.hash;
        lastByPartition.put(partition(item), item);
        lost.pass(item.at);
        return true;
    }

    /** Whether there is a reason for records not to be here, which is kept. */
    private boolean isExplained(long from, long to) {
        boolean isGone = lost.mayHaveHeld(to - from + 1);
        boolean isUnknown = !outside.reached && from > indexedByItself();
        if (isGone) {
            gone.add(from, to);
        } else if (isUnknown) {
            unknown.add(from, to);
        }
        return isGone || isUnknown;
    }

    /** Up to which record the index has surely passed the chain, where this is the node itself. */
    private long indexedByItself() {
        return outside.lastWritten == null
                ? 0
                : outside.anchors.stream().filter(anchor -> anchor.toldBy().equals(node))
                        .mapToLong(AuditAnchor::seq).max().orElse(0);
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
            if (follows(item) && follower(item, ahead.peekFirst()) != null) {
                return item;
            }
        }
        for (Item item : group) {
            if (follows(item)) {
                return item;
            }
        }
        return group.getFirst();
    }

    private boolean follows(Item item) {
        return item.isIntact && (prevHash == null || item.prevHash.equals(prevHash));
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

    private AuditVerifier.@Nullable Break insertion(long writtenNow) {
        AuditIndex.Link put = firstNew != null && firstNew.seq() > writtenNow ? firstNew : lastNew;
        return put == null || put.seq() <= writtenNow
                ? null
                : new AuditVerifier.Break(BreakKind.INSERTED, put.seq(), put.position(),
                        "Node %s: record %d at %s was put in: the node has written %d records only.".formatted(node,
                                put.seq(), put.position(), writtenNow));
    }

    private AuditVerifier.@Nullable Break truncation() {
        AuditAnchor furthest = null;
        for (AuditAnchor anchor : outside.anchors) {
            if (anchor.seq() >= expected && (furthest == null || anchor.seq() > furthest.seq())) {
                furthest = anchor;
            }
        }
        if (furthest == null || expected > range.to() || isExplained(expected, furthest.seq())) {
            return null;
        }
        return new AuditVerifier.Break(BreakKind.TRUNCATED, expected, null,
                "Node %s: records %d to %d are missing at the end: node %s saw them at %s.".formatted(node, expected,
                        furthest.seq(), furthest.toldBy(), furthest.at()));
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
        return new Item(link.position(), link.seq(), data.path("seq").asLong(), claimed,
                data.path("prevHash").asText(), AuditChain.isIntact(event), AuditChain.isCut(event));
    }
}
