package dev.gatehouse.ui.widget;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** A name, its figure, and a bar as long as its part of the largest. */
public final class LoadLine extends VBox {

    private final Label words;
    private final Label number = new Label();
    private final DoubleProperty share = new SimpleDoubleProperty();

    /**
     * @param share 0 to 1
     * @param signs badges behind the name
     */
    public LoadLine(Kit kit, String name, String figure, double share, Node... signs) {
        super(6);
        words = new Label(name);
        words.getStyleClass().add("mono");
        words.setMinWidth(0);
        number.getStyleClass().add("figure");
        number.setMinWidth(USE_PREF_SIZE);
        HBox line = new HBox(8, words);
        line.getChildren().addAll(signs);
        line.getChildren().addAll(kit.spacer(), number);
        line.setAlignment(Pos.CENTER_LEFT);
        Region bar = new Region();
        bar.getStyleClass().add("load-bar");
        StackPane track = new StackPane(bar);
        track.setAlignment(Pos.CENTER_LEFT);
        track.getStyleClass().add("load-track");
        bar.maxWidthProperty().bind(track.widthProperty().multiply(this.share));
        getChildren().addAll(line, track);
        show(figure, share);
    }

    /** The name is said in words; else it is an identifier. */
    public LoadLine worded() {
        words.getStyleClass().remove("mono");
        return this;
    }

    /** @param part 0 to 1 */
    public void show(String figure, double part) {
        number.setText(figure);
        share.set(Math.clamp(part, 0, 1));
    }
}
