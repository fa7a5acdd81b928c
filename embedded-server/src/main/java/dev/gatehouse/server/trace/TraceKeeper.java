package dev.gatehouse.server.trace;

import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.call.Work;
import dev.gatehouse.server.schedule.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which works are kept, and keeps them. Every work goes into a ring of the latest, which costs a call next to
 * nothing; what failed, was slow or changed something is kept, and of all others a share. The share is drawn by the
 * trace's id where a node made that, so that all nodes draw alike, and else by the node that was called; of everything
 * that is not drawn by its id a node tells the others which traces it keeps, so that they keep their part as well while
 * it is in their ring. A busy node draws a smaller share, of the same ids: what it draws must not push out what failed.
 */
public final class TraceKeeper implements Consumer<Work>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TraceKeeper.class);
    private static final Duration WRITE_EVERY = Duration.ofMillis(500);
    private static final int WRITES_BETWEEN_FORGETTING = 120;
    private static final int RING = 4096;
    private static final int MOST_QUEUED = 8192;
    private static final int MOST_WANTED = 8192;
    private static final int BATCH = 500;
    /** How many are drawn between two writes, about: twenty a second. */
    private static final int MOST_DRAWN = 10;
    /** A share that is smaller is not told from none. */
    private static final double LEAST_SHARE = 1e-6;

    private final String node;
    private final TraceStore store;
    private final Terms terms;
    private final Clock clock;
    private final AtomicReferenceArray<Work> ring = new AtomicReferenceArray<>(RING);
    private final AtomicInteger next = new AtomicInteger();
    private final BlockingQueue<Work> toWrite = new LinkedBlockingQueue<>(MOST_QUEUED);
    private final BlockingQueue<String> found = new LinkedBlockingQueue<>(MOST_WANTED);
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>(MOST_WANTED);
    private final Set<String> wanted = ConcurrentHashMap.newKeySet();
    private final Map<String, Boolean> wantedByAge = new LinkedHashMap<>();
    private final List<Consumer<List<KeptWork>>> exports = new CopyOnWriteArrayList<>();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder drawn = new LongAdder();
    private volatile double share;
    private volatile Consumer<List<String>> announcing = _ -> {};
    private final Ticker writer;
    private int writesUntilForgetting;

    /**
     * What is kept.
     *
     * @param share of the calls that nothing speaks for, from 0 to 1
     * @param slow  a work that takes as long is kept
     * @param keep  how long a trace is kept
     * @param most  how many traces are kept
     */
    public record Terms(double share, Duration slow, Duration keep, int most) {}

    /** Begins to write what comes. */
    public TraceKeeper(String node, TraceStore store, Terms terms, Clock clock) {
        this.node = node;
        this.store = store;
        this.terms = terms;
        this.clock = clock;
        this.share = terms.share;
        this.writer = new Ticker("trace-keeper", WRITE_EVERY, () -> {
            fitShare();
            write();
        });
    }

    /** Has {@code announcing} tell the other nodes which traces this one keeps. */
    public void onKept(Consumer<List<String>> teller) {
        announcing = teller;
    }

    /** Has {@code export} take all that is kept, on the keeper's thread. */
    public void onWritten(Consumer<List<KeptWork>> export) {
        exports.add(export);
    }

    /** Takes a work that is done; never waits. */
    @Override
    public void accept(Work work) {
        ring.set(Math.floorMod(next.getAndIncrement(), RING), work);
        String traceId = work.trace().traceId();
        boolean told = work.isFailed() || work.isWorthKeeping() || work.duration().compareTo(terms.slow) >= 0
                || isDrawnHere(work.trace());
        if (told && !wanted.contains(traceId)) {
            offer(found, traceId);
        }
        if (told || isDrawnByAll(work.trace()) || wanted.contains(traceId)) {
            offer(toWrite, work);
        }
    }

    private <T> void offer(BlockingQueue<T> queue, T element) {
        if (!queue.offer(element)) {
            dropped.increment();
        }
    }

    /** By an id that a node made at random. */
    private boolean isDrawnByAll(Trace trace) {
        return terms.share >= 1
                || (trace.origin() == Trace.Origin.NODE && isDrawn(Long.parseLong(trace.traceId(), 0, 8, 16)));
    }

    /** An id that somebody outside chose says nothing: the node that was called draws, and tells the others. */
    private boolean isDrawnHere(Trace trace) {
        return terms.share < 1 && trace.origin() == Trace.Origin.CALLER
                && isDrawn(ThreadLocalRandom.current().nextLong(1L << 32));
    }

    /** @param lot of 32 bits */
    private boolean isDrawn(long lot) {
        boolean mine = lot < share * (1L << 32);
        if (mine) {
            drawn.increment();
        }
        return mine;
    }

    /** Fits the share to how many calls there were since this was called last. */
    void fitShare() {
        long lately = drawn.sumThenReset();
        double wanted = share * Math.min(2, MOST_DRAWN / (double) Math.max(1, lately));
        share = Math.min(terms.share, Math.max(LEAST_SHARE, wanted));
    }

    /** Keeps what this node has of traces that others keep or ask for; never waits. */
    public void want(List<String> traceIds) {
        traceIds.forEach(id -> offer(asked, id));
    }

    /** How many works could not be kept because the disk was slower than they came. */
    public long dropped() {
        return dropped.sum();
    }

    /** What this node knows of a trace, whether it was to be kept or not; it is kept from here on. */
    public TraceStore.Found find(String traceId) {
        want(List.of(traceId));
        write();
        return store.find(traceId);
    }

    /** The traces that are kept, up to now. */
    TraceStore kept() {
        write();
        return store;
    }

    private synchronized void write() {
        List<String> news = drained(found);
        List<String> all = new ArrayList<>(news);
        all.addAll(drained(asked));
        if (!all.isEmpty()) {
            remember(all);
            lookThrough(Set.copyOf(all));
        }
        if (!news.isEmpty()) {
            announcing.accept(news);
        }
        List<Work> works = drained(toWrite);
        try {
            for (int from = 0; from < works.size(); from += BATCH) {
                List<KeptWork> batch = works.subList(from, Math.min(works.size(), from + BATCH)).stream()
                        .filter(Work::take).map(work -> KeptWork.of(work, node)).toList();
                store.add(batch);
                exports.forEach(export -> export.accept(batch));
            }
            forgetSometimes();
        } catch (StorageException e) {
            dropped.add(works.size());
            LOG.warn("Traces cannot be kept: {}", e.getMessage());
        }
    }

    private static <T> List<T> drained(BlockingQueue<T> queue) {
        List<T> all = new ArrayList<>();
        queue.drainTo(all);
        return all;
    }

    private void remember(List<String> ids) {
        for (String id : ids) {
            wantedByAge.put(id, true);
            wanted.add(id);
        }
        var oldest = wantedByAge.keySet().iterator();
        while (wantedByAge.size() > MOST_WANTED) {
            wanted.remove(oldest.next());
            oldest.remove();
        }
    }

    private void lookThrough(Set<String> ids) {
        for (int i = 0; i < RING; i++) {
            Work work = ring.get(i);
            if (work != null && ids.contains(work.trace().traceId())) {
                offer(toWrite, work);
            }
        }
    }

    private void forgetSometimes() {
        if (writesUntilForgetting-- <= 0) {
            writesUntilForgetting = WRITES_BETWEEN_FORGETTING;
            store.forget(clock.instant().minus(terms.keep), terms.most);
        }
    }

    /** Writes what waits, and ends. */
    @Override
    public void close() {
        writer.close();
        write();
    }
}
