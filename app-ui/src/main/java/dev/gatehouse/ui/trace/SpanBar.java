package dev.gatehouse.ui.trace;

import dev.gatehouse.ui.widget.Figures;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/** A bar at its place in time, with its length in words beside it, or within it where it fills the room. */
final class SpanBar extends Pane {

    private static final double LEAST = 2;
    private static final double HEIGHT = 12;
    private static final double GAP = 6;

    private static final PseudoClass WITHIN = PseudoClass.getPseudoClass("within");

    private final SpanRow row;
    private final Region bar = new Region();
    private final Label words;

    SpanBar(SpanRow row) {
        this.row = row;
        words = new Label(Figures.micros(row.span().durationMicros()));
        words.getStyleClass().addAll("muted", "figure", "span-words");
        bar.getStyleClass().addAll("span-bar", row.layer().name().toLowerCase(Locale.ROOT));
        if (row.failed()) {
            bar.getStyleClass().add("failed");
        }
        getChildren().addAll(bar, words);
        setMinWidth(0);
    }

    @Override
    protected void layoutChildren() {
        double room = getWidth();
        double from = Math.min(room - LEAST, row.from() * room);
        double length = Math.max(LEAST, row.share() * room);
        bar.resizeRelocate(from, (getHeight() - HEIGHT) / 2, length, HEIGHT);
        double width = words.prefWidth(-1);
        double height = words.prefHeight(-1);
        double right = from + length + GAP;
        double left = from - GAP - width;
        boolean within = right + width > room && left < 0;
        words.pseudoClassStateChanged(WITHIN, within);
        double at = right + width <= room ? right : within ? from + GAP : left;
        words.resizeRelocate(at, (getHeight() - height) / 2, width, height);
    }

    @Override
    protected double computePrefHeight(double width) {
        return words.prefHeight(-1);
    }
}
