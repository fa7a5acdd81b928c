package dev.gatehouse.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.server.call.RequestFailure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {

    private final Passwords passwords = new Passwords(2);

    @Test
    void aPasswordMatchesItsHashAndNoOther() {
        String hash = passwords.hash("open sesame");

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("sesame");
        assertThat(passwords.matches("open sesame", hash)).isTrue();
        assertThat(passwords.matches("Open sesame", hash)).isFalse();
        assertThat(passwords.matches("open sesame ", hash)).isFalse();
        assertThat(passwords.matches("", hash)).isFalse();
    }

    @Test
    void twoHashesOfOnePasswordDiffer() {
        assertThat(passwords.hash("open sesame")).isNotEqualTo(passwords.hash("open sesame"));
    }

    @Test
    void allOfUnicodeCounts() {
        String hash = passwords.hash("пароль-密碼-🔑");

        assertThat(passwords.matches("пароль-密碼-🔑", hash)).isTrue();
        assertThat(passwords.matches("пароль-密碼-🔒", hash)).isFalse();
    }

    @Test
    void aHashWithOtherCostsIsStillRead() {
        // The first test vector of the Argon2 reference implementation for argon2id, version 19, m=256, t=2, p=1.
        assertThat(passwords.matches("password",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")).isTrue();
    }

    @Test
    void nobodysPasswordTakesAsLongAsSomebodys() {
        String hash = passwords.hash("open sesame");
        passwords.matches("warm up", hash);

        Duration somebodys = Duration.ofNanos(nanos(() -> passwords.matches("wrong password", hash)));
        Duration nobodys = Duration.ofNanos(nanos(() -> passwords.matches("wrong password", null)));

        assertThat(nobodys).isGreaterThan(somebodys.dividedBy(4));
        assertThat(passwords.matches("nobody has this password", null)).isFalse();
    }

    private static long nanos(Runnable work) {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long startedNanos = System.nanoTime();
            work.run();
            best = Math.min(best, System.nanoTime() - startedNanos);
        }
        return best;
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "$2a$10$abcdefghijklmnopqrstuv", "$argon2i$v=19$m=256,t=2,p=1$c29t$aGFz"})
    void aHashOfAnotherKindIsNotTakenForOne(String hash) {
        assertThat(Passwords.isHash(hash)).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> passwords.matches("password", hash));
    }

    @Test
    void whoHasNoPasswordMatchesNone() {
        assertThat(passwords.matches("nobody has this password", Passwords.NONE)).isFalse();
        assertThat(passwords.matches("", Passwords.NONE)).isFalse();
        assertThat(Passwords.isHash(Passwords.NONE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$argon2id$v=19$m=99999999999,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaGhhc2g",
            "$argon2id$v=19$m=4000000,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaGhhc2g",
            "$argon2id$v=19$m=19456,t=2,p=1$c2Fs$aGFzaGhhc2hoYXNoaGFzaGhhc2g"})
    void aHashThatCostsTooMuchOrSaysTooLittleIsNotTaken(String hash) {
        assertThat(Passwords.isHash(hash)).isFalse();
        assertThat(Passwords.isHash(passwords.hash("password"))).isTrue();
    }

    @Test
    void aWantedPasswordHasEightTo128Characters() {
        assertThat(Passwords.fault("password", null)).map(FieldError::message).contains("is needed.");
        assertThat(Passwords.fault("password", "")).isPresent();
        assertThat(Passwords.fault("password", "1234567")).map(FieldError::field).contains("password");
        assertThat(Passwords.fault("password", "12345678")).isEmpty();
        assertThat(Passwords.fault("password", "x".repeat(128))).isEmpty();
        assertThat(Passwords.fault("password", "x".repeat(129))).isPresent();
        assertThatThrownBy(() -> Passwords.required("newPassword", "short")).isInstanceOf(RequestFailure.class)
                .hasMessageContaining("newPassword");
    }
}
