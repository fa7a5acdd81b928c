package dev.gatehouse.server.gateway;

import dev.gatehouse.model.api.RouteTrafficExchange;
import dev.gatehouse.model.api.RouteTrafficExchange.Breaker;
import dev.gatehouse.model.api.RouteTrafficExchange.RouteTraffic;
import java.util.Arrays;
import java.util.List;

/**
 * What a route took in each of the last seconds. Latencies are counted in steps of a ninth of themselves, so a percentile
 * is right to some 10 %.
 */
final class RouteFigures {

    /** The second that goes on is not shown. */
    private static final int SLOTS = RouteTrafficExchange.SECONDS + 1;
    private static final int STEPS = 160;
    private static final double STEP = Math.log(1.125);

    private final Slot[] slots = new Slot[SLOTS];

    private static final class Slot {
        private long second = Long.MIN_VALUE;
        private long requests;
        private long errors;
        private long limited;
        private final long[] steps = new long[STEPS];

        private void begin(long now) {
            if (second != now) {
                second = now;
                requests = 0;
                errors = 0;
                limited = 0;
                Arrays.fill(steps, 0);
            }
        }
    }

    RouteFigures() {
        Arrays.setAll(slots, _ -> new Slot());
    }

    private Slot at(long second) {
        return slots[(int) Math.floorMod(second, (long) SLOTS)];
    }

    /** @param second the second that goes on, on any clock that never goes back */
    synchronized void ended(long second, int status, boolean limited, long nanos) {
        Slot slot = at(second);
        slot.begin(second);
        slot.requests++;
        slot.errors += status >= 500 ? 1 : 0;
        slot.limited += limited ? 1 : 0;
        slot.steps[step(nanos)]++;
    }

    private static int step(long nanos) {
        double micros = Math.max(1, nanos / 1e3);
        return Math.min(STEPS - 1, (int) Math.ceil(Math.log(micros) / STEP));
    }

    /** The figures of the seconds that are over. */
    synchronized RouteTraffic over(String routeId, long second, List<Breaker> breakers) {
        long requests = 0;
        long errors = 0;
        long limited = 0;
        long[] steps = new long[STEPS];
        for (long past = second - RouteTrafficExchange.SECONDS; past < second; past++) {
            Slot slot = at(past);
            if (slot.second == past) {
                requests += slot.requests;
                errors += slot.errors;
                limited += slot.limited;
                for (int step = 0; step < STEPS; step++) {
                    steps[step] += slot.steps[step];
                }
            }
        }
        return new RouteTraffic(routeId, requests / (double) RouteTrafficExchange.SECONDS,
                requests == 0 ? 0 : errors / (double) requests, percentile(steps, requests, 0.5),
                percentile(steps, requests, 0.99), limited, breakers);
    }

    private static double percentile(long[] steps, long requests, double share) {
        long wanted = (long) Math.ceil(requests * share);
        long seen = 0;
        for (int step = 0; step < STEPS && requests > 0; step++) {
            seen += steps[step];
            if (seen >= wanted) {
                return Math.round(Math.exp(step * STEP)) / 1e3;
            }
        }
        return 0;
    }
}
