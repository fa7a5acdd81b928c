package dev.gatehouse.server.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's copy of the denylist, asked by every request. Denials arrive over the bus at once and by comparison with
 * the shared list from time to time; without the shared list the last known ones hold.
 */
public final class Denials {

    private static final Logger LOG = LoggerFactory.getLogger(Denials.class);
    private static final String KIND = "auth.denied";

    private final Denylist shared;
    private final Bus bus;
    private final Clock clock;
    private final Map<String, Instant> denied = new ConcurrentHashMap<>();

    private record Denial(String hash, Instant until) {}

    public Denials(Denylist shared, Bus bus, Clock clock) {
        this.shared = shared;
        this.bus = bus;
        this.clock = clock;
        bus.on(KIND, message -> learn(message.body()));
        bus.onReconnect(this::reconcile);
    }

    private void learn(JsonNode body) {
        denied.put(body.get("hash").asText(), Instant.parse(body.get("until").asText()));
    }

    /** Denies a session on every node; on this one from the moment of the call on. */
    public void deny(String sessionId, Instant until) {
        String hash = Tokens.hash(sessionId);
        denied.put(hash, until);
        bus.publish(KIND, new Denial(hash, until));
        try {
            shared.deny(hash, until);
        } catch (LiveStateUnavailableException e) {
            LOG.warn("A denial is kept on this node alone until Redis is back: {}", e.getMessage());
        }
    }

    /** Whether a session is denied. */
    public boolean isDenied(String sessionId) {
        return !denied.isEmpty() && denied.containsKey(Tokens.hash(sessionId));
    }

    /** Takes over what the shared list has, gives it what only this node has, and forgets what has expired. */
    public void reconcile() {
        Instant now = clock.instant();
        denied.values().removeIf(until -> until.isBefore(now));
        Map<String, Instant> there = shared.all();
        denied.forEach((hash, until) -> {
            if (!there.containsKey(hash)) {
                shared.deny(hash, until);
            }
        });
        denied.putAll(there);
    }
}
