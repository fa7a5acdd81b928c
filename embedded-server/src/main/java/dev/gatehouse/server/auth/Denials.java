package dev.gatehouse.server.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.call.Deadline;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Access;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's copy of the denylist, asked by every request. Denials arrive over the bus at once and by comparison with
 * the shared list from time to time. A node that cannot be certain that it heard of every denial asks the shared list
 * for each request; where that does not answer either, a policy for each level of permission decides.
 */
public final class Denials {

    private static final Logger LOG = LoggerFactory.getLogger(Denials.class);
    private static final String KIND = "auth.denied";
    /** How long the bus may be silent before the copy counts as old. */
    private static final Duration MOST_SILENCE = Duration.ofSeconds(2);
    /** How long one request may wait for the shared list. */
    private static final Duration PATIENCE = Duration.ofMillis(250);
    /** How long nobody asks again after the shared list did not answer. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Denylist shared;
    private final Bus bus;
    private final Map<Access, WithoutRedis> policies;
    private final Clock clock;
    private final Map<String, Instant> denied = new ConcurrentHashMap<>();
    private volatile boolean compared;
    private volatile long askAgainNanos = System.nanoTime();

    private record Denial(String hash, Instant until) {}

    /** @param policies what each level may do while the shared list does not answer; a level not named may all */
    public Denials(Denylist shared, Bus bus, Map<Access, WithoutRedis> policies, Clock clock) {
        this.shared = shared;
        this.bus = bus;
        this.policies = Map.copyOf(policies);
        this.clock = clock;
        bus.on(KIND, message -> learn(message.body()));
        bus.onReconnect(this::reconcile);
    }

    private void learn(JsonNode body) {
        String hash = body.get("hash").asText();
        Instant until = Instant.parse(body.get("until").asText());
        if (!until.equals(denied.put(hash, until))) {
            shared.heard(hash, until);
        }
    }

    /** Denies a session, or one token by its {@code jti}, on every node; on this one from the moment of the call on. */
    public void deny(String id, Instant until) {
        String hash = Tokens.hash(id);
        denied.put(hash, until);
        bus.publish(KIND, new Denial(hash, until));
        try {
            shared.deny(hash, until);
        } catch (LiveStateUnavailableException e) {
            LOG.warn("A denial is kept on this node alone until Redis is back: {}", e.getMessage());
        }
    }

    /** Whether this node knows that a session or a token is denied. */
    public boolean isDenied(String id) {
        return !denied.isEmpty() && denied.containsKey(Tokens.hash(id));
    }

    /** Whether this node knows that one of these is denied. */
    boolean knows(List<String> hashes) {
        for (String hash : hashes) {
            if (denied.containsKey(hash)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether one of these is denied, as this node knows or, where it is not certain, as the shared list says.
     *
     * @param hashes  of the session and of what was shown for it
     * @param access  the level that is needed
     * @param changes whether anything is to be changed
     * @throws RequestFailure {@link ErrorCode#LIVE_STATE_UNAVAILABLE} where the list does not answer and this level
     *                        must be certain
     */
    boolean isDenied(List<String> hashes, Access access, boolean changes) {
        return knows(hashes) || (!isCurrent() && isDeniedAnywhere(hashes, access, changes));
    }

    /** Whether this node is certain that it knows every denial that is older than two seconds. */
    boolean isCurrent() {
        return compared && bus.silence().compareTo(MOST_SILENCE) < 0;
    }

    /**
     * Asks the shared list, for a node that is not certain.
     *
     * @param hashes  of the session and of the token
     * @param access  the level that is needed
     * @param changes whether anything is to be changed
     * @return whether one of them is denied
     * @throws RequestFailure {@link ErrorCode#LIVE_STATE_UNAVAILABLE} where the list does not answer and this level
     *                        must be certain
     */
    boolean isDeniedAnywhere(List<String> hashes, Access access, boolean changes) {
        if (System.nanoTime() - askAgainNanos >= 0) {
            try {
                Deadline small = Deadline.in(Deadline.budget(PATIENCE));
                return ScopedValue.where(Deadline.CURRENT, small).call(() -> !shared.denied(hashes).isEmpty());
            } catch (LiveStateUnavailableException e) {
                askAgainNanos = System.nanoTime() + PAUSE.toNanos();
                LOG.debug("Redis could not be asked about a token", e);
            }
        }
        if (policies.getOrDefault(access, WithoutRedis.OPEN).admits(changes)) {
            return false;
        }
        throw RequestFailure.later(ErrorCode.LIVE_STATE_UNAVAILABLE,
                "Redis is away, so this node cannot tell whether your sign-in was revoked elsewhere, and for this it"
                        + " must be certain. Try again when Redis is back.",
                PAUSE);
    }

    /** Takes over what the shared list has, gives it what only this node has, and forgets what has expired. */
    public void reconcile() {
        Instant now = clock.instant();
        denied.values().removeIf(until -> until.isBefore(now));
        try {
            Map<String, Instant> there = shared.all();
            Map<String, Instant> untold = new HashMap<>(denied);
            untold.keySet().removeAll(there.keySet());
            denied.putAll(there);
            shared.denyAll(untold);
            compared = true;
        } catch (LiveStateUnavailableException e) {
            compared = false;
            denied.putAll(shared.kept());
            throw e;
        }
    }
}
