package dev.gatehouse.ui.widget;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/** Dialogs and drawers inside the window; Esc and a click beside them close them, and the keyboard stays within. */
public final class Overlay {

    private final StackPane pane = new StackPane();
    private @Nullable Node focusedBefore;

    public Overlay() {
        pane.getStyleClass().add("overlay");
        pane.setVisible(false);
        pane.setOnMousePressed(event -> {
            if (pane.equals(event.getTarget()) && event.getButton() == MouseButton.PRIMARY) {
                hide();
            }
        });
        pane.sceneProperty().addListener((observed, before, scene) -> {
            if (scene != null) {
                scene.focusOwnerProperty().addListener((owner, last, now) -> keepFocus(now));
            }
        });
    }

    /** To be laid over the window's content. */
    public Region node() {
        return pane;
    }

    /** Whether something is shown. */
    public boolean isOpen() {
        return pane.isVisible();
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

    /** Closes what is shown; the keyboard goes back to where it was. */
    public void hide() {
        pane.setVisible(false);
        pane.getChildren().clear();
        if (focusedBefore != null) {
            focusedBefore.requestFocus();
            focusedBefore = null;
        }
    }

    private void show(Region content, Pos position) {
        if (!isOpen() && pane.getScene() != null) {
            focusedBefore = pane.getScene().getFocusOwner();
        }
        StackPane.setAlignment(content, position);
        pane.getChildren().setAll(content);
        pane.setVisible(true);
        focus();
    }

    private void focus() {
        pane.applyCss();
        Node first = pane.lookup(".first-focus");
        if (first != null) {
            first.requestFocus();
        } else if (!pane.getChildren().isEmpty()) {
            pane.getChildren().getFirst().requestFocus();
        }
    }

    private void keepFocus(@Nullable Node owner) {
        if (isOpen() && owner != null && !isWithin(owner)) {
            focus();
        }
    }

    private boolean isWithin(Node node) {
        Node ancestor = node;
        while (ancestor != null && !pane.equals(ancestor)) {
            ancestor = ancestor.getParent();
        }
        return ancestor != null;
    }
}
