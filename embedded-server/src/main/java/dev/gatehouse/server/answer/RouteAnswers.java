package dev.gatehouse.server.answer;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePolicies.Cache;
import dev.gatehouse.model.route.RoutePolicies.ChangeKind;
import dev.gatehouse.server.answer.CachingRules.Use;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.gateway.AnswerCache;
import dev.gatehouse.server.gateway.Asked;
import dev.gatehouse.server.gateway.TrafficAnswer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps answers as RFC 9111 lets a shared cache. Of several requests to the same one asks the upstream and the others wait
 * for what it brings. A change of the route, or of what its cache is invalidated by, makes other keys, so that what was kept
 * before is found by nobody any more, also where it is offered only after the change or Redis was away meanwhile. While the
 * store is away nothing is kept and nobody waits.
 */
public final class RouteAnswers implements AnswerCache {

    private static final Logger LOG = LoggerFactory.getLogger(RouteAnswers.class);
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final AnswerStore store;
    private final Duration patience;
    private final ConcurrentMap<String, AnswerFlight> flights = new ConcurrentHashMap<>();

    /** @param patience how long a request waits for another one */
    public RouteAnswers(AnswerStore store, Duration patience) {
        this.store = store;
        this.patience = patience;
    }

    /** Something has changed, at an offset of the log. */
    public void changed(ChangeKind kind, long offset) {
        store.changed(kind, offset);
    }

    @Override
    public Found lookUp(Route route, Asked asked) {
        Cache cache = route.spec().policies().cache();
        if (cache == null) {
            return Found.NOTHING;
        }
        try {
            if (!READING.contains(asked.method())) {
                return SAFE.contains(asked.method()) ? Found.NOTHING
                        : Found.miss(new WriteFlight(store,
                                READING.stream().map(method -> key(route, cache, asked, method)).toList()));
            }
            Use use = CachingRules.use(asked);
            return use == Use.NONE
                    ? Found.NOTHING
                    : lookUp(route, cache, asked, key(route, cache, asked, asked.method()), use);
        } catch (LiveStateUnavailableException e) {
            LOG.debug("The cache is not asked: its store is away.", e);
            return Found.NOTHING;
        }
    }

    private Found lookUp(Route route, Cache cache, Asked asked, String key, Use use) {
        if (use != Use.KEPT) {
            Found found = kept(key, asked);
            if (found != null) {
                return found;
            }
        }
        AnswerFlight mine = new AnswerFlight(key, asked, store,
                (status, headers) -> CachingRules.lifetime(cache, CachingRules.isPersonal(route, asked), status,
                        headers),
                flights::remove);
        if (use == Use.KEPT) {
            return Found.miss(mine);
        }
        AnswerFlight first = use == Use.GIVEN ? flights.get(key) : flights.putIfAbsent(key, mine);
        if (first == null) {
            return use == Use.GIVEN ? Found.NOTHING : Found.miss(mine);
        }
        TrafficAnswer brought = first.await(patience, asked);
        return brought == null ? Found.NOTHING : Found.hit(brought, Duration.ZERO);
    }

    private @Nullable Found kept(String key, Asked asked) {
        AnswerStore.Found found = store.find(key);
        if (found != null && !found.kept().vary().isEmpty()) {
            found = store.find(variant(key, found.kept().vary(), asked));
        }
        if (found == null || !found.kept().vary().isEmpty()) {
            return null;
        }
        long here = Math.max(0, found.kept().lifetimeMillis() - found.leftMillis());
        return Found.hit(found.kept().answer(), Duration.ofMillis(found.kept().ageMillis() + here));
    }

    private String key(Route route, Cache cache, Asked asked, String method) {
        StringBuilder key = new StringBuilder(route.id()).append('\n').append(route.version());
        for (ChangeKind kind : new TreeSet<>(cache.invalidatedBy())) {
            key.append('\n').append(kind).append(store.lastChange(kind));
        }
        String query = asked.query();
        return digest(
                key.append('\n').append(method).append('\n').append(asked.host()).append('\n').append(asked.path())
                        .append(query == null ? "" : "?" + query).toString());
    }

    /** The key of an answer that differs by headers of the request. */
    static String variant(String key, List<String> vary, Asked asked) {
        StringBuilder variant = new StringBuilder(key);
        for (String name : vary) {
            variant.append('\n').append(name);
            for (String value : asked.headers().getOrDefault(name, List.of())) {
                variant.append('\n').append(value.length()).append(':').append(value);
            }
        }
        return digest(variant.toString());
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
