package dev.gatehouse.server.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.auth.Lock;
import dev.gatehouse.model.auth.LockKind;
import dev.gatehouse.server.fixture.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every backend of the machines' live state does. */
public abstract class MachineLiveContract {

    protected final SettableClock clock = new SettableClock();

    /** Another node's view of the same live state. */
    protected abstract MachineLive open();

    private static String fresh() {
        return UUID.randomUUID().toString();
    }

    private Instant soon() {
        return clock.instant().plusSeconds(60);
    }

    /** How many of eight tries at the same time on two nodes are told yes. */
    private int winners(Callable<Boolean> onA, Callable<Boolean> onB) throws Exception {
        int winners = 0;
        try (ExecutorService many = Executors.newFixedThreadPool(8)) {
            List<Future<Boolean>> tries = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                tries.add(many.submit(onA));
                tries.add(many.submit(onB));
            }
            for (Future<Boolean> one : tries) {
                winners += one.get() ? 1 : 0;
            }
        }
        return winners;
    }

    @Test
    void challengeIsTakenOnce() throws Exception {
        MachineStore a = open().store();
        MachineStore b = open().store();
        String name = fresh();
        a.putChallenge(name, soon());

        assertThat(winners(() -> a.takeChallenge(name), () -> b.takeChallenge(name))).isEqualTo(1);
        assertThat(a.takeChallenge(fresh())).isFalse();
    }

    @Test
    void nonceIsNewOnce() throws Exception {
        MachineStore a = open().store();
        MachineStore b = open().store();
        String nonce = fresh();
        Instant until = soon();

        assertThat(winners(() -> a.isNew(nonce, until), () -> b.isNew(nonce, until))).isEqualTo(1);
        assertThat(a.isNew(fresh(), until)).isTrue();
    }

    @Test
    void sessionIsKeptForEveryNode() {
        String name = fresh();
        open().store().putSession(name, "sealed", soon());

        assertThat(open().store().session(name)).isEqualTo("sealed");
        assertThat(open().store().session(fresh())).isNull();
    }

    @Test
    void fifthFailureOnWhicheverNodeShutsTheDoor() throws Exception {
        MachineLocks a = open().locks();
        MachineLocks b = open().locks();
        String ip = "10.1.2." + Math.floorMod(fresh().hashCode(), 250);
        for (int i = 0; i < MachineLocks.MOST_FAILURES - 1; i++) {
            assertThat((i % 2 == 0 ? a : b).failed(ip)).isNull();
        }
        assertThat(a.find(ip)).isNull();

        assertThat(winners(() -> a.failed(ip) != null, () -> b.failed(ip) != null)).isEqualTo(1);

        Lock lock = Objects.requireNonNull(b.find(ip));
        assertThat(lock.kind()).isEqualTo(LockKind.MACHINE);
        assertThat(lock.subject()).isEqualTo(ip);
        assertThat(lock.failures()).isEqualTo(MachineLocks.MOST_FAILURES);
        assertThat(Duration.between(lock.since(), lock.until())).isEqualTo(MachineLocks.SHUT);
        assertThat(b.list()).contains(lock);
    }

    @Test
    void liftedLockIsGoneAndCountingBeginsAnew() {
        MachineLocks locks = open().locks();
        String ip = "::ffff:" + fresh();
        for (int i = 0; i < MachineLocks.MOST_FAILURES; i++) {
            locks.failed(ip);
        }

        assertThat(open().locks().lift(ip)).isTrue();
        assertThat(locks.lift(ip)).isFalse();
        assertThat(locks.find(ip)).isNull();
        assertThat(locks.list()).noneMatch(lock -> lock.subject().equals(ip));
        assertThat(locks.failed(ip)).isNull();
    }

    @Test
    void failuresOfMoreThanAMinuteAgoDoNotCount() {
        MachineLocks locks = open().locks();
        String ip = fresh();
        for (int i = 0; i < MachineLocks.MOST_FAILURES - 1; i++) {
            locks.failed(ip);
        }
        clock.move(MachineLocks.WINDOW.plusSeconds(1));

        assertThat(locks.failed(ip)).isNull();
        assertThat(locks.find(ip)).isNull();
    }
}
