package dev.gatehouse.server.answer.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.gatehouse.model.health.DependencyHealth;
import dev.gatehouse.model.health.DependencyState;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.route.RoutePolicies.ChangeKind;
import dev.gatehouse.server.answer.AnswerStore;
import dev.gatehouse.server.answer.KeptAnswer;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.redis.RedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.SetParams;

/**
 * Answers in Redis: {@code answer:<key>} is JSON that expires with its lifetime, {@code answer-write:<address>} the mark of
 * the last write to that address, which ends in {@code :} and for how many milliseconds it was to be kept, and
 * {@code answer-changes:<kind>} the offset of the last change of that kind. Answers that Redis evicts are not missed; a mark
 * that it evicts lets those of before the write be found for the rest of their lifetime. This node keeps no more than so
 * many bytes of answers there: where it puts more, some of those that it has put go.
 */
public final class RedisAnswerStore implements AnswerStore {

    private static final Logger LOG = LoggerFactory.getLogger(RedisAnswerStore.class);

    private static final int MOST_UNTOLD = 100_000;

    /** What an answer takes in Redis beside its JSON, about. */
    private static final int ENTRY_BYTES = 256;
    private static final int FALLEN_AT_ONCE = 100;

    /** Keeps the larger of what there is and ARGV[1]. */
    private static final String LARGER = """
                                         local kept = tonumber(redis.call('GET', KEYS[1]) or '0')
                                         if tonumber(ARGV[1]) > kept then redis.call('SET', KEYS[1], ARGV[1]) end
                                         return 0
                                         """;

    private final RedisConnection redis;
    /** The lengths of the answers that this node has put and that are not over, by key. */
    private final Cache<String, Put> put;
    /** The keys of those for which there was no room left. */
    private final Queue<String> fallen = new ConcurrentLinkedQueue<>();
    private final Map<ChangeKind, Long> changes = new ConcurrentHashMap<>();
    /** The last writes that Redis did not take, by address. */
    private final Map<String, Untold> untold = new ConcurrentHashMap<>();
    /** The kinds of whose last change Redis does not know. */
    private final Set<ChangeKind> untoldChanges = ConcurrentHashMap.newKeySet();
    /** Why Redis did not take what it was told last. */
    private volatile String refusal = "";

    /** A write that only this node knows of, by {@link System#nanoTime}. */
    private record Untold(String mark, Duration kept, long atNanos) {

        boolean isOver() {
            return System.nanoTime() - atNanos > kept.toNanos();
        }
    }

    private record Put(int length, long lifetimeMillis) {}

    /** @param leftMillis negative where it is gone meanwhile, or never goes */
    private record Timed(String text, long leftMillis) {}

    /** @param mostBytes of the answers that this node keeps */
    public RedisAnswerStore(RedisConnection redis, long mostBytes) {
        this.redis = redis;
        this.put = Caffeine.newBuilder().maximumWeight(mostBytes)
                .weigher((String key, Put one) -> ENTRY_BYTES + one.length)
                .expireAfter(Expiry.writing((String key, Put one) -> Duration.ofMillis(one.lifetimeMillis)))
                .evictionListener(this::fall).build();
        redis.onRecovered(this::tellAll);
    }

    private void tellAll() {
        untoldChanges.addAll(changes.keySet());
        tellUntold();
    }

    /**
     * Tells Redis of the changes and the writes that it did not take, until it is away. To be called every now and then:
     * Redis may refuse a write, or have no connection left for it, without being away.
     */
    public void tellUntold() {
        untold.values().removeIf(Untold::isOver);
        for (ChangeKind kind : untoldChanges) {
            if (!isTold(kind) && isAway()) {
                return;
            }
        }
        for (Map.Entry<String, Untold> write : untold.entrySet()) {
            if (!isToldLate(write.getKey(), write.getValue()) && isAway()) {
                return;
            }
        }
    }

    private boolean isAway() {
        return redis.health().state() != DependencyState.LIVE;
    }

    /** How Redis does, and what it has not taken: it may answer and refuse. */
    public DependencyHealth health() {
        DependencyHealth health = redis.health();
        long waiting = untold.size() + (long) untoldChanges.size();
        Map<String, Long> queues = new HashMap<>(health.queues());
        queues.put("writes to be told", waiting);
        String detail = waiting == 0 || health.state() != DependencyState.LIVE ? health.detail()
                : health.detail() + " What other nodes should know of writes waits here, as it was not taken: "
                        + refusal;
        return new DependencyHealth(health.name(), health.state(), health.since(), detail, health.breaker(), queues,
                health.dataAgeMillis());
    }

    /** Tells of a write with another mark and as if it were now: another node may have told of a later one meanwhile. */
    private boolean isToldLate(String address, Untold write) {
        boolean told = isTold(address, mark(write.kept), write.kept);
        if (told) {
            untold.remove(address, write);
        }
        return told;
    }

    private static String mark(Duration kept) {
        return UUID.randomUUID() + ":" + kept.toMillis();
    }

    /** How long a mark was to be kept; what tells nothing of it is of a version that kept all as long. */
    private static long keptMillis(String mark) {
        int colon = mark.indexOf(':');
        return colon < 0 ? WRITES_KEPT.toMillis() : Long.parseLong(mark.substring(colon + 1));
    }

    private String writeKey(String address) {
        return redis.key("answer-write:" + address);
    }

    private String key(String key) {
        return redis.key("answer:" + key);
    }

    private String changeKey(ChangeKind kind) {
        return redis.key("answer-changes:" + kind.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public @Nullable Found find(String key) {
        Timed kept = timed(key(key));
        if (kept == null || kept.leftMillis <= 0) {
            return null;
        }
        try {
            return new Found(Json.LENIENT.readValue(kept.text, KeptAnswer.class), kept.leftMillis);
        } catch (JsonProcessingException e) {
            LOG.warn("What Redis keeps at {} is no answer; it is asked for anew.", key(key), e);
            return null;
        }
    }

    @Override
    public void put(String key, KeptAnswer kept) {
        try {
            String json = Json.LENIENT.writeValueAsString(kept);
            redis.call(commands -> commands.set(key(key), json, SetParams.setParams().px(kept.lifetimeMillis())));
            put.put(key, new Put(json.length(), kept.lifetimeMillis()));
            forgetFallen();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer cannot be written as JSON.", e);
        }
    }

    private void fall(@Nullable String key, @Nullable Put one, RemovalCause cause) {
        if (key != null && cause == RemovalCause.SIZE) {
            fallen.add(key);
        }
    }

    private void forgetFallen() {
        List<String> keys = new ArrayList<>();
        for (String key = fallen.poll(); key != null; key = keys.size() < FALLEN_AT_ONCE ? fallen.poll() : null) {
            keys.add(key(key));
        }
        if (!keys.isEmpty()) {
            redis.pipeline(pipeline -> keys.forEach(pipeline::unlink));
        }
    }

    @Override
    public @Nullable Write lastWrite(String address) {
        Untold own = untold.get(address);
        if (own != null && !own.isOver() && !isToldLate(address, own)) {
            return new Write(own.mark, Duration.ZERO);
        }
        Timed mark = timed(writeKey(address));
        return mark == null
                ? null
                : new Write(mark.text, Duration.ofMillis(Math.max(0, keptMillis(mark.text) - mark.leftMillis)));
    }

    /** What is kept under a key of Redis, with its time to live. */
    private @Nullable Timed timed(String key) {
        List<Response<String>> text = new ArrayList<>(1);
        List<Response<Long>> left = new ArrayList<>(1);
        redis.pipeline(pipeline -> {
            text.add(pipeline.get(key));
            left.add(pipeline.pttl(key));
        });
        String found = text.getFirst().get();
        return found == null ? null : new Timed(found, left.getFirst().get());
    }

    @Override
    public void wrote(String address, Duration kept) {
        String mark = mark(kept);
        if (isTold(address, mark, kept)) {
            untold.remove(address);
        } else if (untold.size() < MOST_UNTOLD || untold.containsKey(address)) {
            untold.put(address, new Untold(mark, kept, System.nanoTime()));
        } else {
            LOG.warn(
                    "Redis takes no writes and there were more than this node remembers; an answer of before a write may "
                            + "be given for the rest of its lifetime.");
        }
    }

    private boolean isTold(String address, String mark, Duration kept) {
        try {
            redis.call(
                    commands -> commands.set(writeKey(address), mark, SetParams.setParams().px(kept.toMillis())));
            return true;
        } catch (LiveStateUnavailableException e) {
            refusal = String.valueOf(e.getMessage());
            LOG.debug("Redis is told of a write when it takes it.", e);
            return false;
        }
    }

    @Override
    public long lastChange(ChangeKind kind) {
        Long known = changes.get(kind);
        if (known != null) {
            return known;
        }
        long told = redis.call(commands -> Optional.ofNullable(commands.get(changeKey(kind)))).map(Long::parseLong)
                .orElse(0L);
        return changes.merge(kind, told, Math::max);
    }

    @Override
    public void changed(ChangeKind kind, long offset) {
        changes.merge(kind, offset, Math::max);
        isTold(kind);
    }

    private boolean isTold(ChangeKind kind) {
        // Taken out first: a change that comes meanwhile puts it in again.
        untoldChanges.remove(kind);
        String offset = Long.toString(changes.getOrDefault(kind, 0L));
        boolean told = false;
        try {
            redis.call(commands -> commands.eval(LARGER, List.of(changeKey(kind)), List.of(offset)));
            told = true;
        } catch (LiveStateUnavailableException e) {
            refusal = String.valueOf(e.getMessage());
            LOG.debug("Redis is told of the last change of a {} when it takes it.", kind, e);
        } finally {
            if (!told) {
                untoldChanges.add(kind);
            }
        }
        return told;
    }
}
