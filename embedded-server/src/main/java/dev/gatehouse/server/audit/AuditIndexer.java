package dev.gatehouse.server.audit;

import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.LogUnavailableException;
import dev.gatehouse.server.schedule.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the log's records into the index, topic by topic, and knows how far that has come. */
public final class AuditIndexer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditIndexer.class);
    private static final Duration ASK = Duration.ofSeconds(1);

    private final AuditIndex index;
    private final List<Consumer<List<AuditEntry>>> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Followed> followed = new CopyOnWriteArrayList<>();
    private final Thread asking;

    /** A topic and how its records are read. */
    public record Source(EventLog log, TopicReader reader) {}

    /** A topic as it is followed. */
    private final class Followed {

        private final Source source;
        private final EventLog.Subscription subscription;
        /** The log's ends when last asked; absent while it does not answer. */
        private volatile @Nullable Map<Integer, Long> ends;
        private volatile boolean toldOfLoss;

        Followed(Source source) {
            this.source = source;
            EventLog log = source.log();
            this.subscription = log.subscribe(index.positions(log.topic()), new EventLog.Reader() {
                @Override
                public void read(List<EventLog.Entry> entries) {
                    tell(index.add(entries, source.reader()));
                }

                @Override
                public void gap(int partition, long from, long to) {
                    LOG.warn("The log no longer holds {}/{} from {} to {}; these records are not in the index.",
                            log.topic(), partition, from, to);
                    index.gap(log.topic(), partition, from, to);
                }
            });
        }

        @Nullable
        Map<Integer, Long> ask() {
            Map<Integer, Long> asked = null;
            try {
                asked = source.log().ends();
            } catch (LogUnavailableException e) {
                LOG.debug("The ends of {} are not known.", source.log().topic(), e);
            }
            ends = asked;
            return asked;
        }

        /** How far it is indexed; where the index is beyond the log's end, the log has become shorter. */
        List<Coverage.PartitionCoverage> covered(@Nullable Map<Integer, Long> asked) {
            List<Coverage.PartitionCoverage> covered = index.coverage(source.log().topic(), asked);
            if (covered.stream().noneMatch(Followed::isBeyond)) {
                return covered;
            }
            // Either the index went on since the log was asked, or the log has become shorter: its end now tells.
            Map<Integer, Long> now = ask();
            return covered.stream().map(each -> isBeyond(each) ? atEnd(each, now) : each).toList();
        }

        private Coverage.PartitionCoverage atEnd(Coverage.PartitionCoverage beyond, @Nullable Map<Integer, Long> now) {
            Long end = now == null ? null : now.get(beyond.partition());
            if (end != null && end < beyond.next() && !toldOfLoss) {
                toldOfLoss = true;
                LOG.error("{}/{} was indexed to {}, and the log ends at {}: it was made anew or has lost records.",
                        beyond.topic(), beyond.partition(), beyond.next(), end);
            }
            return new Coverage.PartitionCoverage(beyond.topic(), beyond.partition(), beyond.from(), beyond.next(),
                    end == null ? null : Math.min(end, beyond.next()), beyond.gaps(), beyond.indexedAt());
        }

        private static boolean isBeyond(Coverage.PartitionCoverage partition) {
            Long end = partition.logEnd();
            return end != null && end < partition.next();
        }
    }

    /** Starts where the index ends, with the audit alone. */
    public AuditIndexer(AuditIndex index, EventLog log) {
        this(index, List.of(new Source(log, TopicReader.AUDIT)));
    }

    /** Starts where the index ends. The logs are closed by those who opened them. */
    public AuditIndexer(AuditIndex index, List<Source> sources) {
        this.index = index;
        sources.forEach(this::follow);
        this.asking = Thread.ofPlatform().daemon().name("audit-ends").start(this::askForEnds);
    }

    /** Indexes one more topic. */
    public void follow(Source source) {
        followed.add(new Followed(source));
    }

    /** Has {@code listener} called with audit records that are new, each time after they are on disk, by one thread. */
    public void onIndexed(Consumer<List<AuditEntry>> listener) {
        listeners.add(entries -> {
            List<AuditEntry> audit = entries.stream()
                    .filter(entry -> entry.kind() == TopicKind.AUDIT && entry.raw() == null).toList();
            if (!audit.isEmpty()) {
                listener.accept(audit);
            }
        });
    }

    /** Has {@code action} run after any topic's records were added, by one thread per topic. */
    public void onAnyIndexed(Runnable action) {
        listeners.add(entries -> action.run());
    }

    /** The topics that are indexed. */
    public List<Source> sources() {
        return followed.stream().map(one -> one.source).toList();
    }

    /** What range of the audit's own topic the index covers. */
    public Coverage coverage() {
        return coverage(source -> source.reader().kind() == TopicKind.AUDIT);
    }

    /** What range of some topics is covered. It asks each log for its ends, unless that was away a moment ago. */
    public Coverage coverage(Predicate<Source> wanted) {
        List<Coverage.PartitionCoverage> partitions = new ArrayList<>();
        boolean complete = true;
        for (Followed one : followed.stream().filter(each -> wanted.test(each.source)).toList()) {
            Map<Integer, Long> asked = one.ends == null ? null : one.ask();
            List<Coverage.PartitionCoverage> covered = one.covered(asked);
            complete = complete && asked != null;
            for (Coverage.PartitionCoverage partition : covered) {
                Long end = partition.logEnd();
                complete = complete && end != null && partition.next() == end;
            }
            partitions.addAll(covered);
        }
        return new Coverage(partitions, complete);
    }

    /** Stops; what is not indexed yet will be at the next start. */
    @Override
    public void close() {
        stop.countDown();
        followed.forEach(one -> one.subscription.close());
        Threads.join(asking);
    }

    private void tell(List<AuditEntry> added) {
        if (added.isEmpty()) {
            return;
        }
        for (Consumer<List<AuditEntry>> listener : listeners) {
            try {
                listener.accept(added);
            } catch (RuntimeException e) {
                LOG.error("A listener failed on {} audit records; the others still hear of them.", added.size(), e);
            }
        }
    }

    private void askForEnds() {
        try {
            do {
                followed.forEach(Followed::ask);
            } while (!stop.await(ASK.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
