package dev.gatehouse.server.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.gatehouse.model.route.Route;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the last good answer to each request of routes that fall back on it, as many as fit, until what it is about is
 * written to. Safe for use by several threads.
 */
final class LastGood {

    private static final long MOST_BYTES = 64L << 20;
    private static final int OVERHEAD_BYTES = 1024;
    private static final Set<String> FORBID = Set.of("no-store", "no-cache", "private");
    /** What {@link Key#accepts} holds. */
    private static final Set<String> IN_THE_KEY = Set.of("accept", "accept-encoding", "accept-language");

    private static final long MOST_WRITE_BYTES = 8L << 20;
    private static final int WRITE_BYTES = 128;

    private final Cache<Key, Kept> answers = Caffeine.newBuilder().maximumWeight(MOST_BYTES)
            .weigher((Key key, Kept kept) -> OVERHEAD_BYTES + key.bytes()
                    + Headers.bytes(kept.answer.headers()) + kept.answer.body().remaining())
            .build();
    /** When addresses were written to here, by {@link #now}, as many as fit. */
    private final Cache<Address, Long> writes = Caffeine.newBuilder().maximumWeight(MOST_WRITE_BYTES)
            .weigher((Address address, Long at) -> WRITE_BYTES + 2 * (address.host.length() + address.target.length()))
            .evictionListener(this::leave).build();
    /** All other addresses may have been written to by then. */
    private final AtomicLong othersAt = new AtomicLong(-1);
    private final long startedNanos = System.nanoTime();

    /** @param askedAt when it was asked for, by {@link #now} */
    private record Kept(TrafficAnswer answer, long askedAt) {}

    private record Address(String host, String target) {}

    /**
     * The same request.
     *
     * @param said see {@link Asked#said}
     * @param user whose answer it is: nobody is given another's
     */
    record Key(String route, long version, String host, String said, String target, @Nullable String user,
            List<List<String>> accepts) {

        /** How much memory what the caller chose takes, or a little less. */
        int bytes() {
            return 2 * (host.length() + said.length() + target.length()
                    + accepts.stream().flatMap(List::stream).mapToInt(String::length).sum());
        }
    }

    /** The key of a request; absent where its answer is not one to keep. */
    static @Nullable Key key(Route route, Asked asked, @Nullable String user) {
        var policy = route.spec().policies().fallback();
        boolean foreign = user == null
                && (asked.headers().containsKey("authorization") || asked.headers().containsKey("cookie"));
        if (policy == null || !policy.lastGood() || foreign || !asked.method().equals("GET")
                || asked.headers().containsKey("range")) {
            return null;
        }
        return new Key(route.id(), route.version(), asked.host(), asked.said(), asked.target(), user,
                List.of(of(asked, "accept"), of(asked, "accept-encoding"), of(asked, "accept-language"),
                        user == null ? List.of() : of(asked, "cookie")));
    }

    private static List<String> of(Asked asked, String name) {
        return asked.headers().getOrDefault(name, List.of());
    }

    /** Whether an answer that begins so is good and may be kept for whoever asks with the same key. */
    static boolean keeps(int status, Map<String, List<String>> headers) {
        return status == 200 && !headers.containsKey("set-cookie")
                && words(headers, "cache-control").noneMatch(FORBID::contains)
                && words(headers, "vary").allMatch(IN_THE_KEY::contains);
    }

    /** The parts between commas, in lower case and without their values. */
    private static Stream<String> words(Map<String, List<String>> headers, String name) {
        return headers.getOrDefault(name, List.of()).stream().flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(word -> word.replaceFirst("=.*", "").strip().toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty());
    }

    private void leave(@Nullable Address address, @Nullable Long at, RemovalCause cause) {
        if (at != null) {
            othersAt.accumulateAndGet(at, Math::max);
        }
    }

    /** The time, in nanoseconds on a clock of its own. */
    long now() {
        return System.nanoTime() - startedNanos;
    }

    /** @param askedAt when the request began that it answers, by {@link #now} */
    void keep(Key key, TrafficAnswer answer, long askedAt) {
        answers.put(key, new Kept(answer, askedAt));
    }

    /** What is at an address has changed: no answer to an earlier request is good any more, whoever asked. */
    void wrote(Asked asked) {
        writes.put(new Address(asked.host(), asked.target()), now());
    }

    /**
     * The last good answer.
     *
     * @param elsewhere how long ago the address was written to by way of any node; absent where nobody knows
     */
    @Nullable
    TrafficAnswer find(Key key, Supplier<@Nullable Duration> elsewhere) {
        Kept kept = answers.getIfPresent(key);
        if (kept == null) {
            return null;
        }
        Long at = writes.getIfPresent(new Address(key.host, key.target));
        boolean good = kept.askedAt > (at == null ? othersAt.get() : at);
        if (good) {
            Duration since = elsewhere.get();
            good = since == null || kept.askedAt > now() - since.toNanos();
        }
        if (!good) {
            answers.invalidate(key);
        }
        return good ? kept.answer : null;
    }

    /** Forgets what routes have answered that are not known any more, by their ids. */
    void keepOnly(Predicate<String> known) {
        answers.asMap().keySet().removeIf(key -> !known.test(key.route));
    }
}
