package dev.gatehouse.model.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What range of the log a search has looked at.
 *
 * @param partitions one row per topic and partition
 * @param complete   true where every partition is indexed to its end
 */
public record Coverage(List<PartitionCoverage> partitions, boolean complete) {

    /**
     * How far one partition is indexed.
     *
     * @param from      the first offset indexed
     * @param next      the first offset not indexed yet
     * @param logEnd    the log's end when last asked; absent while the log is away
     * @param gaps      ranges between {@code from} and {@code next} that the log no longer held
     * @param indexedAt when the last record was indexed
     */
    public record PartitionCoverage(String topic, int partition, long from, long next, @Nullable Long logEnd,
            List<Gap> gaps, @Nullable Instant indexedAt) {}

    /** Offsets {@code from} (inclusive) to {@code to} (exclusive) are missing from the index. */
    public record Gap(long from, long to) {}
}
