package dev.gatehouse.bench.window;

import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.stage.Stage;

/** The least that a window can show. */
public final class LabelStart {

    private LabelStart() {}

    /** Takes nothing; ends when its standard input does. */
    public static void main(String[] arguments) {
        FirstWindow.watch(".label");
        Platform.startup(() -> {
            Stage stage = new Stage();
            stage.setScene(new Scene(new Label("Gatehouse"), 1000, 640));
            stage.show();
        });
    }
}
