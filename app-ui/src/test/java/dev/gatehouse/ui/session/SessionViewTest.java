package dev.gatehouse.ui.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.session.Session;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.ViewStage;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.WindowRows;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import java.util.List;
import java.util.Set;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class SessionViewTest {

    private final ConsoleClient client = TestConsole.clientOfNobody();
    private final SessionViewModel model = TestSessions.model(client, new SameThreadTaskRunner(), new Notices());

    @Start
    void show(Stage stage) {
        ViewStage shown = new ViewStage(stage, kit -> new SessionView(model, kit));
        assertThat(shown).isNotNull();
    }

    @Test
    void chosenRowOpensItsDetailsWhichStayWhenRowsMove(FxRobot robot) {
        Session alice = Rows.session("s1", "alice");
        Session bob = Rows.session("s2", "bob");
        robot.interact(() -> model.online().apply(Rows.window(alice, bob)));
        robot.interact(() -> robot.lookup(".table-view").queryAs(TableView.class).getSelectionModel().select(1));

        robot.interact(() -> model.online().apply(Rows.window(bob, alice)));

        assertThat(robot.lookup(".dialog-title").<Label>query().getText()).isEqualTo("bob");
        assertThat(robot.lookup("of 2").tryQuery()).isPresent();
    }

    @SuppressWarnings("unchecked")
    private static TableView<Session> table(FxRobot robot) {
        return robot.lookup(".table-view").queryAs(TableView.class);
    }

    @Test
    void selectionAndKeyboardStayOnTheSessionWhenRowsChange(FxRobot robot) {
        Session alice = Rows.session("s1", "alice");
        Session bob = Rows.session("s2", "bob");
        Session carol = Rows.session("s3", "carol");
        robot.interact(() -> model.online().apply(Rows.window(alice, bob, carol)));
        TableView<Session> table = table(robot);
        robot.interact(() -> table.getSelectionModel().select(1));

        robot.interact(() -> model.online().apply(Rows.window(alice, bob.seenAt(Rows.NOON.plusSeconds(5)), carol)));
        assertThat(table.getSelectionModel().getSelectedIndex()).isEqualTo(1);
        assertThat(table.getFocusModel().getFocusedIndex()).isEqualTo(1);

        robot.interact(() -> model.online().apply(Rows.window(carol, alice, bob)));
        assertThat(table.getSelectionModel().getSelectedItem()).isEqualTo(bob);
        assertThat(table.getFocusModel().getFocusedIndex()).isEqualTo(2);
        assertThat(model.focusedProperty().get()).isEqualTo(bob);

        robot.interact(() -> model.online().apply(Rows.window(carol, alice)));
        assertThat(table.getSelectionModel().getSelectedItem()).isNull();
        assertThat(model.focusedProperty().get()).as("its details stay").isEqualTo(bob);

        robot.interact(() -> model.focusedProperty().set(null));
        robot.interact(() -> table.getSelectionModel().select(0));
        robot.interact(() -> model.focusedProperty().set(null));
        robot.interact(() -> table.getSelectionModel().select(0));
        assertThat(model.focusedProperty().get()).as("opened again").isEqualTo(carol);
    }

    @Test
    void rowsOfANodeThatIsAwayAreMarkedAndOldDataSaysSo(FxRobot robot) {
        Session stale = Rows.session("s1", "alice").withStale(true);
        robot.interact(() -> model.online()
                .apply(new WindowRows<>(List.of(stale), 1, 12_000, Rows.NOON, null)));

        assertThat(robot.lookup(".table-row-cell").queryAllAs(Node.class))
                .anyMatch(row -> row.getPseudoClassStates().contains(PseudoClass.getPseudoClass("stale")));
        assertThat(robot.lookup("#session-age").queryAs(Label.class).getText()).contains("12 s old");
    }

    @Test
    void sessionOfThePastIsNotOnlineAndCannotBeKicked(FxRobot robot) {
        robot.interact(() -> {
            model.modeProperty().set(SessionViewModel.Mode.PAST);
            model.focusedProperty().set(Rows.session("s1", "alice"));
        });

        assertThat(robot.lookup("Was online").tryQuery()).isPresent();
        assertThat(robot.lookup("#details-session-kick").tryQuery()).isEmpty();
        assertThat(robot.lookup("#socket").query().isVisible()).isFalse();
    }

    @Test
    void markedRowsBringTheBarThatActsOnThem(FxRobot robot) {
        robot.interact(() -> model.online().apply(Rows.window(Rows.session("s1", "alice"), Rows.session("s2", "bob"))));
        assertThat(robot.lookup("#marked-bar").query().isVisible()).isFalse();

        robot.interact(() -> robot.lookup(".check-box").queryAs(CheckBox.class).fire());

        assertThat(model.marked()).containsOnlyKeys("s1");
        assertThat(robot.lookup("#marked-bar").query().isVisible()).isTrue();
    }

    @Test
    void pastIsReadOnlyAndSaysSinceWhenItIsKnown(FxRobot robot) {
        robot.interact(() -> model.modeProperty().set(SessionViewModel.Mode.PAST));
        robot.interact(() -> model.snapshot()
                .apply(List.of(Rows.session("s1", "alice")),
                        new Snapshot.Taken(Rows.NOON, 1, 0, Rows.NOON.plusSeconds(60))));

        assertThat(robot.lookup("#moment-note").queryAs(Label.class).getText()).contains("rows may be missing");
        assertThat(robot.lookup(".check-box").queryAllAs(CheckBox.class)).filteredOn(Node::isVisible)
                .filteredOn(box -> box.getScene() != null && "alice".equals(box.getAccessibleText()))
                .allMatch(Node::isDisabled);
        assertThat(robot.lookup("#pause").query().isVisible()).isFalse();
    }

    @Test
    void faultOfTheSearchStandsBelowIt(FxRobot robot) {
        robot.interact(() -> model.searchProperty().set("rom:lobby"));

        assertThat(robot.lookup("#search-fault").queryAs(Label.class).getText()).startsWith("There is no word rom:");
    }

    @Test
    void detailsShowTheSocketAndHowTheSessionEnded(FxRobot robot) {
        robot.interact(() -> {
            model.focusedProperty().set(Rows.session("s1", "alice"));
            model.socket().apply(Rows.socket("s1", 100));
        });

        assertThat(robot.lookup("#socket").query().isVisible()).isTrue();
        assertThat(robot.lookup("heartbeat").tryQuery()).isPresent();
    }

    @Test
    void columnThatIsPutAwayLeavesThoseOfOtherTablesAsTheyAre(FxRobot robot) {
        robot.interact(() -> model.columns().hide(Set.of("session.agent")));

        assertThat(model.columns().hidden()).containsExactly("session.agent");
    }
}
