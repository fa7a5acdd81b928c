package dev.gatehouse.ui.firstrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.ui.task.SameThreadTaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class FirstRunViewModelTest {

    private final List<String> done = new CopyOnWriteArrayList<>();
    private final FirstRunViewModel.Finish finish = new FirstRunViewModel.Finish() {

        @Override
        public void signIn(String username, String password) {
            done.add("signed in " + username);
        }

        @Override
        public void connectTo(String server) {
            done.add("connected to " + server);
        }
    };

    private FirstRunViewModel model(FirstAdmin creator) {
        return new FirstRunViewModel(creator, new SameThreadTaskRunner(), "/data", finish);
    }

    private static void fill(FirstRunViewModel model) {
        model.goOn();
        model.usernameProperty().set("alice");
        model.passwordProperty().set("open sesame");
        model.againProperty().set("open sesame");
    }

    @Test
    void administratorIsMadeAndSignedIn() {
        FirstRunViewModel model = model((username, password) -> done.add(username + " " + new String(password)));
        fill(model);

        model.goOn();
        await().until(() -> model.stepProperty().get() == FirstRunViewModel.Step.SUMMARY);
        model.goOn();

        assertThat(done).containsExactly("alice open sesame", "signed in alice");
    }

    @Test
    void refusalOfTheServerStaysOnTheStep() {
        FirstRunViewModel model = model((username, password) -> {
            throw new IllegalArgumentException("The password must have 8 to 128 characters.");
        });
        fill(model);

        model.goOn();

        await().until(() -> model.failureProperty().get() != null);
        assertThat(model.failureProperty().get())
                .isEqualTo(Sentence.verbatim("The password must have 8 to 128 characters."));
        assertThat(model.stepProperty().get()).isEqualTo(FirstRunViewModel.Step.ADMIN);
    }

    @Test
    void stepCannotBeLeftBeforeTheRulesHold() {
        FirstRunViewModel model = model((username, password) -> {});
        var mayGoOn = model.mayGoOn();
        fill(model);
        assertThat(mayGoOn.get()).isTrue();

        model.againProperty().set("open sesam");

        assertThat(mayGoOn.get()).isFalse();
        assertThat(model.repeated().get()).isFalse();
        assertThat(model.longEnough().get()).isTrue();
    }

    @Test
    void serverElsewhereNeedsNoAdministrator() {
        FirstRunViewModel model = model((username, password) -> done.add("created"));
        model.hereProperty().set(false);
        model.remoteProperty().set("gatehouse.example.com:7070");

        model.goOn();

        assertThat(done).containsExactly("connected to gatehouse.example.com:7070");
    }
}
