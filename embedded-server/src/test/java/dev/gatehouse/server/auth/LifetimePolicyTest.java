package dev.gatehouse.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.server.auth.LifetimePolicies.OffPeak;
import dev.gatehouse.server.auth.memory.MemoryLoginStore;
import dev.gatehouse.server.fixture.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LifetimePolicyTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final int ROUNDS = 60;

    @TempDir
    private Path folder;

    private static Instant end(ClientKind kind, long... activeAtMinutes) {
        LifetimePolicy policy = AuthBench.POLICIES.of(kind);
        Login.Lifetime lifetime = AuthBench.POLICIES.begin(kind, NOON);
        for (long minute : activeAtMinutes) {
            Login.Lifetime next = policy.renewed(lifetime, NOON.plus(Duration.ofMinutes(minute)));
            lifetime = next == null ? lifetime : next;
        }
        return lifetime.endsAt();
    }

    private static Instant noonPlus(long minutes) {
        return NOON.plus(Duration.ofMinutes(minutes));
    }

    @Test
    void webSessionIsExtendedThreeTimes() {
        assertThat(end(ClientKind.WEB)).isEqualTo(noonPlus(30));
        assertThat(end(ClientKind.WEB, 5, 10, 20)).as("too early to count").isEqualTo(noonPlus(30));
        assertThat(end(ClientKind.WEB, 21)).isEqualTo(noonPlus(40));
        assertThat(end(ClientKind.WEB, 21, 22, 29)).as("counted once").isEqualTo(noonPlus(40));
        assertThat(end(ClientKind.WEB, 21, 31, 41, 51, 59)).isEqualTo(noonPlus(60));
        assertThat(end(ClientKind.WEB, 30)).as("over").isEqualTo(noonPlus(30));
    }

    @Test
    void appSessionIsResetForEver() {
        long day = 24 * 60;
        assertThat(end(ClientKind.APP, 60)).isEqualTo(noonPlus(7 * day));
        assertThat(end(ClientKind.APP, 2 * day)).isEqualTo(noonPlus(9 * day));
        assertThat(end(ClientKind.APP, 2 * day, 5 * day, 11 * day, 17 * day)).isEqualTo(noonPlus(24 * day));
    }

    @Test
    void adminSessionIsResetTwice() {
        assertThat(end(ClientKind.ADMIN, 30)).isEqualTo(noonPlus(60));
        assertThat(end(ClientKind.ADMIN, 50)).isEqualTo(noonPlus(110));
        assertThat(end(ClientKind.ADMIN, 50, 100, 150)).isEqualTo(noonPlus(160));
    }

    @ParameterizedTest
    @CsvSource({"2026-03-01T00:00:00Z, 21", "2026-03-01T05:59:59Z, 21", "2026-03-01T06:00:00Z, 30",
            "2026-03-01T23:59:59Z, 30"})
    void loginsAtNightStartShorter(Instant at, long minutes) {
        LifetimePolicies policies = at(new OffPeak(LocalTime.MIDNIGHT, LocalTime.of(6, 0), ZoneOffset.UTC, 0.7));

        assertThat(policies.begin(ClientKind.WEB, at).endsAt()).isEqualTo(at.plus(Duration.ofMinutes(minutes)));
    }

    @Test
    void nightMayGoOverMidnightAndIsTheNodesOwn() {
        OffPeak night = new OffPeak(LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneId.of("Asia/Shanghai"), 0.7);

        assertThat(night.covers(Instant.parse("2026-03-01T14:00:00Z"))).isTrue();
        assertThat(night.covers(Instant.parse("2026-03-01T21:59:59Z"))).isTrue();
        assertThat(night.covers(Instant.parse("2026-03-01T22:00:00Z"))).isFalse();
        assertThat(night.covers(Instant.parse("2026-03-01T13:59:59Z"))).isFalse();
    }

    private static LifetimePolicies at(OffPeak offPeak) {
        return new LifetimePolicies(AuthBench.POLICIES.web(), AuthBench.POLICIES.app(), AuthBench.POLICIES.admin(),
                offPeak);
    }

    /** Whatever its client does, a session ends neither before nor after the moment that its policy gives it. */
    @ParameterizedTest
    @EnumSource
    void noSessionOutlivesItsPolicyOrDiesEarly(ClientKind kind) {
        SettableClock clock = new SettableClock(NOON);
        MemoryLoginStore store = new MemoryLoginStore(clock);
        try (AuthBench first = new AuthBench(folder.resolve("a"), store, clock);
                AuthBench second = new AuthBench(folder.resolve("b"), store, clock)) {
            for (int seed = 0; seed < ROUNDS; seed++) {
                Random random = new Random(seed);
                AuthBench.In in = first.in(kind);
                String sid = in.login().sid();
                Expected expected = new Expected(kind, clock.instant());
                for (int step = 0; step < 80; step++) {
                    clock.pass(Duration.ofMillis((long) (random.nextDouble() * random.nextDouble()
                            * AuthBench.POLICIES.of(kind).start().toMillis() / 3)));
                    boolean lives = clock.instant().isBefore(expected.end);
                    assertThat(store.find(sid) != null).as("seed %s step %s", seed, step).isEqualTo(lives);
                    if (!lives) {
                        break;
                    }
                    AuthBench node = random.nextBoolean() ? first : second;
                    node.lifetimes.heartbeat(sid, kind);
                    expected.active(clock.instant());
                    first.lifetimes.look();
                    second.lifetimes.look();
                    assertThat(Objects.requireNonNull(store.find(sid)).endsAt()).as("seed %s step %s", seed, step)
                            .isEqualTo(expected.end);
                }
            }
        }
    }

    /** The rule in other words: what README.md says. */
    private static final class Expected {

        private final ClientKind kind;
        private Instant end;
        private int renewals;

        Expected(ClientKind kind, Instant begin) {
            this.kind = kind;
            this.end = switch (kind) {
                case WEB -> begin.plus(Duration.ofMinutes(30));
                case APP -> begin.plus(Duration.ofDays(7));
                case ADMIN -> begin.plus(Duration.ofMinutes(60));
            };
        }

        void active(Instant at) {
            Duration left = Duration.between(at, end);
            switch (kind) {
                case WEB -> {
                    if (left.toMillis() < 600_000 && renewals < 3) {
                        end = end.plus(Duration.ofMinutes(10));
                        renewals++;
                    }
                }
                case APP -> {
                    if (left.toMillis() < Duration.ofDays(6).toMillis()) {
                        end = at.plus(Duration.ofDays(7));
                    }
                }
                case ADMIN -> {
                    if (left.toMillis() < 1_200_000 && renewals < 2) {
                        end = at.plus(Duration.ofHours(1));
                        renewals++;
                    }
                }
            }
        }
    }
}
