package dev.gatehouse.ui.widget;

import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** One figure over its name, as wide as its row has room. */
public final class FigureTile extends VBox {

    public FigureTile(Kit kit, String key, ObservableValue<String> figure) {
        super(2);
        Label number = kit.value(figure, "tile-figure");
        Label name = kit.styled("tile-name", key);
        name.setWrapText(true);
        name.setMinHeight(USE_PREF_SIZE);
        number.setLabelFor(name);
        getChildren().addAll(number, name);
        getStyleClass().add("figure-tile");
        setPrefWidth(120);
        setMinWidth(0);
        HBox.setHgrow(this, Priority.ALWAYS);
    }
}
