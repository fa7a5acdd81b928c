package dev.gatehouse.ui.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.api.Page;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.user.TimelineEntry;
import dev.gatehouse.model.user.User;
import dev.gatehouse.model.user.UserState;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.ViewStage;
import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableView;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class UserViewTest {

    @TempDir
    private static Path folder;

    private final UserViewModel model = Users.of(TestConsole.clientOfNobody(), new SameThreadTaskRunner(),
            new Notices(), folder);

    @Start
    void show(Stage stage) {
        ViewStage shown = new ViewStage(stage, kit -> new UserView(model, kit));
        assertThat(shown).isNotNull();
    }

    @Test
    void stateIsAWordAndWhoMayNotActIsToldWhy(FxRobot robot) {
        robot.interact(() -> model.apply(new Page<>(2, List.of(Rows.user("u1", "alice", UserState.ACTIVE),
                Rows.user("u2", "mallory", UserState.BANNED)), null), true));

        assertThat(robot.lookup("Banned").queryAll()).isNotEmpty();
        assertThat(robot.lookup("2 of 2").tryQuery()).isPresent();
        assertThat(robot.lookup("#create-user").query().getAccessibleText())
                .isEqualTo("New user. Blocked: your role does not allow it");
    }

    @Test
    void failureIsASentenceWithAWayOut(FxRobot robot) {
        robot.interact(() -> model.load().failed(new dev.gatehouse.ui.client.Unreachable(
                java.net.URI.create("http://127.0.0.1:9"), new java.io.IOException("refused"))));

        assertThat(robot.lookup(".placeholder .button").match(node -> node.getParent().isVisible()).tryQuery())
                .isPresent();
        assertThat(robot.lookup(".placeholder .label").queryAllAs(Label.class)).extracting(Label::getText)
                .anyMatch(text -> text.startsWith("No answer from http://127.0.0.1:9"));
    }

    @Test
    void severalChosenRowsBringTheBarForManyAndAllThatMatchNeedNotBeLoaded(FxRobot robot) {
        robot.interact(() -> model.apply(new Page<>(12_931, List.of(Rows.user("u1", "alice", UserState.ACTIVE),
                Rows.user("u2", "bob", UserState.ACTIVE), Rows.user("u3", "carol", UserState.ACTIVE)), "next"), true));
        TableView<?> table = robot.lookup(".row-table").queryTableView();

        robot.interact(() -> table.getSelectionModel().selectRange(0, 2));

        assertThat(model.chosen()).extracting(User::username).containsExactly("alice", "bob");
        assertThat(model.selection().ids()).containsExactly("u1", "u2");

        model.filters().textProperty().set("a");
        robot.interact(() -> model.everythingProperty().set(true));

        assertThat(model.chosenCount().get()).isEqualTo(12_931);
        assertThat(model.selection().ids()).isNull();
        assertThat(model.selection().q()).isEqualTo("a");
    }

    @Test
    void chosenRowsStayChosenWhenTheListIsLoadedAnew(FxRobot robot) {
        robot.interact(() -> model.apply(new Page<>(2, List.of(Rows.user("u1", "alice", UserState.ACTIVE),
                Rows.user("u2", "bob", UserState.ACTIVE)), null), true));
        TableView<?> table = robot.lookup(".row-table").queryTableView();
        robot.interact(() -> table.getSelectionModel().selectAll());

        robot.interact(() -> model.apply(new Page<>(3, List.of(Rows.user("u0", "aaron", UserState.ACTIVE),
                Rows.user("u2", "bob", UserState.BANNED), Rows.user("u1", "alice", UserState.ACTIVE)), null), true));

        assertThat(model.chosen()).extracting(User::id).containsExactlyInAnyOrder("u1", "u2");
        assertThat(table.getSelectionModel().getSelectedIndices()).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void whoHasNotComeForLongWearsABadge(FxRobot robot) {
        User seen = Rows.user("u1", "alice", UserState.ACTIVE);
        User gone = new User("u2", "bob", null, null, Set.of(), UserState.ACTIVE, null,
                Rows.NOON.minus(Duration.ofDays(94)), Rows.NOON.minus(Duration.ofDays(400)), Rows.NOON, 1);

        robot.interact(() -> model.apply(new Page<>(2, List.of(seen, gone), null), true));

        assertThat(robot.lookup(".badge").queryAllAs(Label.class)).extracting(Label::getText)
                .containsOnlyOnce("dormant 94 days");
    }

    @Test
    void columnThatIsPutAwayStaysAway(FxRobot robot) {
        MenuButton chooser = robot.lookup("#choose-columns").queryAs(MenuButton.class);
        CheckMenuItem item = (CheckMenuItem) chooser.getItems()
                .stream()
                .filter(each -> "column-user.state".equals(each.getId()))
                .findFirst()
                .orElseThrow();

        robot.interact(() -> item.setSelected(false));

        assertThat(new PreferenceFile(folder).current().hiddenColumns()).containsExactly("user.state");
        robot.interact(() -> item.setSelected(true));
        assertThat(new PreferenceFile(folder).current().hiddenColumns()).isEmpty();
    }

    @Test
    void timelineShowsItsKindsAndHidesThoseThatAreNotWanted(FxRobot robot) {
        robot.interact(() -> {
            model.apply(new Page<>(1, List.of(Rows.user("u1", "alice", UserState.ACTIVE)), null), true);
            model.selectedProperty().set(model.rows().getFirst());
            model.timeline().openProperty().set(true);
            model.timeline()
                    .apply(new UsersExchange.Timeline(List.of(
                            new TimelineEntry(Rows.NOON, TimelineEntry.Kind.AUDIT, "user.ban", Outcome.ACCEPTED,
                                    "root", "spam", "user/u1"),
                            new TimelineEntry(Rows.NOON, TimelineEntry.Kind.SESSION, "session.online", null, null,
                                    "node-1", "session/s1")),
                            Rows.NOON), true);
        });
        assertThat(robot.lookup(".timeline-what").queryAllAs(Label.class)).extracting(Label::getText)
                .containsExactly("Banned", "Session came online");
        assertThat(robot.lookup("#timeline-older").query().isVisible()).isTrue();

        robot.interact(() -> model.timeline().kindProperty(TimelineEntry.Kind.AUDIT).set(false));

        assertThat(model.timeline().entries()).extracting(TimelineEntry::what).containsExactly("session.online");
    }
}
