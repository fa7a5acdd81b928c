package dev.gatehouse.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.fixture.SettableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What every login store does. */
public abstract class LoginStoreContract {

    /** By the real time, since Redis goes by it. */
    protected final SettableClock clock = new SettableClock(
            Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS));

    /** The same store on every call, which is empty at first. */
    protected abstract LoginStore store();

    /** A login of this user that is kept. */
    protected Login kept(String userId, Duration life) {
        Login login = AuthBench.login(userId, clock.instant(), clock.instant().plus(life));
        LoginStore.Lease lease = Objects.requireNonNull(store().tryLock(userId));
        assertThat(store().create(login, lease)).isTrue();
        store().unlock(lease);
        clock.pass(Duration.ofMillis(2));
        return login;
    }

    @Test
    void whatIsKeptIsFoundUntilItsEnd() {
        Login login = kept("u1", Duration.ofSeconds(30));
        Login longer = kept("u1", Duration.ofSeconds(90));
        Login others = kept("u2", Duration.ofSeconds(90));

        assertThat(store().find(login.sid())).isEqualTo(login);
        assertThat(store().sidsOf("u1")).containsExactly(login.sid(), longer.sid());
        assertThat(store().ofUser("u1")).containsExactly(longer, login);
        clock.pass(Duration.ofSeconds(30));
        assertThat(store().find(login.sid())).isNull();
        assertThat(store().sidsOf("u1")).containsExactly(longer.sid());
        assertThat(store().ofUser("u2")).containsExactly(others);
    }

    @Test
    void ofTwoExchangesOneWins() {
        Login login = kept("u1", Duration.ofMinutes(1));
        Login.Refresh first = refresh("hash-1");

        assertThat(store().exchange(login, first)).isTrue();
        assertThat(store().exchange(login, refresh("hash-2"))).isFalse();

        assertThat(store().find(login.sid())).isEqualTo(login.with(first));
    }

    private Login.Refresh refresh(String hash) {
        return new Login.Refresh("family", hash, clock.instant().plusSeconds(60),
                new Login.Exchange("hash", clock.instant(), "sealed"));
    }

    @Test
    void ofTwoRenewalsOneWins() {
        Login login = kept("u1", Duration.ofMinutes(1));
        Login.Lifetime next = new Login.Lifetime(login.endsAt().plusSeconds(60), 1);

        assertThat(store().renew(login, next)).isTrue();
        assertThat(store().renew(login, new Login.Lifetime(next.endsAt().plusSeconds(1), 2))).isFalse();
        clock.pass(Duration.ofSeconds(90));

        assertThat(store().find(login.sid())).isEqualTo(login.with(next));
        assertThat(store().sidsOf("u1")).containsExactly(login.sid());
        assertThat(store().takeEnded(clock.instant(), 100)).isEmpty();
    }

    @Test
    void removedLoginIsGoneForGood() {
        Login login = kept("u1", Duration.ofMinutes(1));

        store().remove(login);
        store().remove(login);

        assertThat(store().find(login.sid())).isNull();
        assertThat(store().ofUser("u1")).isEmpty();
        assertThat(store().exchange(login, refresh("hash-1"))).isFalse();
        assertThat(store().renew(login, new Login.Lifetime(login.endsAt().plusSeconds(1), 1))).isFalse();
        assertThat(store().find(login.sid())).isNull();
        clock.pass(Duration.ofMinutes(2));
        assertThat(store().takeEnded(clock.instant(), 100)).isEmpty();
    }

    @Test
    void endedLoginIsGivenToOneUntilItIsNotRemovedInTime() {
        Login login = kept("u1", Duration.ofSeconds(10));
        kept("u1", Duration.ofMinutes(5));
        clock.pass(Duration.ofSeconds(10));
        Instant end = clock.instant();

        assertThat(store().takeEnded(end, 100)).containsExactly(login);
        assertThat(store().takeEnded(end, 100)).isEmpty();
        clock.pass(LoginStore.CLAIM_HELD);
        assertThat(store().takeEnded(clock.instant(), 100)).containsExactly(login);
        store().remove(login);
        clock.pass(LoginStore.CLAIM_HELD);
        assertThat(store().takeEnded(clock.instant(), 100)).isEmpty();
    }

    @Test
    void accountIsLockedByOneAtATime() {
        LoginStore.Lease lease = Objects.requireNonNull(store().tryLock("u1"));

        assertThat(store().tryLock("u1")).isNull();
        LoginStore.Lease others = Objects.requireNonNull(store().tryLock("u2"));
        store().unlock(others);
        store().unlock(lease);
        LoginStore.Lease next = Objects.requireNonNull(store().tryLock("u1"));
        store().unlock(lease);

        assertThat(next.fence()).isGreaterThan(lease.fence());
        assertThat(store().tryLock("u1")).as("given back by its holder only").isNull();
    }

    /** Has the lock of {@code u1} end without its holder. */
    protected abstract void holderDies();

    @Test
    void holderWhoseLockHasEndedCannotWriteOverTheNextOne() {
        LoginStore.Lease late = Objects.requireNonNull(store().tryLock("u1"));
        holderDies();
        LoginStore.Lease next = Objects.requireNonNull(store().tryLock("u1"));
        Login login = AuthBench.login("u1", clock.instant(), clock.instant().plusSeconds(60));

        assertThat(store().create(login, late)).isFalse();
        assertThat(store().find(login.sid())).isNull();
        assertThat(store().sidsOf("u1")).isEmpty();
        assertThat(store().create(login, next)).isTrue();
    }
}
