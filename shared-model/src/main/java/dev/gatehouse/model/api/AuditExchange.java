package dev.gatehouse.model.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.audit.TopicKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/audit}: the book. */
public final class AuditExchange {

    public static final String PATH = "/api/v1/audit";
    public static final String COVERAGE_PATH = PATH + "/coverage";
    public static final String COMPLETE_PATH = PATH + "/complete";
    public static final String COUNTS_PATH = PATH + "/counts";
    public static final String GROUPS_PATH = PATH + "/groups";
    public static final String TOPICS_PATH = PATH + "/topics";
    public static final String EXPORT_PATH = PATH + "/export";
    /** The header of an export that tells how many records it will hold. */
    public static final String TOTAL_HEADER = "Gatehouse-Total";

    private AuditExchange() {}

    /** The path of one record. */
    public static String path(Receipt receipt) {
        return PATH + "/" + receipt.topic() + "/" + receipt.partition() + "/" + receipt.offset();
    }

    /** The path that shows what is masked in one record. */
    public static String unmaskPath(Receipt receipt) {
        return path(receipt) + "/unmask";
    }

    /** Which records come first. */
    public enum Order {
        NEWEST,
        OLDEST
    }

    /**
     * {@code GET ?q&order&scan&cursor&limit}: newest first, unless {@code order=oldest}.
     *
     * @param total    how many records match in all, those of {@code scan} included
     * @param coverage what range was searched, and its gaps
     * @param cursor   asks for the next page; absent on the last one
     * @param scan     what was read straight from the log; absent without {@code scan=true}
     */
    public record Found(long total, List<AuditEntry> items, Coverage coverage, @Nullable String cursor,
            @Nullable Scan scan) {

        /** What the index alone found. */
        public Found(long total, List<AuditEntry> items, Coverage coverage, @Nullable String cursor) {
            this(total, items, coverage, cursor, null);
        }
    }

    /**
     * What a search has read straight from the log, as it is not in the index.
     *
     * @param ranges   the offsets that were read
     * @param records  how many records these were
     * @param complete false where the search's bound ended it before the log's end
     */
    public record Scan(List<Range> ranges, long records, boolean complete) {}

    /** Offsets {@code from} (inclusive) to {@code to} (exclusive). */
    public record Range(String topic, int partition, long from, long to) {}

    /**
     * {@code GET /complete?q&at}: what could stand at the caret.
     *
     * @param items the likeliest first; empty where anything could stand there
     */
    public record Completions(List<Completion> items) {}

    /**
     * @param from where {@code text} would begin to replace the query, in UTF-16 units from 0
     * @param to   where it would end, exclusive
     * @param text what would stand there
     * @param hint what it means, in a few words
     */
    public record Completion(int from, int to, String text, String hint) {}

    /**
     * {@code GET /counts?q&from&to&buckets}: records over time.
     *
     * @param from       where the first bucket begins
     * @param to         where the last one ends
     * @param stepMillis how long each bucket is
     * @param items      the buckets that hold records, by time
     */
    public record Counts(Instant from, Instant to, long stepMillis, List<Bucket> items, Coverage coverage) {}

    /** @param at where the bucket begins */
    public record Bucket(Instant at, long count) {}

    /** What records are gathered by. */
    public enum GroupBy {
        SESSION,
        TRACE,
        ACTOR
    }

    /** {@code GET /groups?by&q&limit}: the group with the newest record first. */
    public record Groups(List<Group> items, Coverage coverage) {}

    /**
     * @param key   the session's, trace's or actor's id
     * @param label what to call it: the actor's name, with the first action's code for a trace
     * @param first the time of the oldest record
     * @param last  the time of the newest record
     */
    public record Group(String key, String label, long count, Instant first, Instant last, Outcomes outcomes) {}

    /** How many records ended in which way. */
    public record Outcomes(long accepted, long refused, long failed) {}

    /** {@code GET /topics}: what is indexed. */
    public record Topics(List<Topic> items) {}

    /**
     * @param records how many records are in the index
     * @param lag     how many records the log holds that are not indexed yet; absent while the log is away
     * @param oldest  the time of the oldest record
     * @param newest  the time of the newest record
     * @param skipped how many records could not be read in the topic's form; they are kept as they are
     * @param since   before this time retention has dropped records; absent where it has dropped none
     */
    public record Topic(String topic, TopicKind kind, List<Partition> partitions, long records, @Nullable Long lag,
            @Nullable Instant oldest, @Nullable Instant newest, long skipped, @Nullable Instant since) {}

    /**
     * @param from    the first offset that the index holds
     * @param indexed the first offset not indexed yet
     * @param end     the log's end; absent while the log is away
     * @param gaps    ranges between {@code from} and {@code indexed} that the log no longer held
     */
    public record Partition(int partition, long from, long indexed, @Nullable Long end, List<Coverage.Gap> gaps) {}

    /** How an export is written. */
    public enum Format {
        CSV,
        JSONL
    }

    /**
     * {@code POST /{topic}/{partition}/{offset}/unmask}.
     *
     * @param reason why the caller needs to see it; required
     */
    public record UnmaskRequest(@Nullable String reason) {}

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
     * @param cut     how many of them the log holds without before and after
     * @param head    the hash of the last one that holds: whoever writes it down elsewhere can compare later
     * @param broken  the first break; absent where all hold
     * @param note    which records are not here though nobody is at fault, in a sentence or two; absent where all are
     */
    public record ChainVerification(String node, long first, long last, long records, long cut, String head,
            @JsonProperty("break") @Nullable ChainBreak broken, @Nullable String note) {}

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
