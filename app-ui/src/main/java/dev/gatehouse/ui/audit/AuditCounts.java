package dev.gatehouse.ui.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.TaskRunner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** How many records there were over time, by how they ended. */
public final class AuditCounts {

    /** Bars over the width of the chart, at most. */
    private static final int BUCKETS = 96;

    /** No time and no records. */
    static final Histogram NOTHING = new Histogram(Instant.EPOCH, Instant.EPOCH, 1, List.of());

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Load load = new Load();
    private final ReadOnlyObjectWrapper<Histogram> shown = new ReadOnlyObjectWrapper<>(NOTHING);
    private long asked;

    /**
     * Bars of equal length in time.
     *
     * @param from       where the first one begins
     * @param to         where the last one ends
     * @param stepMillis how long each is
     * @param bars       those that are not empty, by time
     */
    public record Histogram(Instant from, Instant to, long stepMillis, List<Bar> bars) {

        public Histogram {
            bars = List.copyOf(bars);
        }

        /** How many there are in all. */
        public long total() {
            return bars.stream().mapToLong(Bar::total).sum();
        }
    }

    /** @param at where it begins */
    public record Bar(Instant at, long accepted, long refused, long failed) {

        public long total() {
            return accepted + refused + failed;
        }

        private Bar and(Outcome outcome) {
            return switch (outcome) {
                case ACCEPTED -> new Bar(at, accepted + 1, refused, failed);
                case REFUSED -> new Bar(at, accepted, refused + 1, failed);
                case FAILED -> new Bar(at, accepted, refused, failed + 1);
            };
        }
    }

    AuditCounts(ConsoleClient client, TaskRunner tasks) {
        this.client = client;
        this.tasks = tasks;
    }

    public Load load() {
        return load;
    }

    public ReadOnlyObjectProperty<Histogram> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** Counts what {@code words} find within {@code bounds}. */
    void ask(String words, AuditRange.Bounds bounds) {
        long mine = ++asked;
        load.waiting();
        CompletableFuture<Histogram> answer = client.audit()
                .counts(words, bounds.from(), bounds.to(), BUCKETS)
                .thenCompose(all -> of(words, "refused", all).thenCombine(of(words, "failed", all),
                        (refused, failed) -> histogram(all, refused, failed)));
        tasks.when(answer, histogram -> {
            if (mine == asked) {
                show(histogram);
            }
        }, failure -> {
            if (mine == asked && AuditWords.isFault(failure)) {
                show(NOTHING);
            } else if (mine == asked) {
                load.failed(failure);
            }
        });
    }

    /** Adds records that are newer than what the server has counted; the oldest bars make room for new ones. */
    void grow(List<AuditEntry> fresh) {
        Histogram now = shown.get();
        if (now.to().equals(now.from()) || fresh.isEmpty()) {
            return;
        }
        long span = Duration.between(now.from(), now.to()).toMillis();
        TreeMap<Long, Bar> bars = new TreeMap<>();
        now.bars().forEach(bar -> bars.put(slot(now, bar.at()), bar));
        for (AuditEntry entry : fresh) {
            long slot = slot(now, entry.event().time());
            Bar bar = bars.getOrDefault(slot, new Bar(now.from().plusMillis(slot * now.stepMillis()), 0, 0, 0));
            bars.put(slot, bar.and(entry.event().data().outcome()));
        }
        Instant to = now.from().plusMillis((bars.lastKey() + 1) * now.stepMillis());
        Instant end = to.isAfter(now.to()) ? to : now.to();
        Instant begin = end.minusMillis(span);
        show(new Histogram(begin, end, now.stepMillis(),
                bars.values().stream().filter(bar -> !bar.at().isBefore(begin)).toList()));
    }

    private static long slot(Histogram histogram, Instant at) {
        return Math.floorDiv(Duration.between(histogram.from(), at).toMillis(), histogram.stepMillis());
    }

    void show(Histogram histogram) {
        shown.set(histogram);
        load.ready();
    }

    private CompletableFuture<AuditExchange.Counts> of(String words, String outcome, AuditExchange.Counts all) {
        String narrowed = words.isEmpty() ? "outcome:" + outcome : "(" + words + ") outcome:" + outcome;
        return client.audit().counts(narrowed, all.from(), all.to(), BUCKETS);
    }

    private static Histogram histogram(AuditExchange.Counts all, AuditExchange.Counts refused,
            AuditExchange.Counts failed) {
        Map<Instant, Long> refusals = byTime(refused);
        Map<Instant, Long> failures = byTime(failed);
        List<Bar> bars = new ArrayList<>();
        for (AuditExchange.Bucket bucket : all.items()) {
            long refusal = refusals.getOrDefault(bucket.at(), 0L);
            long failure = failures.getOrDefault(bucket.at(), 0L);
            bars.add(new Bar(bucket.at(), Math.max(0, bucket.count() - refusal - failure), refusal, failure));
        }
        return new Histogram(all.from(), all.to(), all.stepMillis(), bars);
    }

    private static Map<Instant, Long> byTime(AuditExchange.Counts counts) {
        Map<Instant, Long> byTime = new HashMap<>();
        counts.items().forEach(bucket -> byTime.put(bucket.at(), bucket.count()));
        return byTime;
    }
}
