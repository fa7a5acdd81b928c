package dev.gatehouse.client.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.client.fleet.ReconnectPolicy.Decision;
import dev.gatehouse.client.fleet.ReconnectPolicy.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReconnectPolicyTest {

    private static final Ending GONE = new Ending.Unreachable("gone");

    private static RandomGenerator always(double value) {
        return new Random(0) {

            private static final long serialVersionUID = 1L;

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }

    private final ReconnectPolicy longest = new ReconnectPolicy(Limits.USUAL, always(1));

    private static Decision fail(ReconnectPolicy policy, Ending ending) {
        return policy.after(ending, Duration.ZERO);
    }

    @Test
    void waitDoublesFromOneSecondToThirty() {
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            seconds.add(Objects.requireNonNull(fail(longest, GONE).delay()).toSeconds());
        }

        assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L, 30L);
    }

    @Test
    void halfOfTheWaitIsChance() {
        ReconnectPolicy shortest = new ReconnectPolicy(Limits.USUAL, always(0));

        assertThat(fail(shortest, GONE).delay()).isEqualTo(Duration.ofMillis(500));
        assertThat(fail(shortest, GONE).delay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(new ReconnectPolicy(Limits.USUAL, always(0.5)).after(GONE, Duration.ZERO).delay())
                .isEqualTo(Duration.ofMillis(750));
    }

    @Test
    void tenthFailureRaisesTheAlarmOnceAndStops() {
        List<Decision> decisions = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            decisions.add(fail(longest, GONE));
        }

        assertThat(decisions.subList(0, 9)).allMatch(decision -> !decision.alarm() && decision.delay() != null);
        assertThat(decisions.getLast().alarm()).isTrue();
        assertThat(decisions.getLast().delay()).isNull();
        assertThat(decisions.getLast().alert()).isNull();
    }

    @Test
    void whoeverGoesOnTriesEveryThirtySecondsAfterTheAlarm() {
        ReconnectPolicy policy = new ReconnectPolicy(Limits.USUAL.goingOn(), always(1));
        for (int i = 0; i < 9; i++) {
            fail(policy, GONE);
        }

        assertThat(fail(policy, GONE)).isEqualTo(new Decision(Duration.ofSeconds(30), true, true, null));
        assertThat(fail(policy, GONE)).isEqualTo(new Decision(Duration.ofSeconds(30), true, false, null));
    }

    @Test
    void goodConnectionBeginsTheCountAnew() {
        fail(longest, GONE);
        fail(longest, GONE);

        assertThat(longest.after(GONE, Duration.ofSeconds(10)).delay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(longest.after(GONE, Duration.ofSeconds(9)).delay()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void networkUpBeginsTheCountAnew() {
        fail(longest, GONE);
        fail(longest, GONE);
        longest.fresh();

        assertThat(longest.failures()).isZero();
        assertThat(fail(longest, GONE).delay()).isEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1001, 4013})
    void drainedNodeIsLeftForAnotherWithinASecond(int code) {
        Decision decision = new ReconnectPolicy(Limits.USUAL, always(0.2)).after(new Ending.Closed(code, "draining"),
                Duration.ofMinutes(5));

        assertThat(decision).isEqualTo(new Decision(Duration.ofMillis(200), true, false, null));
    }

    @Test
    void fleetThatSendsEverybodyAwayIsNotStormed() {
        Ending draining = new Ending.Closed(4013, "draining");
        fail(longest, draining);

        assertThat(fail(longest, draining).delay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(fail(longest, draining).delay()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void moveDoesNotCountAsAFailure() {
        fail(longest, new Ending.Closed(4013, "draining"));

        assertThat(longest.failures()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"429, 20", "503, 20"})
    void busyNodeIsGivenTheTimeItAsksFor(int status, int seconds) {
        Decision decision = fail(longest, new Ending.Refused(status, Duration.ofSeconds(seconds)));

        assertThat(decision.delay()).isBetween(Duration.ofSeconds(seconds), Duration.ofSeconds(seconds + 1L));
        assertThat(decision.onwards()).isTrue();
        assertThat(decision.alert()).isNull();
    }

    @Test
    void busyNodeThatNamesNoTimeIsTriedAsUsual() {
        assertThat(fail(longest, new Ending.Refused(503, null)).delay()).isEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @CsvSource({"4001, KICKED", "4002, REPLACED", "4003, BANNED", "4401, NOT_AUTHENTICATED"})
    void whoIsNotWantedStopsWithAnAlert(int code, SecurityAlert.Kind kind) {
        Decision decision = longest.after(new Ending.Closed(code, "by an operator"), Duration.ofHours(1));

        assertThat(decision.delay()).isNull();
        assertThat(decision.alarm()).isFalse();
        assertThat(decision.alert()).isEqualTo(new SecurityAlert(kind, code, "by an operator"));
    }

    @Test
    void badTokenStopsWithAnAlert() {
        assertThat(Objects.requireNonNull(fail(longest, new Ending.Refused(401, null)).alert()).kind())
                .isEqualTo(SecurityAlert.Kind.NOT_AUTHENTICATED);
        assertThat(Objects.requireNonNull(fail(longest, new Ending.Refused(403, null)).alert()).kind())
                .isEqualTo(SecurityAlert.Kind.FORBIDDEN);
        assertThat(Objects.requireNonNull(fail(longest, new Ending.SignedOut("refresh token expired")).alert()).kind())
                .isEqualTo(SecurityAlert.Kind.NOT_AUTHENTICATED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1006, 1011, 4004, 4008, 4009, 4400})
    void allElseIsTriedAgain(int code) {
        assertThat(fail(longest, new Ending.Closed(code, "")).delay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(fail(longest, new Ending.Silent()).delay()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new Limits(Duration.ZERO, Duration.ofSeconds(1), 1, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(Duration.ofSeconds(2), Duration.ofSeconds(1), 1, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(Duration.ofSeconds(2), Duration.ofSeconds(3), 0, false))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
