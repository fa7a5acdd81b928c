package dev.gatehouse.ui.widget;

import atlantafx.base.controls.ModalPane;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Dialogs and drawers inside the window; Esc and a click beside them close them. */
public final class Overlay {

    private final ModalPane pane = new ModalPane();

    public Overlay() {
        pane.setInTransitionFactory(null);
        pane.setOutTransitionFactory(null);
        pane.setId("overlay");
    }

    /** To be laid over the window's content. */
    public ModalPane node() {
        return pane;
    }

    /** Whether something is shown. */
    public boolean isOpen() {
        return pane.isDisplay();
    }

    /** Shows {@code content} in the middle. */
    public void dialog(Region content) {
        content.getStyleClass().add("dialog-card");
        content.setMaxHeight(Region.USE_PREF_SIZE);
        show(content, Pos.CENTER);
    }

    /** Shows {@code content} at the right edge, as high as the window. */
    public void drawer(Region content) {
        content.getStyleClass().add("drawer");
        content.setMaxHeight(Double.MAX_VALUE);
        show(content, Pos.TOP_RIGHT);
    }

    public void hide() {
        pane.hide(true);
    }

    private void show(Region content, Pos position) {
        pane.setAlignment(position);
        pane.show(content);
        content.requestFocus();
        Node first = firstField(content);
        if (first != null) {
            first.requestFocus();
        }
    }

    private static @org.jspecify.annotations.Nullable Node firstField(Region content) {
        return content instanceof VBox box ? box.lookup(".first-focus") : null;
    }
}
