package dev.gatehouse.ui.widget;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.Button;
import javafx.scene.layout.FlowPane;

/** Words to choose from with a click or the keyboard, in one line that wraps. */
public final class Chips<T> extends FlowPane {

    private static final int LONGEST = 40;
    /** Longer than any window, so that lines are broken only where the window ends. */
    public static final double ONE_LINE = 4_000;

    /** @param words what stands on a chip */
    public Chips(ObservableList<T> values, Function<T, String> words, Consumer<T> chosen) {
        super(6, 6);
        setPrefWrapLength(ONE_LINE);
        values.addListener((ListChangeListener<T>) change -> show(values, words, chosen));
        show(values, words, chosen);
        managedProperty().bind(visibleProperty());
    }

    private void show(List<T> values, Function<T, String> words, Consumer<T> chosen) {
        getChildren()
                .setAll(values.stream().map(value -> chip(words.apply(value), () -> chosen.accept(value))).toList());
        setVisible(!values.isEmpty());
    }

    private static Button chip(String text, Runnable deed) {
        Button chip = new Button(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…");
        chip.getStyleClass().addAll("chip", "small");
        chip.setAccessibleText(text);
        chip.setOnAction(event -> deed.run());
        return chip;
    }
}
