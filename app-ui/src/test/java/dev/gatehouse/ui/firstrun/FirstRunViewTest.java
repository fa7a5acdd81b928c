package dev.gatehouse.ui.firstrun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ui.ViewStage;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class FirstRunViewTest {

    private final FirstRunViewModel model = new FirstRunViewModel((username, password) -> {},
            new SameThreadTaskRunner(), "/data/gatehouse", new FirstRunViewModel.Finish() {

                @Override
                public void signIn(String username, String password) {}

                @Override
                public void connectTo(String server) {}
            });

    @Start
    void show(Stage stage) {
        ViewStage shown = new ViewStage(stage, kit -> new FirstRunView(model, kit));
        assertThat(shown).isNotNull();
    }

    @Test
    void rulesAreTickedWhileTyping(FxRobot robot) {
        assertThat(robot.lookup("/data/gatehouse").tryQuery()).isPresent();
        robot.interact(model::goOn);
        assertThat(robot.lookup(".rule-met").queryAll()).isEmpty();

        robot.interact(() -> model.passwordProperty().set("open sesame"));

        assertThat(robot.lookup(".rule-met").queryAllAs(Label.class)).extracting(Label::getText)
                .containsExactlyInAnyOrder("At least 8 characters", "Does not contain the name");
        assertThat(robot.lookup("#next").query().isDisabled()).isTrue();
    }
}
