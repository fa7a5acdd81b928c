package dev.gatehouse.server.auth;

import dev.gatehouse.model.api.KeysExchange;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.auth.KeyFiles.Own;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.log.Applied;
import dev.gatehouse.server.log.Change;
import dev.gatehouse.server.log.ChangeListener;
import dev.gatehouse.server.log.ChangeLog;
import dev.gatehouse.server.log.SigningKey;
import dev.gatehouse.server.schedule.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces this node's signing key without a refused request. A new key is published in the log; it signs once every
 * live node has applied that, or after {@link #LONGEST_WAIT}. The old one is kept until its last token has expired; then
 * its private half is destroyed and its public half retired through the log. Each step can be taken up again after a
 * crash: what is to be done next is read off the data folder and the log.
 */
public final class KeyRotation implements ChangeListener, AutoCloseable {

    /** How long a new key waits for nodes that do not answer. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    /** Times in tokens are whole seconds. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final SigningKeys keys;
    private final ChangeLog changes;
    private final String node;
    private final Fleet fleet;
    private final Times times;
    private final Clock clock;
    private final Instant openedAt;
    private final Map<String, Long> offsets = new ConcurrentHashMap<>();
    private final Map<String, Instant> lastTokens = new ConcurrentHashMap<>();
    private final ReentrantLock stepping = new ReentrantLock();
    private final Ticker ticker = Ticker.unstarted("key-rotation", LOOK_EVERY, this::look);

    /**
     * What has to be known of the fleet.
     *
     * @param caughtUp whether this node's replica is complete
     * @param passed   whether every live node has applied the change at this offset
     */
    public record Fleet(BooleanSupplier caughtUp, LongPredicate passed) {}

    /**
     * When keys change.
     *
     * @param every       how long a key signs before another one is made
     * @param accessToken how long a token may still be about after it was signed
     */
    public record Times(Duration every, Duration accessToken) {}

    public KeyRotation(SigningKeys keys, ChangeLog changes, String node, Fleet fleet, Times times, Clock clock) {
        this.keys = keys;
        this.changes = changes;
        this.node = node;
        this.fleet = fleet;
        this.times = times;
        this.clock = clock;
        this.openedAt = clock.instant();
    }

    /** Publishes this node's key where the log does not have it yet, and begins to look after it. */
    public void start() {
        look();
        ticker.start();
    }

    @Override
    public void close() {
        ticker.close();
    }

    @Override
    public void applied(Applied applied) {
        if (applied.command().change() instanceof Change.PublishKey key && applied.command().node().equals(node)) {
            offsets.putIfAbsent(key.id(), applied.position().offset());
        }
    }

    /**
     * Makes a new key for this node and publishes it.
     *
     * @throws RequestFailure {@link ErrorCode#CONFLICT} where one is on its way already, or where the log does not take
     *                        the key
     */
    KeysExchange.Rotated rotate(Actor actor) {
        if (!stepping.tryLock()) {
            throw onItsWay();
        }
        try {
            if (keys.own().stream().anyMatch(this::isWaiting)) {
                throw onItsWay();
            }
            Own made = keys.create();
            try {
                Applied applied = changes.submit(SigningKeys.publication(made), null, actor);
                return new KeysExchange.Rotated(new KeysExchange.Key(made.id(), node, applied.command().at(),
                        KeysExchange.State.WAITING), applied.position());
            } catch (RequestFailure e) {
                keys.destroy(made);
                throw e;
            }
        } finally {
            stepping.unlock();
        }
    }

    private static RequestFailure onItsWay() {
        return new RequestFailure(ErrorCode.CONFLICT,
                "A new key of this node is on its way already; it signs within " + LONGEST_WAIT.toSeconds()
                        + " seconds.");
    }

    /** Every key that the log has, by node and age. */
    List<KeysExchange.Key> list() {
        return keys.published().stream()
                .sorted(Comparator.comparing(SigningKey::node).thenComparing(SigningKey::publishedAt))
                .map(key -> new KeysExchange.Key(key.id(), key.node(), key.publishedAt(), state(key))).toList();
    }

    private KeysExchange.State state(SigningKey key) {
        if (!key.node().equals(node)) {
            return KeysExchange.State.PUBLISHED;
        }
        if (key.id().equals(keys.signing().id())) {
            return KeysExchange.State.SIGNING;
        }
        Own mine = keys.own(key.id());
        return mine != null && isWaiting(mine) ? KeysExchange.State.WAITING : KeysExchange.State.RETIRING;
    }

    /** Whether a key of this node is newer than the one that signs. */
    private boolean isWaiting(Own key) {
        if (key.id().equals(keys.signing().id())) {
            return false;
        }
        List<String> published = keys.ownPublished().stream().map(SigningKey::id).toList();
        return !published.contains(key.id())
                || published.indexOf(key.id()) > published.indexOf(keys.signing().id());
    }

    /** Takes whatever step is due. */
    void look() {
        if (!fleet.caughtUp().getAsBoolean() || !stepping.tryLock()) {
            return;
        }
        try {
            publish();
            activate();
            retire();
            replaceOld();
        } catch (RequestFailure e) {
            LOG.warn("The log does not take what this node has to say of its keys; it is tried again: {}", e.detail());
        } finally {
            stepping.unlock();
        }
    }

    private void publish() {
        List<String> published = keys.ownPublished().stream().map(SigningKey::id).toList();
        for (Own key : keys.own()) {
            if (!published.contains(key.id())) {
                changes.submit(SigningKeys.publication(key), null, Actor.SYSTEM);
            }
        }
    }

    private void activate() {
        SigningKey newest = keys.ownPublished().getLast();
        Own signing = keys.signing();
        Own next = keys.own(newest.id());
        if (next == null || newest.id().equals(signing.id())) {
            return;
        }
        Instant now = clock.instant();
        Long offset = offsets.get(newest.id());
        boolean everywhere = offset != null && fleet.passed().test(offset);
        if (everywhere || !newest.publishedAt().plus(LONGEST_WAIT).isAfter(now)) {
            keys.sign(next);
            lastTokens.put(signing.id(), clock.instant());
            LOG.info("The key {} signs from now on; {} is kept until its last token has expired.", next.id(),
                    signing.id());
        }
    }

    private void retire() {
        Instant now = clock.instant();
        for (SigningKey key : new ArrayList<>(keys.published())) {
            Own mine = keys.own(key.id());
            boolean waits = mine != null && isWaiting(mine);
            if (!key.node().equals(node) || key.id().equals(keys.signing().id()) || waits) {
                continue;
            }
            Instant lastToken = lastTokens.getOrDefault(key.id(), openedAt);
            if (lastToken.plus(times.accessToken()).plus(MARGIN).isBefore(now)) {
                if (mine != null) {
                    keys.destroy(mine);
                }
                changes.submit(new Change.RetireKey(key.id()), null, Actor.SYSTEM);
                lastTokens.remove(key.id());
                offsets.remove(key.id());
            }
        }
    }

    private void replaceOld() {
        SigningKey newest = keys.ownPublished().getLast();
        if (newest.id().equals(keys.signing().id())
                && !newest.publishedAt().plus(times.every()).isAfter(clock.instant())) {
            LOG.info("The key {} has signed for {}; another one is made.", newest.id(), times.every());
            rotate(Actor.SYSTEM);
        }
    }
}
