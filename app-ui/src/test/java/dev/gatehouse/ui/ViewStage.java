package dev.gatehouse.ui;

import dev.gatehouse.ui.settings.Theme;
import dev.gatehouse.ui.shell.Looks;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import dev.gatehouse.ui.task.Ticker;
import dev.gatehouse.ui.text.Language;
import dev.gatehouse.ui.text.Messages;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Overlay;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/** Shows one view in a small window, a minute past noon. */
public final class ViewStage {

    private final Messages messages = new Messages(Language.ENGLISH);
    private final Overlay overlay = new Overlay();

    /** To be called on JavaFX's thread. */
    public ViewStage(Stage stage, Function<Kit, Node> view) {
        Clock clock = Clock.fixed(Rows.NOON.plus(Duration.ofMinutes(1)), ZoneOffset.UTC);
        Kit kit = new Kit(messages, new Ticker(clock, new SameThreadTaskRunner()), overlay);
        Scene scene = new Scene(new StackPane(view.apply(kit), kit.overlay().node()), 1000, 700);
        new Looks().dress(scene, Theme.LIGHT);
        // TestFX gives every test of a JVM the same stage: what a test before left must not hold this one.
        stage.setMaximized(false);
        stage.setMinWidth(0);
        stage.setMinHeight(0);
        stage.setScene(scene);
        stage.sizeToScene();
        stage.show();
    }

    /** What the view's dialogs and drawers are shown in. */
    public Overlay overlay() {
        return overlay;
    }

    /** To be called on JavaFX's thread. */
    public void speakChinese() {
        messages.languageProperty().set(Language.CHINESE);
    }
}
