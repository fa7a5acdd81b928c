package dev.gatehouse.ui.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check of the hash chains has found.
 *
 * @param checked how many records hold
 * @param nodes   one row per node that wrote any of them
 */
public record ChainReport(long checked, List<Chain> nodes) {

    /**
     * The chain of one node.
     *
     * @param first   number of the first record checked
     * @param last    number of the last one that holds
     * @param records how many hold
     * @param cut     how many of them stand between records that the log no longer holds: only their place was checked
     * @param broken  where it first breaks; absent where it is whole
     */
    public record Chain(String node, long first, long last, long records, long cut,
            @JsonProperty("break") @Nullable Break broken) {}

    /**
     * @param seq    number of the record at which the chain breaks
     * @param topic  where that record stands; absent where it is missing, as are partition and offset
     * @param kind   {@code changed}, {@code missing}, {@code swapped}, {@code inserted} or {@code truncated}
     * @param detail what was found, in the server's words
     */
    public record Break(long seq, @Nullable String topic, @Nullable Integer partition, @Nullable Long offset,
            String kind, @Nullable String detail) {}
}
