package dev.gatehouse.server.audit;

import dev.gatehouse.model.api.AuditExchange.BreakKind;
import dev.gatehouse.model.audit.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Checks the chains of indexed records: a record that was changed, left out, put in or moved is named, and so are
 * records cut off at a chain's end, where an anchor says that there were more.
 */
public final class AuditVerifier {

    private static final int LOOKS = 5;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final AuditIndex index;
    private final @Nullable AuditAnchorStore anchors;
    private final Progress progress;

    /** Tells whether the index has come as far as the log was a moment ago. */
    @FunctionalInterface
    public interface Progress {

        /** Waits a while for that; false where the log is away or the index far behind. */
        boolean reach();
    }

    /**
     * Which records are checked.
     *
     * @param from the first seq
     * @param to   the last seq
     */
    public record Range(long from, long to) {

        /** The whole chain. */
        public static final Range ALL = new Range(1, Long.MAX_VALUE);
    }

    /**
     * What is wrong.
     *
     * @param at     where the record stands; absent where it does not
     * @param detail a sentence
     */
    public record Break(BreakKind kind, long seq, @Nullable Receipt at, String detail) {}

    /**
     * How a node's chain stands.
     *
     * @param first the first record that was checked; 0 where there was none
     * @param last  the last one that holds; 0 where there is none
     * @param sound how many records hold
     * @param head  the last sound record's hash
     * @param cut   how many of them the log holds without before and after
     * @param fault the first break; absent where all hold
     * @param note  which records are not here though nobody is at fault, in a sentence or two; absent where all are
     */
    public record Verdict(String node, long first, long last, long sound, String head, long cut,
            @Nullable Break fault, @Nullable String note) {

        /** Whether every record holds. */
        public boolean holds() {
            return fault == null;
        }

        /** Where the break stands. */
        public @Nullable Receipt brokenAt() {
            return fault == null ? null : fault.at;
        }

        /** What is wrong, in a sentence. */
        public @Nullable String explanation() {
            return fault == null ? null : fault.detail;
        }
    }

    /** Without anchors: what is cut off at a chain's end does not show. */
    public AuditVerifier(AuditIndex index) {
        this.index = index;
        this.anchors = null;
        this.progress = () -> true;
    }

    public AuditVerifier(AuditIndex index, AuditAnchorStore anchors, Progress progress) {
        this.index = index;
        this.anchors = anchors;
        this.progress = progress;
    }

    /** The nodes whose chains are known. */
    public List<String> nodes() {
        TreeSet<String> nodes = new TreeSet<>(index.nodes());
        if (anchors != null) {
            nodes.addAll(anchors.nodes());
        }
        return List.copyOf(nodes);
    }

    /** Checks every node's chain. */
    public List<Verdict> verify() {
        return nodes().stream().map(this::verify).toList();
    }

    /** Checks one node's chain, up to its first break. */
    public Verdict verify(String node) {
        return verify(node, Range.ALL);
    }

    /**
     * Checks a part of one node's chain, up to its first break. Records that come in while it looks may come out of
     * their order, so a hole is looked at again before it is one.
     */
    public Verdict verify(String node, Range range) {
        Verdict verdict = look(node, range);
        for (int looks = 1; anchors != null && looks < LOOKS && isHole(verdict); looks++) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            verdict = look(node, range);
        }
        return verdict;
    }

    private Verdict look(String node, Range range) {
        AuditAnchorStore known = anchors;
        if (known == null) {
            return walk(new ChainWalk(node, range, null,
                    new ChainWalk.Outside(List.of(), null, true, index.lost()))).verdict(null);
        }
        List<AuditAnchor> told = known.of(node);
        boolean reached = progress.reach();
        ChainWalk walk = new ChainWalk(node, range, known.floor(node).orElse(null), new ChainWalk.Outside(told,
                known.lastWritten(node).orElse(null), reached, index.lost()));
        return walk(walk).verdict(known.lastWritten(node).orElse(null));
    }

    private ChainWalk walk(ChainWalk walk) {
        index.chain(walk.node(), walk.from(), walk::step);
        return walk;
    }

    private static boolean isHole(Verdict verdict) {
        Break fault = verdict.fault;
        return fault != null && (fault.kind == BreakKind.MISSING || fault.kind == BreakKind.TRUNCATED);
    }
}
