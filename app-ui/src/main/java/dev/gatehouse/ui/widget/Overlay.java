package dev.gatehouse.ui.widget;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/**
 * Dialogs and drawers inside the window; Esc and a click beside them leave them, and the keyboard stays within. One may
 * stand above another: leaving it leads back to what is below.
 */
public final class Overlay {

    private final StackPane pane = new StackPane();
    /** The one on top first. */
    private final Deque<Layer> layers = new ArrayDeque<>();
    private final List<Node> admitted = new ArrayList<>();

    /**
     * @param shown         the child of the pane
     * @param mayLeave      asked when somebody leaves it; absent where nothing speaks against it
     * @param focusedBefore where the keyboard was
     */
    private record Layer(Node shown, @Nullable BooleanSupplier mayLeave, @Nullable Node focusedBefore) {}

    public Overlay() {
        pane.getStyleClass().add("overlay");
        pane.setVisible(false);
        leaveBeside(pane);
        pane.sceneProperty().addListener((observed, before, scene) -> {
            if (scene != null) {
                scene.focusOwnerProperty().addListener((owner, last, now) -> keepFocus(now));
            }
        });
    }

    private void leaveBeside(StackPane ground) {
        ground.setOnMousePressed(event -> {
            if (ground.equals(event.getTarget()) && event.getButton() == MouseButton.PRIMARY) {
                leave();
            }
        });
    }

    /** To be laid over the window's content. */
    public Region node() {
        return pane;
    }

    /** The keyboard may be in {@code node} too while something is shown. */
    public void admit(Node node) {
        admitted.add(node);
    }

    /** Takes the keyboard back to what is on top: to {@code wanted} where that is within. Whether something is shown. */
    public boolean regain(@Nullable Node wanted) {
        if (!isOpen()) {
            return false;
        }
        if (wanted != null && isWithin(wanted)) {
            wanted.requestFocus();
        } else {
            focus();
        }
        return true;
    }

    /** Whether something is shown. */
    public boolean isOpen() {
        return pane.isVisible();
    }

    /** Shows {@code content} in the middle, in the place of what was shown. */
    public void dialog(Region content) {
        card(content);
        only(content, Pos.CENTER, null);
    }

    /** Shows {@code content} in the middle, above what is shown. */
    public void above(Region content) {
        if (!isOpen()) {
            dialog(content);
            return;
        }
        card(content);
        StackPane ground = new StackPane(content);
        ground.getStyleClass().add("overlay");
        leaveBeside(ground);
        layers.push(new Layer(ground, null, focused()));
        reveal(ground);
    }

    /** Shows {@code content} at the right edge, as high as the window, in the place of what was shown. */
    public void drawer(Region content) {
        drawer(content, null);
    }

    /**
     * As {@link #drawer(Region)}.
     *
     * @param mayLeave asked when somebody leaves it, or wants something else in its place; where it says no, it has seen to
     *                 it that somebody is asked why. Absent where nothing speaks against it
     */
    public void drawer(Region content, @Nullable BooleanSupplier mayLeave) {
        content.getStyleClass().add("drawer");
        content.setMaxHeight(Double.MAX_VALUE);
        only(content, Pos.TOP_RIGHT, mayLeave);
    }

    /** Leaves what is on top, where that may be left; what is below it is shown again. */
    public void leave() {
        Layer top = layers.peek();
        if (top == null || (top.mayLeave != null && !top.mayLeave.getAsBoolean())) {
            return;
        }
        if (layers.size() == 1) {
            hide();
            return;
        }
        layers.pop();
        pane.getChildren().remove(top.shown);
        if (top.focusedBefore == null || !isWithin(top.focusedBefore)) {
            focus();
        } else {
            top.focusedBefore.requestFocus();
        }
    }

    /** Closes all that is shown; the keyboard goes back to where it was. */
    public void hide() {
        Node before = layers.isEmpty() ? null : layers.getLast().focusedBefore;
        layers.clear();
        pane.setVisible(false);
        pane.getChildren().clear();
        if (before != null) {
            before.requestFocus();
        }
    }

    /** What hides all that is shown as long as what is on top now is among it: for a deed whose end comes later. */
    public Runnable hiding() {
        Layer now = layers.peek();
        return () -> {
            if (now != null && layers.contains(now)) {
                hide();
            }
        };
    }

    private static void card(Region content) {
        content.getStyleClass().add("dialog-card");
        content.setMaxHeight(Region.USE_PREF_SIZE);
    }

    /** Whether something else may be shown in the place of all that is. */
    private boolean mayReplace() {
        Layer bottom = layers.peekLast();
        return bottom == null || bottom.mayLeave == null || (layers.size() == 1 && bottom.mayLeave.getAsBoolean());
    }

    private void only(Region content, Pos position, @Nullable BooleanSupplier mayLeave) {
        if (!mayReplace()) {
            return;
        }
        Node before = layers.isEmpty() ? focused() : layers.getLast().focusedBefore;
        layers.clear();
        pane.getChildren().clear();
        StackPane.setAlignment(content, position);
        layers.push(new Layer(content, mayLeave, before));
        reveal(content);
    }

    private @Nullable Node focused() {
        return pane.getScene() == null ? null : pane.getScene().getFocusOwner();
    }

    private void reveal(Region content) {
        pane.getChildren().add(content);
        pane.setVisible(true);
        focus();
    }

    private void focus() {
        pane.applyCss();
        Layer top = layers.peek();
        Node shown = top == null ? pane : top.shown;
        Node first = shown.lookup(".first-focus");
        if (first != null) {
            first.requestFocus();
        } else {
            shown.requestFocus();
        }
    }

    private void keepFocus(@Nullable Node owner) {
        if (isOpen() && owner != null && !isWithin(owner)
                && admitted.stream().noneMatch(node -> isWithin(owner, node))) {
            focus();
        }
    }

    /** Whether {@code node} is in what is on top. */
    private boolean isWithin(Node node) {
        Layer top = layers.peek();
        return top == null || isWithin(node, top.shown);
    }

    private static boolean isWithin(Node node, Node whole) {
        Node ancestor = node;
        while (ancestor != null && !whole.equals(ancestor)) {
            ancestor = ancestor.getParent();
        }
        return ancestor != null;
    }
}
