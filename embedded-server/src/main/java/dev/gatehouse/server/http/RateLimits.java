package dev.gatehouse.server.http;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Endpoint.Rate;
import java.util.EnumMap;
import java.util.Map;

/** The limits of all kinds of calls. */
final class RateLimits {

    /** Each keeps something for a while, whoever asks. */
    private static final int HANDSHAKES_PER_MINUTE = 600;

    private final Map<Rate, RateLimiter> limiters = new EnumMap<>(Rate.class);

    RateLimits(HttpServer.Protection protection) {
        limit(Rate.GENERAL, protection.perMinute());
        limit(Rate.LOGIN, protection.loginPerMinute());
        limit(Rate.HANDSHAKE, HANDSHAKES_PER_MINUTE);
    }

    private void limit(Rate rate, int perMinute) {
        if (perMinute > 0) {
            limiters.put(rate, new RateLimiter(perMinute));
        }
    }

    /**
     * Counts a call and tells the caller where he stands, in the headers of the IETF draft "RateLimit header fields".
     *
     * @throws RequestFailure {@link ErrorCode#RATE_LIMITED} where there were too many
     */
    void count(ServerCall call) {
        RateLimiter limiter = limiters.get(call.endpoint().terms().rate());
        if (limiter == null) {
            return;
        }
        Principal principal = call.caller();
        RateLimiter.Taken taken = limiter.take(principal == null ? "ip " + call.ip() : "user " + principal.userId());
        call.header("RateLimit-Limit", Integer.toString(taken.limit()));
        call.header("RateLimit-Remaining", Long.toString(taken.remaining()));
        call.header("RateLimit-Reset", Long.toString(taken.reset().plusMillis(999).toSeconds()));
        if (!taken.admitted()) {
            throw RequestFailure.later(ErrorCode.RATE_LIMITED,
                    "More than " + taken.limit() + " calls a minute are not taken. Try again a little later.",
                    taken.retryAfter());
        }
    }
}
