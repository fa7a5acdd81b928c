package dev.gatehouse.server.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.LogUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Searches what a search of the index could not see yet, straight in the log, as far as its bounds let it. */
final class AuditScan {

    private static final long MOST_RECORDS = 1_000_000;
    private static final int MOST_KEPT = 500;
    /** A record that is sent again stands not far behind itself; so many ids are remembered. */
    private static final int MOST_REMEMBERED = 100_000;

    private final AuditIndex index;
    private final CriterionMatch match;
    private final ScanSieve sieve;
    private final List<String> masks;
    private final AuditExchange.Order order;
    private final List<AuditEntry> found = new ArrayList<>();
    private final List<AuditExchange.Range> ranges = new ArrayList<>();
    private final LinkedHashSet<String> ids = new LinkedHashSet<>();
    private Map<String, Map<Integer, Long>> positions = Map.of();
    private long total;
    private long records;
    private boolean complete = true;

    AuditScan(AuditIndex index, List<Criterion> criteria, List<String> masks, AuditExchange.Order order) {
        this.index = index;
        this.match = new CriterionMatch(criteria);
        // A mask is found too, and does not stand in the log.
        this.sieve = new ScanSieve(masks.isEmpty() ? criteria : List.of());
        this.masks = masks;
        this.order = order;
    }

    /**
     * Reads each topic to the log's end.
     *
     * @param from the first offset that the search of the index could not see, by topic and partition
     */
    AuditScan run(List<AuditIndexer.Source> sources, Map<String, Map<Integer, Long>> from, Duration patience) {
        long untilNanos = System.nanoTime() + patience.toNanos();
        positions = from;
        for (AuditIndexer.Source source : sources) {
            try {
                Map<Integer, Long> known = from.getOrDefault(source.log().topic(), Map.of());
                Map<Integer, Long> left = new HashMap<>();
                source.log().ends().forEach((partition, end) -> {
                    if (end > known.getOrDefault(partition, 0L)) {
                        left.put(partition, end);
                    }
                });
                if (!left.isEmpty()) {
                    scan(source, known, left, untilNanos);
                }
            } catch (LogUnavailableException e) {
                complete = false;
            }
        }
        return this;
    }

    private void scan(AuditIndexer.Source source, Map<Integer, Long> from, Map<Integer, Long> ends, long untilNanos) {
        Reading reading = new Reading(source, from, ends);
        try (EventLog.Subscription _ = source.log().subscribe(from, reading)) {
            if (!reading.done.await(Math.max(1, untilNanos - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                complete = false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            complete = false;
        }
        ranges.addAll(reading.ranges());
    }

    /** How many of the scanned records match. */
    long total() {
        return total;
    }

    /** Some of the records that match, in the order of the log. */
    List<AuditEntry> found() {
        return found;
    }

    AuditExchange.Scan told() {
        return new AuditExchange.Scan(List.copyOf(ranges), records, complete);
    }

    private void count(List<AuditEntry> entries) {
        total += entries.size();
        for (AuditEntry entry : entries) {
            if (order == AuditExchange.Order.NEWEST) {
                found.add(entry);
                if (found.size() > MOST_KEPT) {
                    found.removeFirst();
                }
            } else if (found.size() < MOST_KEPT) {
                found.add(entry);
            }
        }
    }

    /** Those that the search of the index has not counted and that did not stand in the log before. */
    private List<AuditEntry> fresh(List<AuditEntry> entries) {
        Set<String> asked = new HashSet<>();
        entries.stream().filter(AuditScan::hasId).forEach(entry -> asked.add(entry.event().id()));
        Map<String, Receipt> known = asked.isEmpty() ? Map.of() : index.known(asked);
        List<AuditEntry> fresh = new ArrayList<>();
        for (AuditEntry entry : entries) {
            if (hasId(entry)) {
                Receipt at = known.get(entry.event().id());
                if ((at != null && wasSeen(at)) || !ids.add(entry.event().id())) {
                    continue;
                }
                if (ids.size() > MOST_REMEMBERED) {
                    ids.removeFirst();
                }
            }
            fresh.add(entry);
        }
        return fresh;
    }

    private boolean wasSeen(Receipt at) {
        return at.offset() < positions.getOrDefault(at.topic(), Map.of()).getOrDefault(at.partition(), 0L);
    }

    private static boolean hasId(AuditEntry entry) {
        return entry.kind() == TopicKind.AUDIT && entry.raw() == null;
    }

    private final class Reading implements EventLog.Reader {

        private final AuditIndexer.Source source;
        private final Map<Integer, Long> ends;
        private final Map<Integer, Long> reached = new HashMap<>();
        /** Where what was read without a gap begins. */
        private final Map<Integer, Long> begun = new HashMap<>();
        private final List<AuditExchange.Range> read = new ArrayList<>();
        private final CountDownLatch done = new CountDownLatch(1);

        Reading(AuditIndexer.Source source, Map<Integer, Long> from, Map<Integer, Long> ends) {
            this.source = source;
            this.ends = ends;
            ends.keySet().forEach(partition -> reached.put(partition, from.getOrDefault(partition, 0L)));
            from.forEach(begun::put);
        }

        /** Where it throws, nothing was counted: the same records come again. */
        @Override
        public void read(List<EventLog.Entry> entries) {
            List<EventLog.Entry> passed = new ArrayList<>();
            List<AuditEntry> met = new ArrayList<>();
            for (EventLog.Entry entry : entries) {
                if (isWanted(entry) && records + passed.size() < MOST_RECORDS) {
                    passed.add(entry);
                    if (sieve.mayMeet(entry)) {
                        look(entry, met);
                    }
                }
            }
            count(fresh(met));
            records += passed.size();
            for (EventLog.Entry entry : passed) {
                int partition = entry.position().partition();
                begun.putIfAbsent(partition, entry.position().offset());
                pass(partition, entry.position().offset() + 1);
            }
            if (done.getCount() > 0 && records >= MOST_RECORDS) {
                complete = false;
                done.countDown();
            }
        }

        private boolean isWanted(EventLog.Entry entry) {
            int partition = entry.position().partition();
            long offset = entry.position().offset();
            return done.getCount() > 0 && offset < ends.getOrDefault(partition, 0L)
                    && offset >= reached.getOrDefault(partition, 0L);
        }

        private void look(EventLog.Entry entry, List<AuditEntry> met) {
            AuditEntry seen = AuditMasks.apply(source.reader().read(entry).entry(), masks);
            if (match.test(seen)) {
                met.add(seen);
            }
        }

        @Override
        public void gap(int partition, long from, long to) {
            if (reached.containsKey(partition)) {
                close(partition, from);
                begun.put(partition, to);
                pass(partition, to);
            }
        }

        private void pass(int partition, long next) {
            reached.computeIfPresent(partition, (one, before) -> Math.max(before, next));
            if (reached.entrySet().stream().allMatch(one -> one.getValue() >= ends.getOrDefault(one.getKey(), 0L))) {
                done.countDown();
            }
        }

        private void close(int partition, long to) {
            Long from = begun.remove(partition);
            if (from != null && from < to) {
                read.add(new AuditExchange.Range(source.log().topic(), partition, from, to));
            }
        }

        /** What was read, without what the log did not hold. */
        List<AuditExchange.Range> ranges() {
            reached.forEach(this::close);
            return read;
        }
    }
}
