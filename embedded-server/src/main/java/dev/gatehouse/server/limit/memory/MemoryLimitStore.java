package dev.gatehouse.server.limit.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.model.route.RoutePolicies.RateLimit;
import dev.gatehouse.server.limit.LimitStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counters in this process: of a node without Redis, and of one whose Redis is away. The latest are kept. */
public final class MemoryLimitStore implements LimitStore {

    /** Twice the longest period: nothing is left of a counter by then. */
    private static final Duration KEPT = Duration.ofDays(2);

    private final Clock clock;
    private final Cache<Key, Counter> counters = Caffeine.newBuilder().maximumSize(MOST_LISTED)
            .expireAfterWrite(KEPT).executor(Runnable::run).build();

    private record Key(String routeId, String key, String name) {}

    public MemoryLimitStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized List<Tally> take(Subject subject, List<RateLimit> limits) {
        long now = clock.millis();
        List<Counter> found = new ArrayList<>(limits.size());
        boolean all = true;
        for (RateLimit limit : limits) {
            Counter counter = now(key(subject, limit), limit, now);
            found.add(counter);
            all &= counter.isOpen(limit, now);
        }
        List<Tally> tallies = new ArrayList<>(limits.size());
        for (int at = 0; at < limits.size(); at++) {
            RateLimit limit = limits.get(at);
            Counter counter = found.get(at);
            boolean open = counter.isOpen(limit, now);
            if (all) {
                counter = counter.taken(limit);
                counters.put(key(subject, limit), counter);
            }
            tallies.add(counter.tally(limit, now, open));
        }
        return tallies;
    }

    private Counter now(Key key, RateLimit limit, long now) {
        Counter counter = counters.getIfPresent(key);
        return counter == null ? Counter.empty(limit, now) : counter.at(limit, now);
    }

    private static Key key(Subject subject, RateLimit limit) {
        return new Key(subject.routeId(), subject.key(), LimitStore.name(limit));
    }

    @Override
    public List<Usage> busiest(String routeId, List<RateLimit> limits, int most) {
        long now = clock.millis();
        Map<String, RateLimit> byName = new HashMap<>();
        limits.forEach(limit -> byName.put(LimitStore.name(limit), limit));
        List<Usage> usages = new ArrayList<>();
        for (Map.Entry<Key, Counter> entry : counters.asMap().entrySet()) {
            RateLimit limit = byName.get(entry.getKey().name());
            if (limit != null && entry.getKey().routeId().equals(routeId)) {
                Counter counter = entry.getValue().at(limit, now);
                Tally tally = counter.tally(limit, now, counter.isOpen(limit, now));
                if (tally.used() > 0) {
                    usages.add(new Usage(limit, entry.getKey().key(), tally));
                }
            }
        }
        usages.sort(Comparator.comparingDouble(
                (Usage usage) -> (double) usage.tally().used() / usage.limit().permits()).reversed());
        return List.copyOf(usages.subList(0, Math.min(most, usages.size())));
    }

    @Override
    public long reset(String routeId) {
        return forget(counters.asMap().keySet().stream().filter(key -> key.routeId().equals(routeId)).toList());
    }

    @Override
    public long reset(Subject subject, List<RateLimit> limits) {
        return forget(limits.stream().map(limit -> key(subject, limit)).distinct()
                .filter(key -> counters.getIfPresent(key) != null).toList());
    }

    /** Between two requests that are counted, none of which waits while the counters are looked through. */
    private synchronized long forget(List<Key> keys) {
        counters.invalidateAll(keys);
        return keys.size();
    }
}
