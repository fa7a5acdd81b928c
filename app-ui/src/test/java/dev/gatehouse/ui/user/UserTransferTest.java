package dev.gatehouse.ui.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.job.Job;
import dev.gatehouse.model.job.JobState;
import dev.gatehouse.model.user.TimelineEntry;
import dev.gatehouse.model.user.User;
import dev.gatehouse.model.user.UserState;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Many users at once on a real node: in, out, and changed together; and what was done, taken back. */
@Execution(ExecutionMode.CONCURRENT)
class UserTransferTest {

    @TempDir
    private static Path data;

    private static TestConsole console;

    private final SameThreadTaskRunner tasks = new SameThreadTaskRunner();
    private final Notices notices = new Notices();
    private final List<Notices.Notice> told = new CopyOnWriteArrayList<>();
    private UserViewModel model;
    private LiveClient live;

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
        notices.listen(told::add);
        ConsoleClient client = console.signedIn();
        live = console.feed(client);
        model = Users.of(client, live, tasks, notices, data);
        live.start();
        model.jobs().start();
    }

    @AfterEach
    void signOut() {
        live.close();
    }

    private void create(String name) throws Exception {
        console.signedIn()
                .users()
                .create(new UsersExchange.CreateRequest(name, "open sesame", null, null, null))
                .get(10, TimeUnit.SECONDS);
    }

    /** The job once it is over. */
    private Job over(String id) {
        return await().until(() -> model.jobs().job(id).get(), job -> job != null && job.state().isOver());
    }

    private User found(String name) {
        model.filters().textProperty().set(name);
        model.refresh();
        return await().until(
                () -> model.rows().stream().filter(user -> user.username().equals(name)).findFirst().orElse(null),
                Objects::nonNull);
    }

    @Test
    void fileIsLookedAtBeforeAnythingIsCreatedAndItsOutcomeCanBeKept(@TempDir Path folder) throws Exception {
        Path table = folder.resolve("crew.csv");
        Files.writeString(table, """
                                 username,password
                                 crew.one,a long enough secret
                                 crew.two,short
                                 """);

        model.imports().look(table);

        await().until(() -> model.imports().stepProperty().get() instanceof UserImport.Step.Previewed);
        UsersExchange.ImportPreview preview = ((UserImport.Step.Previewed) model.imports().stepProperty().get())
                .preview();
        assertThat(preview.rows()).isEqualTo(2);
        assertThat(preview.creating()).isEqualTo(1);
        assertThat(preview.faults()).hasSize(1);
        assertThat(preview.faults().getFirst().line()).isEqualTo(3);

        model.imports().start();

        await().until(() -> model.imports().stepProperty().get() instanceof UserImport.Step.Started);
        Job job = over(((UserImport.Step.Started) model.imports().stepProperty().get()).jobId());
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.title()).isEqualTo("crew.csv");
        assertThat(job.failed()).isEqualTo(1);
        assertThat(found("crew.one").state()).isEqualTo(UserState.ACTIVE);
        Path outcome = folder.resolve("outcome.csv");
        model.jobs().saveOutcome(job, outcome);
        await().until(() -> Files.exists(outcome));
        assertThat(Files.readString(outcome)).contains("crew.one");
    }

    @Test
    void fileThatIsNoTableIsRefusedWithASentence(@TempDir Path folder) throws Exception {
        Path table = folder.resolve("notes.csv");
        Files.writeString(table, "colour,taste\nred,sweet\n");

        model.imports().look(table);

        await().until(() -> model.imports().stepProperty().get() instanceof UserImport.Step.Choosing choosing
                && choosing.failure() != null);
        assertThat(model.imports().mayStart()).isFalse();
    }

    @Test
    void bulkBanTellsWhatWillHappenThenDoesIt() throws Exception {
        create("bulk-one");
        create("bulk-two");
        found("bulk-one");
        model.filters().textProperty().set("bulk-");
        model.everythingProperty().set(true);
        BulkViewModel bulk = model.bulk(UsersExchange.BulkAction.BAN);

        bulk.look();

        await().until(() -> bulk.previewProperty().get() != null);
        UsersExchange.BulkPreview preview = Objects.requireNonNull(bulk.previewProperty().get());
        assertThat(preview.matched()).isEqualTo(2);
        assertThat(preview.changing()).isEqualTo(2);
        assertThat(preview.sample()).extracting(User::username).containsExactlyInAnyOrder("bulk-one", "bulk-two");

        bulk.ban().reasonProperty().set("shared password");
        bulk.start(java.time.Instant.now());

        String id = await().until(() -> bulk.jobIdProperty().get(), Objects::nonNull);
        assertThat(over(id).failed()).isZero();
        assertThat(found("bulk-two").state()).isEqualTo(UserState.BANNED);
    }

    @Test
    void exportHoldsWhatTheFilterShows(@TempDir Path folder) throws Exception {
        create("exported-one");
        found("exported-one");
        Path target = folder.resolve("users.csv");

        model.export(target);

        await().until(() -> !model.exports().runningProperty().get());
        assertThat(Files.readString(target)).contains("exported-one").doesNotContain(TestConsole.ADMIN);
        assertThat(model.exports().progressProperty().get().bytes()).isPositive();
    }

    @Test
    void banAndDeletionAreTakenBack() throws Exception {
        create("second-chance");
        User user = found("second-chance");
        model.actions().ban(user, "a mistake", null);
        await().until(() -> told.size() == 1);

        assertThat(notices.undoLast()).isTrue();
        await().until(() -> told.size() == 2);
        assertThat(found("second-chance").state()).isEqualTo(UserState.ACTIVE);

        model.actions().delete(found("second-chance"));
        await().until(() -> told.size() == 3);
        assertThat(notices.undoLast()).isTrue();
        await().until(() -> told.size() == 4);

        assertThat(told.getLast().sentence().key()).isEqualTo("user.restored");
        assertThat(found("second-chance").id()).isEqualTo(user.id());
    }

    @Test
    void timelineTellsOfTheBan() throws Exception {
        create("watched");
        User user = found("watched");
        model.selectedProperty().set(user);
        model.timeline().openProperty().set(true);

        model.actions().ban(user, "spam", null);

        await().until(() -> {
            model.timeline().refresh();
            return model.timeline().entries().stream().map(TimelineEntry::what).toList();
        }, entries -> entries.contains("user.ban") && entries.contains("user.create"));
    }

    @Test
    void dormantFilterGoesToTheServer() throws Exception {
        create("never-came");
        found(TestConsole.ADMIN);
        model.filters().dormantProperty().set(UserFilters.DormantFilter.DAYS_30);
        await().until(() -> model.rows().isEmpty());

        assertThat(found("never-came").lastLoginAt()).isNull();
    }
}
