package dev.gatehouse.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.auth.Lock;
import dev.gatehouse.model.auth.LockKind;
import dev.gatehouse.server.auth.LockStore.Door;
import dev.gatehouse.server.auth.LockStore.Rule;
import dev.gatehouse.server.auth.LockStore.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link LockStore} does. */
public abstract class LockStoreContract {

    private static final Duration LONG = Duration.ofMinutes(15);

    private final Rule three = new Rule(3, LONG, LONG, true);
    private final Door account = new Door(LockKind.ACCOUNT, "01JGJ0000000000000000000U1", "ann", three);
    private final Door address = new Door(LockKind.IP, "2001:0db8:0000:0001", null, new Rule(5, LONG, LONG, false));

    protected abstract LockStore store();

    private Tally reserve(Door door) {
        return store().reserve(List.of(door)).getFirst();
    }

    private Tally wrong(Door door) {
        assertThat(reserve(door).admitted()).isTrue();
        return store().failed(List.of(door)).getFirst();
    }

    @Test
    void asManyFailuresAsMayBeShutTheDoorOnce() {
        assertThat(wrong(account).shutNow()).isFalse();
        assertThat(wrong(account).shutNow()).isFalse();
        assertThat(wrong(account).shutNow()).isTrue();

        Tally refused = reserve(account);

        assertThat(refused.admitted()).isFalse();
        assertThat(refused.shutNow()).isFalse();
        assertThat(refused.failures()).isEqualTo(4);
        assertThat(refused.retryAfter()).isBetween(LONG.minusMinutes(1), LONG);
        Lock lock = store().locks().getFirst();
        assertThat(lock.kind()).isEqualTo(LockKind.ACCOUNT);
        assertThat(lock.subject()).isEqualTo(account.subject());
        assertThat(lock.name()).isEqualTo("ann");
        assertThat(lock.failures()).isEqualTo(4);
        assertThat(Duration.between(lock.since(), lock.until())).isEqualTo(LONG);
    }

    @Test
    void aRightOneClearsAnAccountButNotAnAddress() {
        wrong(account);
        wrong(account);
        wrong(address);
        wrong(address);
        List<Door> both = List.of(account, address);
        assertThat(store().reserve(both)).allMatch(Tally::admitted);
        store().succeeded(both);

        assertThat(reserve(account).failures()).isEqualTo(1);
        assertThat(reserve(address).failures()).isEqualTo(3);
    }

    @Test
    void whatWasNotJudgedIsTakenBack() {
        wrong(account);
        reserve(account);
        store().cancelled(List.of(account));

        assertThat(reserve(account).failures()).isEqualTo(2);
    }

    @Test
    void noMoreGuessesAtAnAccountAreUnderWayThanMayFail() {
        assertThat(List.of(reserve(account), reserve(account), reserve(account))).allMatch(Tally::admitted);

        Tally fourth = reserve(account);

        assertThat(fourth.admitted()).isFalse();
        assertThat(fourth.shutNow()).isFalse();
        assertThat(fourth.retryAfter()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(store().locks()).isEmpty();
        assertThat(store().failed(List.of(account)).getFirst().failures()).isEqualTo(4);
    }

    @Test
    void manyWhoAreRightAtOnceDoNotShutTheirAddress() {
        for (int i = 0; i < 50; i++) {
            assertThat(reserve(address).admitted()).isTrue();
        }
        for (int i = 0; i < 50; i++) {
            store().succeeded(List.of(address));
        }

        assertThat(store().locks()).isEmpty();
        assertThat(reserve(address).failures()).isEqualTo(1);
    }

    @Test
    void aFailureOfBeforeIsForgottenWithItsWindow() {
        Door quick = new Door(LockKind.ACCOUNT, "quick", null, new Rule(2, Duration.ofMillis(100), LONG, true));
        wrong(quick);

        await().until(() -> {
            Tally tally = reserve(quick);
            store().cancelled(List.of(quick));
            return tally.failures() == 1;
        });
    }

    @Test
    void aDoorOpensByItself() {
        Door quick = new Door(LockKind.ACCOUNT, "quick", null, new Rule(1, LONG, Duration.ofMillis(100), true));
        assertThat(wrong(quick).shutNow()).isTrue();

        await().until(() -> store().locks().isEmpty());
        assertThat(reserve(quick).failures()).isEqualTo(1);
    }

    @Test
    void aLiftedDoorIsOpenAndForgotten() {
        assertThat(store().lift(LockKind.ACCOUNT, account.subject())).isFalse();
        wrong(account);
        wrong(account);
        assertThat(store().lift(LockKind.ACCOUNT, account.subject())).isFalse();
        wrong(account);

        assertThat(store().lift(LockKind.ACCOUNT, account.subject())).isTrue();

        assertThat(store().locks()).isEmpty();
        assertThat(reserve(account).failures()).isEqualTo(1);
    }

    @Test
    void twoHundredAtOnceAreTwoHundred() throws Exception {
        Door busy = new Door(LockKind.ACCOUNT, "busy", null, new Rule(200, LONG, LONG, true));
        List<Callable<Tally>> guesses = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            guesses.add(() -> {
                reserve(busy);
                return store().failed(List.of(busy)).getFirst();
            });
        }
        List<Tally> tallies = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (Future<Tally> guess : threads.invokeAll(guesses)) {
                tallies.add(guess.get());
            }
        }

        assertThat(tallies).filteredOn(Tally::shutNow).hasSize(1);
        assertThat(store().locks().getFirst().failures()).isEqualTo(200);
    }
}
