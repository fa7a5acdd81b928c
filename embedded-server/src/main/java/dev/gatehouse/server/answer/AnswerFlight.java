package dev.gatehouse.server.answer;

import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.gateway.AnswerCache.Flight;
import dev.gatehouse.server.gateway.AnswerCache.Found;
import dev.gatehouse.server.gateway.Asked;
import dev.gatehouse.server.gateway.TrafficAnswer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request that asks an upstream for all who want the same. Safe for use by several threads. */
final class AnswerFlight implements Flight {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerFlight.class);
    /** Belong to one exchange, not to an answer. */
    private static final Set<String> LEFT_OUT = Set.of("age", "traceparent", "tracestate", "x-trace-id");

    private final String key;
    private final Asked asked;
    private final AnswerStore store;
    private final Lifetime lifetime;
    private final BiConsumer<String, AnswerFlight> landed;
    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable Brought brought;

    /**
     * An answer.
     *
     * @param vary    the headers of the request by which it differs from others
     * @param atNanos when it came, by {@link System#nanoTime}
     */
    private record Brought(KeptAnswer kept, List<String> vary, long atNanos) {

        Duration age() {
            return Duration.ofMillis(kept.ageMillis()).plusNanos(System.nanoTime() - atNanos);
        }
    }

    /** What it came to for those who wait. */
    enum End {
        /** There is an answer. */
        BROUGHT,
        /** There is one that is not for others: each goes on alone. */
        UNFIT,
        /** Nobody knows whether there is one: another one of them may ask for all. */
        GIVEN_UP
    }

    /** How long an answer may be kept, in milliseconds; 0 where it may not. */
    @FunctionalInterface
    interface Lifetime {

        long of(int status, Map<String, List<String>> headers);
    }

    /** @param landed told the key and this when nobody need find it any more; perhaps twice */
    AnswerFlight(String key, Asked asked, AnswerStore store, Lifetime lifetime,
            BiConsumer<String, AnswerFlight> landed) {
        this.key = key;
        this.asked = asked;
        this.store = store;
        this.lifetime = lifetime;
        this.landed = landed;
    }

    @Override
    public boolean wants(int status, Map<String, List<String>> headers) {
        boolean wanted = lifetime.of(status, headers) > 0;
        if (!wanted) {
            release();
        }
        return wanted;
    }

    @Override
    public void offer(TrafficAnswer answer) {
        long lifetimeMillis = lifetime.of(answer.status(), answer.headers());
        if (lifetimeMillis <= 0) {
            return;
        }
        Map<String, List<String>> headers = new HashMap<>(answer.headers());
        headers.keySet().removeAll(LEFT_OUT);
        List<String> differs = CachingRules.vary(answer.headers());
        KeptAnswer kept = new KeptAnswer(List.of(), answer.status(), headers, answer.body(),
                CachingRules.age(answer.headers()), lifetimeMillis);
        brought = new Brought(kept, differs, System.nanoTime());
        end(End.BROUGHT);
        try {
            if (differs.isEmpty()) {
                store.put(key, kept);
            } else {
                store.put(RouteAnswers.variant(key, differs, asked), kept);
                store.put(key, KeptAnswer.varying(differs, lifetimeMillis));
            }
        } catch (LiveStateUnavailableException e) {
            LOG.debug("An answer is not kept: the store is away.", e);
        } finally {
            // From now on it is looked for in the store, for as long as it lives there.
            landed.accept(key, this);
        }
    }

    @Override
    public void release() {
        landed.accept(key, this);
        end(End.UNFIT);
    }

    @Override
    public void close() {
        landed.accept(key, this);
        end(End.GIVEN_UP);
    }

    private void end(End how) {
        if (end.compareAndSet(null, how)) {
            over.countDown();
        }
    }

    /** Waits for its end; absent where that does not come in time. */
    @Nullable
    End await(long patienceNanos) {
        try {
            return over.await(patienceNanos, TimeUnit.NANOSECONDS) ? end.get() : null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** What it brought; nothing where that is not meant for this request. */
    Found brought(Asked other) {
        Brought answer = brought;
        boolean same = answer != null
                && answer.vary.stream().allMatch(name -> asked.headers().getOrDefault(name, List.of())
                        .equals(other.headers().getOrDefault(name, List.of())));
        return answer != null && same ? Found.hit(answer.kept.answer(), answer.age()) : Found.NOTHING;
    }
}
