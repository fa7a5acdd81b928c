package dev.gatehouse.server.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.model.route.Route;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Remembers the last good answer to each request of routes that fall back on it, as many as fit. */
final class LastGood {

    private static final long MOST_BYTES = 64L << 20;
    private static final int OVERHEAD_BYTES = 1024;
    private static final Set<String> FORBID = Set.of("no-store", "no-cache", "private");
    /** What {@link Key#accepts} holds. */
    private static final Set<String> IN_THE_KEY = Set.of("accept", "accept-encoding", "accept-language");

    private final Cache<Key, TrafficAnswer> answers = Caffeine.newBuilder().maximumWeight(MOST_BYTES)
            .weigher((Key key, TrafficAnswer answer) -> OVERHEAD_BYTES + 2 * key.target.length()
                    + Headers.bytes(answer.headers()) + answer.body().remaining())
            .build();

    /**
     * The same request.
     *
     * @param user whose answer it is: nobody is given another's
     */
    record Key(String route, long version, String host, String target, @Nullable String user,
            List<List<String>> accepts) {}

    /** The key of a request; absent where its answer is not one to keep. */
    static @Nullable Key key(Route route, Asked asked, @Nullable String user) {
        var policy = route.spec().policies().fallback();
        boolean foreign = user == null
                && (asked.headers().containsKey("authorization") || asked.headers().containsKey("cookie"));
        if (policy == null || !policy.lastGood() || foreign || !asked.method().equals("GET")
                || asked.headers().containsKey("range")) {
            return null;
        }
        return new Key(route.id(), route.version(), asked.host(),
                asked.query() == null ? asked.path() : asked.path() + "?" + asked.query(), user,
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

    void keep(Key key, TrafficAnswer answer) {
        answers.put(key, answer);
    }

    @Nullable
    TrafficAnswer find(Key key) {
        return answers.getIfPresent(key);
    }
}
