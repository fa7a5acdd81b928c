package dev.gatehouse.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.health.DependencyState;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import dev.gatehouse.ui.text.Language;
import dev.gatehouse.ui.text.Messages;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsViewModelTest {

    @Test
    void themeAndLanguageAreRemembered(@TempDir Path folder) {
        PreferenceFile file = new PreferenceFile(folder);
        SettingsViewModel model = new SettingsViewModel(TestConsole.clientOfNobody(), new SameThreadTaskRunner(), file,
                new Messages(Language.ENGLISH));

        model.toggleTheme();
        model.toggleLanguage();
        model.apply(Rows.health(DependencyState.LIVE));

        Preferences again = new PreferenceFile(folder).current();
        assertThat(again.theme()).isEqualTo(Theme.DARK);
        assertThat(again.language()).isEqualTo(Language.CHINESE);
        assertThat(model.load().loadedProperty().get()).isTrue();
    }

    @Test
    void fileThatCannotBeReadStartsAnew(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve(PreferenceFile.NAME), "{broken");

        assertThat(new PreferenceFile(folder).current().theme()).isEqualTo(Theme.LIGHT);
    }

    @Test
    void lastServerStandsFirstAndOnce() {
        Preferences preferences = Preferences.initial(Language.ENGLISH)
                .withServer("http://a")
                .withServer("http://b")
                .withServer("http://a");

        assertThat(preferences.servers()).containsExactly("http://a", "http://b");
    }
}
