package dev.gatehouse.ui.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.api.Page;
import dev.gatehouse.model.user.UserState;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.ViewStage;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Label;
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
    void stateIsAWordAndViewersSeeNoActions(FxRobot robot) {
        robot.interact(() -> model.apply(new Page<>(2, List.of(Rows.user("u1", "alice", UserState.ACTIVE),
                Rows.user("u2", "mallory", UserState.BANNED)), null), true));

        assertThat(robot.lookup("Banned").queryAll()).isNotEmpty();
        assertThat(robot.lookup("2 of 2").tryQuery()).isPresent();
        assertThat(robot.lookup("#create-user").query().isVisible()).isFalse();
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
}
