package dev.gatehouse.ui.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.user.User;
import dev.gatehouse.model.user.UserState;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import dev.gatehouse.ui.text.Language;
import dev.gatehouse.ui.text.Messages;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The users of a real node. */
class UserViewModelTest {

    @TempDir
    private static Path data;

    private static TestConsole console;

    private final List<Throwable> refusals = new CopyOnWriteArrayList<>();
    private final Notices notices = new Notices();
    private UserViewModel model;

    @BeforeAll
    static void start() throws Exception {
        console = TestConsole.start(data);
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @BeforeEach
    void signIn() throws Exception {
        model = Users.of(console.signedIn(), new SameThreadTaskRunner(), notices, data);
    }

    private User created(String name) {
        model.actions().create(new UsersExchange.CreateRequest(name, "open sesame", null, null, Set.of()), () -> {},
                refusals::add);
        await().until(() -> model.selectedProperty().get() != null);
        return Objects.requireNonNull(model.selectedProperty().get());
    }

    @Test
    void listComesFromTheServer() {
        model.activate();

        await().until(() -> model.load().stateProperty().get() == Load.State.READY);
        assertThat(model.rows()).extracting(User::username).contains(TestConsole.ADMIN);
        assertThat(model.mayChangeRoles()).isTrue();
    }

    @Test
    void banIsSeenAtOnceAndLeavesAReceipt() {
        User user = created("banned-one");

        model.actions().ban(user, "spam", null);

        await().until(() -> Objects.requireNonNull(model.selectedProperty().get()).state() == UserState.BANNED);
        assertThat(notices.lastReceiptProperty().get()).isNotNull();
    }

    @Test
    void changeUponAnOldVersionShowsYoursAndTheirs() {
        User seen = created("edited-twice");
        model.actions().update(seen, new UsersExchange.UpdateRequest("First", "", null), () -> {}, refusals::add);
        await().until(() -> Objects.requireNonNull(model.selectedProperty().get()).version() == 2);

        model.actions().update(seen, new UsersExchange.UpdateRequest("Second", "", null), () -> {}, refusals::add);

        await().until(() -> model.actions().conflictProperty().get() != null);
        UserActions.Conflict conflict = Objects.requireNonNull(model.actions().conflictProperty().get());
        assertThat(conflict.yours().displayName()).isEqualTo("Second");
        assertThat(conflict.theirs().displayName()).isEqualTo("First");
        assertThat(refusals).isEmpty();
    }

    @Test
    void takenNameIsRefusedToTheForm() {
        created("taken");

        model.actions().create(new UsersExchange.CreateRequest("taken", "open sesame", null, null, Set.of()),
                () -> {},
                refusals::add);

        await().until(() -> !refusals.isEmpty());
        UserFormModel form = new UserFormModel(null);
        form.refused(refusals.getFirst());
        assertThat(new Messages(Language.ENGLISH).get(Objects.requireNonNull(form.refusalProperty().get())))
                .contains("taken");
    }

    @Test
    void formIsSentOnlyWhenItsFieldsHold() {
        UserFormModel form = new UserFormModel(null);
        var sendable = form.sendable();
        form.usernameProperty().set("alice");
        form.passwordProperty().set("alice-secret");
        assertThat(sendable.get()).as("a password that contains the name").isFalse();

        form.passwordProperty().set("open sesame");
        assertThat(sendable.get()).isTrue();

        form.emailProperty().set("nonsense");
        assertThat(sendable.get()).isFalse();
    }
}
