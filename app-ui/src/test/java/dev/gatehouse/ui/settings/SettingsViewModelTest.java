package dev.gatehouse.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.health.DependencyState;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import dev.gatehouse.ui.text.Language;
import dev.gatehouse.ui.text.Messages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsViewModelTest {

    @Test
    void themeAndLanguageAreRemembered(@TempDir Path folder) {
        PreferenceFile file = new PreferenceFile(folder);
        SettingsViewModel model = new SettingsViewModel(TestConsole.clientOfNobody(), new SameThreadTaskRunner(), file,
                new Messages(Language.ENGLISH), new Notices());

        model.toggleTheme();
        model.toggleLanguage();
        model.apply(Rows.health(DependencyState.LIVE));

        Preferences again = new PreferenceFile(folder).current();
        assertThat(again.theme()).isEqualTo(Theme.DARK);
        assertThat(again.language()).isEqualTo(Language.CHINESE);
        assertThat(model.load().loadedProperty().get()).isTrue();
    }

    @Test
    void fileThatCannotBeReadIsSetAside(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve(PreferenceFile.NAME), "{broken");

        PreferenceFile file = new PreferenceFile(folder);
        file.save(file.current().withTheme(Theme.DARK));

        assertThat(file.setAside()).hasContent("{broken");
        assertThat(new PreferenceFile(folder).current().theme()).isEqualTo(Theme.DARK);
        assertThat(new PreferenceFile(folder).setAside()).isNull();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder(PreferenceFile.NAME, PreferenceFile.NAME + ".bad");
        }
    }

    @Test
    void lastServerStandsFirstAndOnce() {
        Preferences preferences = Preferences.initial(Language.ENGLISH)
                .withServer("http://a")
                .withServer("http://b")
                .withServer("http://a");

        assertThat(preferences.servers()).containsExactly("http://a", "http://b");
    }

    @Test
    void administratorSeesTheKeysAndRotatesOne(@TempDir Path data) throws Exception {
        try (TestConsole console = TestConsole.start(data)) {
            Notices notices = new Notices();
            KeysViewModel keys = new KeysViewModel(console.signedIn(), new SameThreadTaskRunner(), notices);
            keys.refresh();
            await().until(() -> keys.keys().size() == 1);
            String before = keys.keys().getFirst().id();

            keys.rotate();

            await().until(() -> notices.lastReceiptProperty().get() != null
                    && keys.keys().stream().anyMatch(key -> !key.id().equals(before)));
        }
    }
}
