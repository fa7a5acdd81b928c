package dev.gatehouse.ui.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.net.URI;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LoginViewModelTest {

    private final LoginViewModel model = new LoginViewModel(base -> TestConsole.clientOfNobody(),
            new SameThreadTaskRunner(), (client, user) -> {});

    @Test
    void serverThatIsAwayIsToldWithAWayOut() {
        model.serverProperty().set("127.0.0.1:9");
        model.usernameProperty().set("alice");
        model.passwordProperty().set("open sesame");

        model.signIn();

        await().until(() -> model.failureProperty().get() != null);
        assertThat(Objects.requireNonNull(model.failureProperty().get()).key()).isEqualTo("failure.unreachable");
        assertThat(model.passwordProperty().get()).isEmpty();
        assertThat(model.busyProperty().get()).isFalse();
    }

    @Test
    void addressThatIsNoneIsToldBeforeAnybodyIsAsked() {
        model.serverProperty().set("ftp://example.com");

        model.signIn();

        assertThat(model.failureProperty().get()).isEqualTo(Sentence.of("login.address", "ftp://example.com"));
    }

    @Test
    void schemeMayBeLeftOut() {
        assertThat(LoginViewModel.address(" Example.com:7070 ")).isEqualTo(URI.create("http://example.com:7070"));
        assertThat(LoginViewModel.address("https://example.com/path")).isEqualTo(URI.create("https://example.com"));
        assertThat(LoginViewModel.address("not an address")).isNull();
    }
}
