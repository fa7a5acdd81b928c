package dev.gatehouse.ui.start;

import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Says that the node starts, or why it could not. */
public final class StartView extends StackPane {

    private final Kit kit;
    private final VBox card;

    public StartView(Kit kit) {
        this.kit = kit;
        ProgressBar bar = new ProgressBar();
        bar.setMaxWidth(Double.MAX_VALUE);
        card = new VBox(kit.styled("view-title", "login.title"), kit.styled("muted", "start.starting"), bar);
        card.getStyleClass().add("gate-card");
        card.setMaxHeight(Region.USE_PREF_SIZE);
        getStyleClass().add("gate");
        setAlignment(Pos.CENTER);
        getChildren().add(card);
    }

    /** Shows why the node could not start; {@code close} is all that is left to do. */
    public void failed(Sentence why, Runnable close) {
        Label words = new Label(kit.messages().get(why));
        words.setId("start-failure");
        words.setWrapText(true);
        HBox box = new HBox(8, kit.icon(Tone.BAD.icon()), words);
        box.getStyleClass().addAll("message-box", Tone.BAD.styleClass());
        Button button = kit.button("start.close", Feather.X, "primary");
        button.setId("close");
        button.setGraphic(null);
        button.setDefaultButton(true);
        button.setCancelButton(true);
        button.setMaxWidth(Double.MAX_VALUE);
        button.setOnAction(event -> close.run());
        card.getChildren().setAll(kit.styled("view-title", "login.title"), kit.styled("muted", "start.failed"), box,
                button);
        button.requestFocus();
    }
}
