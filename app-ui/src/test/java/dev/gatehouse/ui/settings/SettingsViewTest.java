package dev.gatehouse.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.ViewStage;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import dev.gatehouse.ui.text.Language;
import dev.gatehouse.ui.text.Messages;
import java.nio.file.Path;
import javafx.scene.control.RadioButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class SettingsViewTest {

    @TempDir
    private static Path folder;

    @Start
    void show(Stage stage) {
        SettingsViewModel model = new SettingsViewModel(TestConsole.clientOfNobody(), new SameThreadTaskRunner(),
                new PreferenceFile(folder), new Messages(Language.ENGLISH), new Notices());
        ViewStage shown = new ViewStage(stage, kit -> new SettingsView(model, kit));
        assertThat(shown).isNotNull();
    }

    @Test
    void themeThatIsChosenIsKept(FxRobot robot) {
        robot.interact(() -> robot.lookup("#theme-dark").queryAs(RadioButton.class).setSelected(true));

        assertThat(new PreferenceFile(folder).current().theme()).isEqualTo(Theme.DARK);
    }
}
