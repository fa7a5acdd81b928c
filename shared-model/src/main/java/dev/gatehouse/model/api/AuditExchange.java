package dev.gatehouse.model.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.audit.Receipt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/audit}: the book. */
public final class AuditExchange {

    public static final String PATH = "/api/v1/audit";
    public static final String COVERAGE_PATH = PATH + "/coverage";

    private AuditExchange() {}

    /** The path of one record. */
    public static String path(Receipt receipt) {
        return PATH + "/" + receipt.topic() + "/" + receipt.partition() + "/" + receipt.offset();
    }

    /**
     * {@code GET}: newest first.
     *
     * @param total    how many records match in all
     * @param coverage what range was searched, and its gaps
     * @param cursor   asks for the next page; absent on the last one
     */
    public record Found(long total, List<AuditEntry> items, Coverage coverage, @Nullable String cursor) {}

    /** {@code POST}: checks the chains. */
    public static final String VERIFY_PATH = PATH + "/verify";

    /**
     * Which chains are checked.
     *
     * @param node whose chain; absent for all nodes'
     * @param from the first seq; absent for the first that is kept
     * @param to   the last seq; absent for the last there is
     */
    public record Verify(@Nullable String node, @Nullable Long from, @Nullable Long to) {}

    /**
     * How the chains stand.
     *
     * @param checked how many records hold, over all nodes
     */
    public record Verification(long checked, List<ChainVerification> nodes) {}

    /**
     * How one node's chain stands.
     *
     * @param first   the first record that was checked
     * @param last    the last one that holds
     * @param records how many hold
     * @param cut     how many of them the log holds without before and after, so that only their place was checked
     * @param head    the hash of the last one that holds: whoever writes it down elsewhere can compare later
     * @param broken  the first break; absent where all hold
     */
    public record ChainVerification(String node, long first, long last, long records, long cut, String head,
            @JsonProperty("break") @Nullable ChainBreak broken) {}

    /**
     * Where a chain breaks.
     *
     * @param seq    the record that was tampered with
     * @param topic  where it stands; absent with partition and offset where it does not
     * @param detail a sentence
     */
    public record ChainBreak(long seq, @Nullable String topic, @Nullable Integer partition, @Nullable Long offset,
            BreakKind kind, String detail) {}

    /** What was done to a record. */
    public enum BreakKind {
        /** Its content is not what it was. */
        CHANGED,
        /** It is not there, and later ones are. */
        MISSING,
        /** It stands in another's place. */
        SWAPPED,
        /** The node never wrote it. */
        INSERTED,
        /** It is not there, nor is any after it. */
        TRUNCATED
    }
}
