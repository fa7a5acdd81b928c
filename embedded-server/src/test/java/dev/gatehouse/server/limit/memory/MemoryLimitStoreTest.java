package dev.gatehouse.server.limit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.route.RoutePolicies.LimitKey;
import dev.gatehouse.model.route.RoutePolicies.LimitKind;
import dev.gatehouse.model.route.RoutePolicies.RateLimit;
import dev.gatehouse.server.fixture.SettableClock;
import dev.gatehouse.server.limit.LimitStore;
import dev.gatehouse.server.limit.LimitStoreContract;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemoryLimitStoreTest extends LimitStoreContract {

    private static final LimitStore.Subject SOMEBODY = new LimitStore.Subject("r", "ip:10.0.0.1");

    private final MemoryLimitStore shared = new MemoryLimitStore(Clock.systemUTC());
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T00:00:00Z"));
    private final MemoryLimitStore timed = new MemoryLimitStore(clock);

    @Override
    protected LimitStore open() {
        return shared;
    }

    private LimitStore.Tally take(RateLimit limit) {
        return timed.take(SOMEBODY, List.of(limit)).getFirst();
    }

    private int taken(RateLimit limit, int tries) {
        int taken = 0;
        for (int at = 0; at < tries; at++) {
            taken += take(limit).open() ? 1 : 0;
        }
        return taken;
    }

    @Test
    void fixedWindowBeginsAnewWithThePeriod() {
        RateLimit limit = new RateLimit(LimitKind.FIXED_WINDOW, LimitKey.IP, 10, 1000);
        clock.pass(Duration.ofMillis(900));
        assertThat(taken(limit, 20)).isEqualTo(10);
        assertThat(take(limit).retryAfter()).isEqualTo(Duration.ofMillis(100));
        clock.pass(Duration.ofMillis(100));
        assertThat(taken(limit, 20)).isEqualTo(10);
    }

    @Test
    void slidingWindowRemembersTheOneBefore() {
        RateLimit limit = new RateLimit(LimitKind.SLIDING_WINDOW, LimitKey.IP, 10, 1000);
        assertThat(taken(limit, 20)).isEqualTo(10);
        clock.pass(Duration.ofSeconds(1));
        assertThat(taken(limit, 20)).isZero();
        clock.pass(Duration.ofMillis(500));
        assertThat(taken(limit, 20)).isEqualTo(5);
        clock.pass(take(limit).retryAfter());
        assertThat(taken(limit, 20)).isEqualTo(1);
    }

    @Test
    void tokensComeBackEvenlyUpToAPeriods() {
        RateLimit limit = new RateLimit(LimitKind.TOKEN_BUCKET, LimitKey.IP, 10, 1000);
        assertThat(taken(limit, 20)).isEqualTo(10);
        assertThat(take(limit).retryAfter()).isEqualTo(Duration.ofMillis(100));
        clock.pass(Duration.ofMillis(250));
        assertThat(taken(limit, 20)).isEqualTo(2);
        clock.pass(Duration.ofMinutes(1));
        assertThat(taken(limit, 20)).isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource
    void waitThatIsToldIsEnough(LimitKind kind) {
        RateLimit limit = new RateLimit(kind, LimitKey.IP, 7, 1000);
        for (int at = 0; at < 200; at++) {
            LimitStore.Tally tally = take(limit);
            if (!tally.open()) {
                clock.pass(tally.retryAfter());
                assertThat(take(limit).open()).as("after %s", tally).isTrue();
            }
            clock.pass(Duration.ofMillis(at % 37));
        }
    }

    @ParameterizedTest
    @EnumSource
    void clockThatStepsBackShutsNobodyOutForLong(LimitKind kind) {
        RateLimit limit = new RateLimit(kind, LimitKey.IP, 5, 1000);
        taken(limit, 10);
        clock.move(Duration.ofHours(-1));
        assertThat(take(limit).open()).isTrue();
        taken(limit, 10);
        clock.move(Duration.ofMillis(-10));
        assertThat(take(limit).retryAfter()).isLessThanOrEqualTo(Duration.ofSeconds(2));
    }
}
