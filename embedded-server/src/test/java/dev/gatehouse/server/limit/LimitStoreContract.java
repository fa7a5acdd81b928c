package dev.gatehouse.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.route.RoutePolicies.LimitKey;
import dev.gatehouse.model.route.RoutePolicies.LimitKind;
import dev.gatehouse.model.route.RoutePolicies.RateLimit;
import dev.gatehouse.server.limit.LimitStore.Subject;
import dev.gatehouse.server.limit.LimitStore.Tally;
import dev.gatehouse.server.limit.LimitStore.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every backend of the limits does. */
public abstract class LimitStoreContract {

    private static final long DAY = 86_400_000;

    /** Another node's view of the same counters. */
    protected abstract LimitStore open();

    private static RateLimit limit(LimitKind kind, long permits, long periodMillis) {
        return new RateLimit(kind, LimitKey.IP, permits, periodMillis);
    }

    private static Subject somebody() {
        return new Subject(UUID.randomUUID().toString(), "ip:10.0.0.1");
    }

    private static Tally one(LimitStore store, Subject subject, RateLimit limit) {
        return store.take(subject, List.of(limit)).getFirst();
    }

    @ParameterizedTest
    @EnumSource
    void nodesTogetherLetNoMoreThroughThanTheLimit(LimitKind kind) throws Exception {
        Subject subject = somebody();
        RateLimit limit = limit(kind, 50, DAY);
        List<LimitStore> nodes = List.of(open(), open(), open());
        int open = 0;
        try (ExecutorService many = Executors.newFixedThreadPool(6)) {
            List<Future<Boolean>> tries = new ArrayList<>();
            for (int at = 0; at < 120; at++) {
                LimitStore node = nodes.get(at % nodes.size());
                tries.add(many.submit(() -> one(node, subject, limit).open()));
            }
            for (Future<Boolean> one : tries) {
                open += one.get() ? 1 : 0;
            }
        }

        assertThat(open).isEqualTo(50);
        Tally refused = one(nodes.getFirst(), subject, limit);
        assertThat(refused.open()).isFalse();
        assertThat(refused.left()).isZero();
        assertThat(refused.used()).isEqualTo(50);
        assertThat(refused.retryAfter()).isBetween(Duration.ofMillis(1), Duration.ofDays(2));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsUsedAndLeftIsTold(LimitKind kind) {
        LimitStore store = open();
        Subject subject = somebody();
        RateLimit limit = limit(kind, 3, DAY);

        Tally first = one(store, subject, limit);
        assertThat(first.open()).isTrue();
        assertThat(first.used()).isEqualTo(1);
        assertThat(first.left()).isEqualTo(2);
        assertThat(first.retryAfter()).isZero();
        assertThat(first.reset()).isBetween(Duration.ofMillis(1), Duration.ofDays(1));
        assertThat(one(store, subject, limit).left()).isEqualTo(1);
        assertThat(one(store, subject, limit).open()).isTrue();
        assertThat(one(store, subject, limit).open()).isFalse();
        assertThat(one(store, new Subject(subject.routeId(), "ip:10.0.0.2"), limit).open()).isTrue();
        assertThat(one(store, somebody(), limit).open()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void permitsComeBackAfterTheWait(LimitKind kind) {
        LimitStore store = open();
        Subject subject = somebody();
        RateLimit limit = limit(kind, 2, 200);
        while (one(store, subject, limit).open()) {
            assertThat(one(store, subject, limit).reset()).isLessThanOrEqualTo(Duration.ofMillis(200));
        }

        Awaitility.await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(20))
                .until(() -> one(store, subject, limit).open());
    }

    @Test
    void allLimitsOfASubjectGiveAPermitOrNone() {
        LimitStore store = open();
        Subject subject = somebody();
        RateLimit wide = limit(LimitKind.FIXED_WINDOW, 10, DAY);
        RateLimit narrow = limit(LimitKind.TOKEN_BUCKET, 2, DAY);
        for (int at = 0; at < 5; at++) {
            store.take(subject, List.of(wide, narrow));
        }

        List<Tally> last = store.take(subject, List.of(wide, narrow));
        assertThat(last).extracting(Tally::open).containsExactly(true, false);
        assertThat(last).extracting(Tally::used).containsExactly(2L, 2L);
    }

    @Test
    void changeOfPermitsGoesOnWithTheCounter() {
        LimitStore store = open();
        Subject subject = somebody();
        for (int at = 0; at < 5; at++) {
            one(store, subject, limit(LimitKind.FIXED_WINDOW, 10, DAY));
        }

        assertThat(one(store, subject, limit(LimitKind.FIXED_WINDOW, 5, DAY)).open()).isFalse();
        assertThat(one(store, subject, limit(LimitKind.FIXED_WINDOW, 6, DAY)).open()).isTrue();
    }

    @Test
    void busiestCountersAreToldAndBegunAnew() {
        LimitStore a = open();
        LimitStore b = open();
        String route = UUID.randomUUID().toString();
        RateLimit limit = limit(LimitKind.FIXED_WINDOW, 10, DAY);
        RateLimit bucket = limit(LimitKind.TOKEN_BUCKET, 100, DAY);
        for (int at = 0; at < 3; at++) {
            a.take(new Subject(route, "ip:10.0.0.1"), List.of(limit, bucket));
        }
        b.take(new Subject(route, "ip:10.0.0.2"), List.of(limit));
        a.take(somebody(), List.of(limit));

        assertThat(b.busiest(route, List.of(limit, bucket), 2)).extracting(Usage::key)
                .containsExactly("ip:10.0.0.1", "ip:10.0.0.2");
        assertThat(a.busiest(route, List.of(limit, bucket), 9))
                .extracting(usage -> usage.key() + " " + usage.limit().kind() + " " + usage.tally().used())
                .containsExactly("ip:10.0.0.1 FIXED_WINDOW 3", "ip:10.0.0.2 FIXED_WINDOW 1",
                        "ip:10.0.0.1 TOKEN_BUCKET 3");
        assertThat(a.busiest(route, List.of(bucket), 9)).hasSize(1);
        assertThat(b.reset(new Subject(route, "ip:10.0.0.2"), List.of(limit, bucket))).isEqualTo(1);
        assertThat(b.reset(new Subject(route, "ip:10.0.0.2"), List.of(limit, bucket))).isZero();
        assertThat(a.busiest(route, List.of(limit, bucket), 9)).extracting(LimitStore.Usage::key)
                .containsOnly("ip:10.0.0.1");
        assertThat(b.reset(route)).isEqualTo(2);
        assertThat(a.busiest(route, List.of(limit, bucket), 9)).isEmpty();
        assertThat(a.reset(route)).isZero();
        assertThat(one(a, new Subject(route, "ip:10.0.0.1"), limit).used()).isEqualTo(1);
        assertThat(b.busiest(route, List.of(limit), 9)).hasSize(1);
    }
}
