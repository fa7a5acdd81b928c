package dev.gatehouse.server.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.LogUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Searches what is not indexed yet, straight in the log, as far as its bounds of records and time let it. */
final class AuditScan {

    private static final long MOST_RECORDS = 1_000_000;
    private static final int MOST_KEPT = 500;

    private final AuditIndex index;
    private final CriterionMatch match;
    private final ScanSieve sieve;
    private final List<String> masks;
    private final List<AuditEntry> found = new ArrayList<>();
    private final List<AuditExchange.Range> ranges = new ArrayList<>();
    private long total;
    private long records;
    private boolean complete = true;

    AuditScan(AuditIndex index, List<Criterion> criteria, List<String> masks) {
        this.index = index;
        this.match = new CriterionMatch(criteria);
        // A mask is found too, and does not stand in the log.
        this.sieve = new ScanSieve(masks.isEmpty() ? criteria : List.of());
        this.masks = masks;
    }

    /** Reads each topic from the index's end to the log's. */
    AuditScan run(List<AuditIndexer.Source> sources, Duration patience) {
        long untilNanos = System.nanoTime() + patience.toNanos();
        for (AuditIndexer.Source source : sources) {
            try {
                Map<Integer, Long> from = index.positions(source.log().topic());
                Map<Integer, Long> left = new HashMap<>();
                source.log().ends().forEach((partition, end) -> {
                    if (end > from.getOrDefault(partition, 0L)) {
                        left.put(partition, end);
                    }
                });
                if (!left.isEmpty()) {
                    scan(source, from, left, untilNanos);
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
        reading.reached.forEach((partition, next) -> ranges.add(new AuditExchange.Range(source.log().topic(), partition,
                from.getOrDefault(partition, 0L), next)));
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

    private final class Reading implements EventLog.Reader {

        private final AuditIndexer.Source source;
        private final Map<Integer, Long> ends;
        private final Map<Integer, Long> reached = new HashMap<>();
        private final CountDownLatch done = new CountDownLatch(1);

        Reading(AuditIndexer.Source source, Map<Integer, Long> from, Map<Integer, Long> ends) {
            this.source = source;
            this.ends = ends;
            ends.keySet().forEach(partition -> reached.put(partition, from.getOrDefault(partition, 0L)));
        }

        @Override
        public void read(List<EventLog.Entry> entries) {
            for (EventLog.Entry entry : entries) {
                int partition = entry.position().partition();
                Long end = ends.get(partition);
                if (done.getCount() == 0 || end == null || entry.position().offset() >= end) {
                    continue;
                }
                records++;
                if (sieve.mayMeet(entry)) {
                    look(entry);
                }
                pass(partition, entry.position().offset() + 1);
                if (records >= MOST_RECORDS) {
                    complete = false;
                    done.countDown();
                }
            }
        }

        private void look(EventLog.Entry entry) {
            AuditEntry seen = AuditMasks.apply(source.reader().read(entry).entry(), masks);
            if (match.test(seen)) {
                total++;
                found.add(seen);
                if (found.size() > MOST_KEPT) {
                    found.removeFirst();
                }
            }
        }

        @Override
        public void gap(int partition, long from, long to) {
            pass(partition, to);
        }

        private void pass(int partition, long next) {
            reached.computeIfPresent(partition, (one, before) -> Math.max(before, next));
            if (reached.entrySet().stream().allMatch(one -> one.getValue() >= ends.getOrDefault(one.getKey(), 0L))) {
                done.countDown();
            }
        }
    }
}
