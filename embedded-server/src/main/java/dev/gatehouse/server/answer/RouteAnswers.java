package dev.gatehouse.server.answer;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePolicies.Cache;
import dev.gatehouse.model.route.RoutePolicies.ChangeKind;
import dev.gatehouse.server.answer.CachingRules.Use;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.gateway.AnswerCache;
import dev.gatehouse.server.gateway.Asked;
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
 * for what it brings. A change of the route, or of what its cache is invalidated by, and a write to the address (RFC 9111
 * section 4.4) make other keys, so that what was kept before is found by nobody any more, in no variant, also where it is
 * offered only afterwards or Redis was away meanwhile. While the store is away nothing is kept and nobody waits.
 */
public final class RouteAnswers implements AnswerCache {

    private static final Logger LOG = LoggerFactory.getLogger(RouteAnswers.class);
    private static final Set<String> READING = Set.of("GET", "HEAD");
    /** How long an answer may be under way, and a write matter to it, before it begins to be kept. */
    private static final Duration UNDER_WAY = Duration.ofHours(1);

    private final AnswerStore store;
    private final Duration patience;
    private final ConcurrentMap<String, AnswerFlight> flights = new ConcurrentHashMap<>();

    /** @param patience how long a request waits for others at most; the timeout of its route where that is shorter */
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
        Use use = cache == null || !READING.contains(asked.method()) ? Use.NONE : CachingRules.use(asked);
        if (cache == null || use == Use.NONE) {
            return Found.NOTHING;
        }
        try {
            return lookUp(route, cache, asked, key(route, cache, asked), use);
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
        long timeoutNanos = Duration.ofMillis(route.spec().policies().timeoutOrDefaultMillis()).toNanos();
        return wait(key, asked, use == Use.GIVEN ? null : mine, Math.min(timeoutNanos, patience.toNanos()));
    }

    /** @param mine asks for all where nobody else does; absent where its answer is not for others */
    private Found wait(String key, Asked asked, @Nullable AnswerFlight mine, long patienceNanos) {
        long untilNanos = System.nanoTime() + patienceNanos;
        while (true) {
            AnswerFlight first = mine == null ? flights.get(key) : flights.putIfAbsent(key, mine);
            if (first == null) {
                return mine == null ? Found.NOTHING : begun(key, asked, mine);
            }
            AnswerFlight.End end = first.await(untilNanos - System.nanoTime());
            if (end == AnswerFlight.End.BROUGHT) {
                return first.brought(asked);
            }
            if (end != AnswerFlight.End.GIVEN_UP) {
                return Found.NOTHING;
            }
        }
    }

    /** This one asks for all, but where the one before it has landed since this one looked. */
    private Found begun(String key, Asked asked, AnswerFlight mine) {
        boolean asks = false;
        try {
            Found found = kept(key, asked);
            asks = found == null;
            return found == null ? Found.miss(mine) : found;
        } finally {
            if (!asks) {
                mine.close();
            }
        }
    }

    @Override
    public void wrote(Asked asked, Duration lifetime) {
        Duration kept = lifetime.plus(UNDER_WAY);
        store.wrote(address(asked), kept.compareTo(AnswerStore.WRITES_KEPT) < 0 ? kept : AnswerStore.WRITES_KEPT);
    }

    @Override
    public @Nullable Duration sinceWrite(Asked asked) {
        try {
            AnswerStore.Write last = store.lastWrite(address(asked));
            return last == null ? null : last.age();
        } catch (LiveStateUnavailableException e) {
            LOG.debug("Nobody knows of writes: the store is away.", e);
            return null;
        }
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

    private String key(Route route, Cache cache, Asked asked) {
        StringBuilder key = new StringBuilder(route.id()).append('\n').append(route.version());
        for (ChangeKind kind : new TreeSet<>(cache.invalidatedBy())) {
            key.append('\n').append(kind).append(store.lastChange(kind));
        }
        String address = address(asked);
        AnswerStore.Write last = store.lastWrite(address);
        return digest(key.append('\n').append(last == null ? "" : last.mark()).append('\n').append(asked.method())
                .append('\n').append(address).append('\n').append(asked.said()).toString());
    }

    /** The address of a request, whichever route takes it. */
    private static String address(Asked asked) {
        return digest(asked.host() + "\n" + asked.target());
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
