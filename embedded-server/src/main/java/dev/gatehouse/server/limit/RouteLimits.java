package dev.gatehouse.server.limit;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePolicies.LimitKey;
import dev.gatehouse.model.route.RoutePolicies.RateLimit;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.gateway.TrafficLimits;
import dev.gatehouse.server.limit.LimitStore.Subject;
import dev.gatehouse.server.limit.LimitStore.Tally;
import dev.gatehouse.server.limit.LimitStore.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests over all nodes; while the store that they share is away each node counts for itself, from nothing, so
 * that n nodes together let at most n times a limit through in addition to what was counted before. A request is counted
 * with its user, then its address, then its route, and not further where one of them refuses: whoever is over a limit of his
 * own uses up none of the others'.
 */
public final class RouteLimits implements TrafficLimits {

    private static final List<LimitKey> ORDER = List.of(LimitKey.USER, LimitKey.IP, LimitKey.ROUTE);

    private final LimitStore shared;
    private final @Nullable LimitStore own;

    /**
     * What is used.
     *
     * @param shared whether the nodes' counters are meant, and not this one's only
     */
    public record Used(List<Usage> busiest, boolean shared) {}

    /**
     * @param shared counts all nodes
     * @param own    counts this node alone while the other one is away; absent where that is in this node and never is
     */
    public RouteLimits(LimitStore shared, @Nullable LimitStore own) {
        this.shared = shared;
        this.own = own;
    }

    @Override
    public Verdict ask(Route route, String ip, @Nullable String userId) {
        List<RateLimit> limits = route.spec().policies().limits();
        Standing nearest = null;
        for (LimitKey per : limits.isEmpty() ? List.<LimitKey>of() : ORDER) {
            List<RateLimit> group = of(per, limits);
            if (group.isEmpty()) {
                continue;
            }
            List<Tally> tallies = take(new Subject(route.id(), key(per, ip, userId)), group);
            Duration wait = Duration.ZERO;
            Standing refusing = null;
            for (int at = 0; at < group.size(); at++) {
                Tally tally = tallies.get(at);
                Standing standing = new Standing(group.get(at).permits(), tally.left(), tally.reset());
                nearest = nearer(nearest, standing);
                if (!tally.open() && tally.retryAfter().compareTo(wait) >= 0) {
                    wait = tally.retryAfter();
                    refusing = standing;
                }
            }
            if (refusing != null) {
                return Verdict.refused(refusing, wait);
            }
        }
        return nearest == null ? Verdict.FREE : Verdict.allowed(nearest);
    }

    @Override
    public @Nullable Verdict askAtOnce(Route route, String ip, @Nullable String userId) {
        return own == null ? ask(route, ip, userId) : null;
    }

    private static List<RateLimit> of(LimitKey per, List<RateLimit> limits) {
        List<RateLimit> group = new ArrayList<>(limits.size());
        for (RateLimit limit : limits) {
            if (limit.per() == per) {
                group.add(limit);
            }
        }
        return group;
    }

    private static String key(LimitKey per, String ip, @Nullable String userId) {
        return switch (per) {
            case USER -> userId == null ? "ip:" + ip : "user:" + userId;
            case IP -> "ip:" + ip;
            case ROUTE -> "route";
        };
    }

    private static Standing nearer(@Nullable Standing one, Standing other) {
        return one == null || other.remaining() * one.limit() < one.remaining() * other.limit() ? other : one;
    }

    private List<Tally> take(Subject subject, List<RateLimit> limits) {
        try {
            return shared.take(subject, limits);
        } catch (LiveStateUnavailableException e) {
            if (own == null) {
                throw e;
            }
            return own.take(subject, limits);
        }
    }

    /** How much of a route's limits is used. */
    public Used used(Route route, int most) {
        List<RateLimit> limits = route.spec().policies().limits();
        if (limits.isEmpty()) {
            return new Used(List.of(), own != null);
        }
        try {
            return new Used(shared.busiest(route.id(), limits, most), own != null);
        } catch (LiveStateUnavailableException e) {
            if (own == null) {
                throw e;
            }
            return new Used(own.busiest(route.id(), limits, most), false);
        }
    }

    /** A route is gone: what is counted of it in this process goes as well. Counters elsewhere end with their periods. */
    public void forget(String routeId) {
        (own == null ? shared : own).reset(routeId);
    }

    /**
     * Begins all counters of a route anew, also those that this node has counted for itself.
     *
     * @return how many there were
     * @throws LiveStateUnavailableException where those of all nodes cannot be reached
     */
    public long reset(String routeId) {
        long counters = shared.reset(routeId);
        return own == null ? counters : counters + own.reset(routeId);
    }

    /**
     * Begins what one of the subjects of a route has used anew, at this node too.
     *
     * @param key see {@link LimitStore.Subject}
     * @return how many counters there were
     * @throws LiveStateUnavailableException where those of all nodes cannot be reached
     */
    public long reset(Route route, String key) {
        Subject subject = new Subject(route.id(), key);
        List<RateLimit> limits = route.spec().policies().limits();
        long counters = shared.reset(subject, limits);
        return own == null ? counters : counters + own.reset(subject, limits);
    }
}
