package dev.gatehouse.ui.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ui.ViewStage;
import java.util.List;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class RouteHistoryPaneTest {

    @Start
    void show(Stage stage) {
        List<RouteChanges.Change> changes = List.of(new RouteChanges.Change("enabled", "true", "false"),
                new RouteChanges.Change("permission", "user", "public"),
                new RouteChanges.Change("comment", "", "true"));
        ViewStage shown = new ViewStage(stage, kit -> RouteHistoryPane.diff(kit, changes));
        assertThat(shown).isNotNull();
    }

    @Test
    void valuesThatAreOneOfAFewWordsAreToldInTheLanguageSpoken(FxRobot robot) {
        assertThat(robot.lookup("− yes").tryQuery()).isPresent();
        assertThat(robot.lookup("+ no").tryQuery()).isPresent();
        assertThat(robot.lookup("− Signed in").tryQuery()).isPresent();
        assertThat(robot.lookup("+ Public").tryQuery()).isPresent();
        assertThat(robot.lookup("+ true").tryQuery()).as("what somebody wrote stays").isPresent();
    }
}
