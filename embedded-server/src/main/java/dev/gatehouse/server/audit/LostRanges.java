package dev.gatehouse.server.audit;

import dev.gatehouse.model.audit.Receipt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the log no longer held when this node came to read it, seen from a chain: within a partition a chain's records
 * stand in order, so a range that lies before one of them can hold none that come after it.
 */
final class LostRanges {

    private final List<AuditIndex.Lost> lost;
    private final Map<String, Long> reached = new HashMap<>();

    LostRanges(List<AuditIndex.Lost> lost) {
        this.lost = List.copyOf(lost);
    }

    /** The chain has come to a record. */
    void pass(Receipt at) {
        if (!lost.isEmpty()) {
            reached.merge(partition(at.topic(), at.partition()), at.offset(), Math::max);
        }
    }

    /** Whether so many of the chain's next records may have stood in ranges that it has not passed. */
    boolean mayHaveHeld(long records) {
        long room = 0;
        for (AuditIndex.Lost range : lost) {
            if (reached.getOrDefault(partition(range.topic(), range.partition()), -1L) < range.from()) {
                room += range.to() - range.from();
            }
        }
        return room >= records;
    }

    private static String partition(String topic, int partition) {
        return topic + "/" + partition;
    }
}
