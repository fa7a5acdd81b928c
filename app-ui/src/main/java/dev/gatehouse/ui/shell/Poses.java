package dev.gatehouse.ui.shell;

import dev.gatehouse.model.user.User;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.user.UserImport;
import dev.gatehouse.ui.user.UserViewModel;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import org.jspecify.annotations.Nullable;

/** What is pictured beyond the first look of each place: questions, previews, panels, notices. */
final class Poses implements AutoCloseable {

    /** More wrong passwords than any rule of the server allows. */
    private static final int TOO_MANY = 12;
    private static final String REASON = "Spam in berth-3";
    private static final int MOST_CHOSEN = 5;

    private final ShellViewModel shell;
    private final ConsoleClient client;
    private final Clock clock;
    private final Path table;
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicReference<@Nullable User> banned = new AtomicReference<>();

    /**
     * A state to picture. All of it runs on JavaFX's thread.
     *
     * @param prepare brings the view models there
     * @param ready   whether they are there
     * @param open    opens what only the view knows, in each scene
     * @param shown   whether a scene shows it
     * @param leave   leaves the state again
     */
    record Pose(String name, Place place, Runnable prepare, BooleanSupplier ready, Consumer<Scene> open,
            Predicate<Scene> shown, Runnable leave) {}

    /** @throws IOException where the table to import cannot be written */
    Poses(ShellViewModel shell, ConsoleClient client, Clock clock) throws IOException {
        this.shell = shell;
        this.client = client;
        this.clock = clock;
        this.table = Files.createTempDirectory("gatehouse-pictures").resolve("crew-of-pier-4.csv");
        Files.writeString(table, """
                                 username,password,displayName,email
                                 pilot.one,a long enough password,Pilot One,pilot.one@fleet.example
                                 pilot.two,short,Pilot Two,pilot.two@fleet.example
                                 pilot.three,a long enough password,Pilot Three,nonsense
                                 pilot.four,a long enough password,Pilot Four,pilot.four@fleet.example
                                 pilot.one,a long enough password,Pilot One again,
                                 """);
    }

    /** All of them, in their order: the last ones leave traces on the server. */
    List<Pose> all() {
        UserViewModel users = shell.rooms().users();
        Pose several = new Pose("several", Place.USERS,
                () -> users.chosen().setAll(users.rows().subList(0, Math.min(MOST_CHOSEN, users.rows().size()))),
                () -> true, scene -> {}, scene -> true, () -> {});
        Pose bulk = new Pose("bulk", Place.USERS, several.prepare(), () -> true, scene -> fire(scene, "#bulk-BAN"),
                scene -> scene.lookup("#bulk-preview .figure-tile") != null
                        || scene.lookup("#bulk-preview .message-box") != null,
                () -> users.chosen().clear());
        Pose looked = new Pose("import", Place.USERS, () -> users.imports().look(table),
                () -> users.imports().stepProperty().get() instanceof UserImport.Step.Previewed
                        || users.imports().stepProperty().get() instanceof UserImport.Step.Choosing,
                scene -> fire(scene, "#import-users"), scene -> scene.lookup("#import") != null, () -> {});
        Pose job = new Pose("job", Place.USERS, users.imports()::start, this::isImported,
                scene -> fire(scene, "#open-jobs"), scene -> scene.lookup("#jobs-panel") != null,
                users.imports()::reset);
        List<Pose> poses = new ArrayList<>(new FleetPoses(shell).all());
        poses.addAll(new AuditPoses(shell).all());
        poses.addAll(new RoutePoses(shell).all());
        poses.addAll(List.of(several, bulk, banQuestion(users), looked, job, undo(users), timeline(users), locks()));
        return List.copyOf(poses);
    }

    private boolean isImported() {
        return switch (shell.rooms().users().imports().stepProperty().get()) {
            case UserImport.Step.Started started -> shell.background()
                    .jobs()
                    .jobs()
                    .stream()
                    .anyMatch(job -> job.id().equals(started.jobId()) && job.state().isOver());
            case UserImport.Step.Choosing choosing -> true;
            case UserImport.Step.Looking looking -> false;
            case UserImport.Step.Previewed previewed -> true;
            case UserImport.Step.Sending sending -> false;
        };
    }

    private Pose banQuestion(UserViewModel users) {
        return new Pose("ban", Place.USERS, () -> users.selectedProperty().set(someone(users)), () -> true,
                scene -> fire(scene, "#user-ban"), scene -> scene.lookup("#ban-reason") != null, () -> {});
    }

    private Pose undo(UserViewModel users) {
        AtomicBoolean told = new AtomicBoolean();
        shell.notices().listen(notice -> told.set(true));
        return new Pose("undo", Place.USERS, () -> {
            told.set(false);
            User user = someone(users);
            banned.set(user);
            users.selectedProperty().set(user);
            users.actions().ban(user, REASON, clock.instant().plus(Duration.ofHours(1)));
        }, told::get, scene -> {}, scene -> true, () -> {});
    }

    private Pose timeline(UserViewModel users) {
        return new Pose("timeline", Place.USERS, () -> {
            String id = Objects.requireNonNull(banned.get()).id();
            users.rows().stream().filter(user -> user.id().equals(id)).findFirst()
                    .ifPresent(users.selectedProperty()::set);
            users.timeline().openProperty().set(true);
            users.timeline().refresh();
        }, () -> users.timeline().load().stateProperty().get() != Load.State.WAITING, scene -> {}, scene -> true,
                () -> users.timeline().openProperty().set(false));
    }

    private Pose locks() {
        AtomicBoolean tried = new AtomicBoolean();
        return new Pose("locks", Place.SECURITY, () -> {
            String name = Objects.requireNonNull(banned.get()).username();
            CompletableFuture<?> attempts = CompletableFuture.completedFuture(null);
            for (int attempt = 0; attempt < TOO_MANY; attempt++) {
                String wrong = "wrong password " + attempt;
                attempts = attempts.thenCompose(before -> new ConsoleClient(client.base(), http, clock)
                        .login(name, wrong)
                        .handle((user, refused) -> refused));
            }
            var _ = attempts.thenRun(() -> tried.set(true));
        }, () -> tried.get() && (!shell.rooms().locks().locks().isEmpty() || refreshed()), scene -> {},
                scene -> true, () -> {});
    }

    private boolean refreshed() {
        shell.rooms().locks().refresh();
        return shell.rooms().locks().load().stateProperty().get() == Load.State.FAILED;
    }

    /** A client of the fleet: nobody who signs in here. */
    private static User someone(UserViewModel users) {
        return users.rows()
                .stream()
                .filter(user -> user.roles().isEmpty())
                .findFirst()
                .orElseGet(() -> users.rows().getFirst());
    }

    /** Whether an answer has come, or why there is none. */
    static boolean isSettled(Load load) {
        return load.stateProperty().get() != Load.State.WAITING;
    }

    /** Presses a button, where it is there and may be pressed. */
    static void fire(Scene scene, String selector) {
        Node node = scene.lookup(selector);
        if (node instanceof Button button && !button.isDisabled()) {
            button.fire();
        }
    }

    @Override
    public void close() throws IOException {
        http.shutdownNow();
        Files.deleteIfExists(table);
        Files.deleteIfExists(table.getParent());
    }
}
