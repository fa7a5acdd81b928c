package dev.gatehouse.ui.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.ViewStage;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class TraceViewTest {

    private final TraceViewModel model = new TraceViewModel(TestConsole.clientOfNobody(), new SameThreadTaskRunner(),
            new Notices());

    @Start
    void show(Stage stage) {
        ViewStage shown = new ViewStage(stage, kit -> new TraceView(model, kit));
        assertThat(shown).isNotNull();
    }

    @Test
    void chosenBarShowsItsErrorAndHowFarItWasMoved(FxRobot robot) {
        robot.interact(() -> {
            model.open("ab".repeat(16));
            model.show(TraceViewModelTest.trace("node-3"));
        });
        assertThat(robot.lookup(".span-bar").queryAll()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(robot.lookup(".span-bar.failed").tryQuery()).isPresent();

        robot.interact(() -> model.selectedProperty().set(model.spans().getLast()));

        assertThat(robot.lookup("broken").tryQuery()).isPresent();
        assertThat(robot.lookup("Moved by 900 µs: by its own clock it began before its cause.").tryQuery())
                .isPresent();
        assertThat(robot.lookup("#trace-records .button").tryQuery()).isPresent();
    }

    @Test
    void keysGoFromBarToBarAndBackToTheList(FxRobot robot) {
        robot.interact(() -> {
            model.open("ab".repeat(16));
            model.show(TraceViewModelTest.trace());
            robot.lookup("#spans").queryTableView().requestFocus();
            robot.lookup("#spans").queryTableView().getSelectionModel().selectFirst();
        });

        robot.type(KeyCode.DOWN);
        assertThat(model.selectedProperty().get()).isEqualTo(model.spans().get(1));
        robot.type(KeyCode.ESCAPE);

        assertThat(model.openIdProperty().get()).isNull();
    }
}
