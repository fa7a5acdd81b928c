package dev.gatehouse.ui.widget;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.Property;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;

/** One of a few, side by side; one of them is always chosen. */
public final class Segments<T> extends HBox {

    /**
     * @param key    names the text of each; with dashes for dots it is the button's id
     * @param chosen may live longer than this, and does not keep it
     */
    public Segments(Kit kit, List<T> values, Function<T, String> key, Property<T> chosen) {
        ToggleGroup group = new ToggleGroup();
        for (T value : values) {
            ToggleButton button = new ToggleButton();
            button.setId(key.apply(value).replace('.', '-'));
            button.textProperty().bind(kit.messages().text(key.apply(value)));
            button.getStyleClass()
                    .addAll("segment", value.equals(values.getFirst()) ? "left-pill"
                            : value.equals(values.getLast()) ? "right-pill" : "center-pill");
            button.setToggleGroup(group);
            button.setMinWidth(USE_PREF_SIZE);
            button.setOnAction(event -> {
                button.setSelected(true);
                chosen.setValue(value);
            });
            kit.follow(button, () -> button.setSelected(value.equals(chosen.getValue())), chosen);
            getChildren().add(button);
        }
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    }
}
