package dev.gatehouse.ui.settings;

import dev.gatehouse.model.health.Health;
import dev.gatehouse.model.user.User;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Activity;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Language;
import dev.gatehouse.ui.text.Messages;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/** Theme and language, remembered at once; the server and its node. */
public final class SettingsViewModel implements Activity {

    private final KeysViewModel keys;
    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final ObjectProperty<Theme> theme;
    private final ObjectProperty<Language> language;
    private final ReadOnlyObjectWrapper<@Nullable Health> node = new ReadOnlyObjectWrapper<>();
    private final Load load = new Load();
    private final BooleanProperty wipesCache;

    public SettingsViewModel(ConsoleClient client, TaskRunner tasks, PreferenceFile file, Messages messages,
            Notices notices) {
        this.keys = new KeysViewModel(client, tasks, notices);
        this.client = client;
        this.tasks = tasks;
        this.theme = new SimpleObjectProperty<>(file.current().theme());
        this.language = messages.languageProperty();
        theme.addListener((observed, before, now) -> file.save(file.current().withTheme(now)));
        this.wipesCache = new SimpleBooleanProperty(file.current().wipesCache());
        wipesCache.addListener((observed, before, now) -> file.save(file.current().withWipe(now)));
        language.addListener((observed, before, now) -> file.save(file.current().withLanguage(now)));
    }

    public ObjectProperty<Theme> themeProperty() {
        return theme;
    }

    /** Whether what was kept of the server is deleted at the sign-out. */
    public BooleanProperty wipesCacheProperty() {
        return wipesCache;
    }

    public ObjectProperty<Language> languageProperty() {
        return language;
    }

    /** The node that answers; {@code null} before it has. */
    public ReadOnlyObjectProperty<@Nullable Health> nodeProperty() {
        return node.getReadOnlyProperty();
    }

    public Load load() {
        return load;
    }

    /** The nodes' signing keys. */
    public KeysViewModel keys() {
        return keys;
    }

    /** The server's address. */
    public String server() {
        return client.base().toString();
    }

    public @Nullable User operator() {
        return client.operator();
    }

    /** The other theme. */
    public void toggleTheme() {
        theme.set(theme.get() == Theme.LIGHT ? Theme.DARK : Theme.LIGHT);
    }

    /** The other language. */
    public void toggleLanguage() {
        language.set(language.get() == Language.ENGLISH ? Language.CHINESE : Language.ENGLISH);
    }

    @Override
    public void activate() {
        refresh();
    }

    @Override
    public void deactivate() {}

    @Override
    public void refresh() {
        load.waiting();
        keys.refresh();
        tasks.when(client.reads().health(), this::apply, load::failed);
    }

    void apply(Health health) {
        node.set(health);
        load.ready();
    }
}
