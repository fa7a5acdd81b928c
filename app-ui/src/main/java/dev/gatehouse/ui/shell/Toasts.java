package dev.gatehouse.ui.shell;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.ui.task.Enforcing;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.task.Undo;
import dev.gatehouse.ui.widget.EnforcementLine;
import dev.gatehouse.ui.widget.Kit;
import java.time.Duration;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Notices at the lower right, above dialogs and the buttons of drawers; good news go by themselves, bad news stay until they
 * are read. The keyboard comes here after the last button of a dialog, and goes back to where it was.
 */
final class Toasts extends VBox {

    private static final int MOST = 4;
    private static final Duration GOOD_NEWS = Duration.ofSeconds(6);

    private static final Duration LATER = Duration.ofSeconds(1);
    private static final double WORDS = 280;

    private final Kit kit;
    private final TaskRunner tasks;
    private final Notices notices;
    private final Consumer<Receipt> openReceipt;
    /** Where the keyboard was before it came here. */
    private @Nullable Node before;

    Toasts(Kit kit, TaskRunner tasks, Notices notices, Consumer<Receipt> openReceipt) {
        super(8);
        this.kit = kit;
        this.tasks = tasks;
        this.notices = notices;
        this.openReceipt = openReceipt;
        setAlignment(Pos.BOTTOM_RIGHT);
        setPickOnBounds(false);
        setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        setStyle("-fx-padding: 0 16 64 0;");
        notices.listen(this::show);
        kit.overlay().admit(this);
        ChangeListener<@Nullable Node> moves = (owner, left, now) -> moved(left, now);
        sceneProperty().addListener((observed, last, scene) -> {
            if (last != null) {
                last.focusOwnerProperty().removeListener(moves);
            }
            if (scene != null) {
                scene.focusOwnerProperty().addListener(moves);
            }
        });
    }

    private void moved(@Nullable Node left, @Nullable Node now) {
        if (toastOf(now) != null && toastOf(left) == null && isHere(left)) {
            before = left;
        }
    }

    private boolean isHere(@Nullable Node node) {
        return node != null && getScene() != null && getScene().equals(node.getScene());
    }

    /** The notice that {@code node} is part of. */
    private @Nullable Node toastOf(@Nullable Node node) {
        Node ancestor = node;
        while (ancestor != null && !getChildren().contains(ancestor)) {
            ancestor = ancestor.getParent();
        }
        return ancestor;
    }

    private @Nullable Node focused() {
        return getScene() == null ? null : toastOf(getScene().getFocusOwner());
    }

    /** Takes the keyboard to the newest notice, or back from there. */
    void turn() {
        if (focused() != null) {
            back();
        } else if (!getChildren().isEmpty()) {
            getChildren().getLast().lookupAll(".button").stream()
                    .filter(Node::isVisible)
                    .findFirst()
                    .ifPresent(Node::requestFocus);
        }
    }

    /** Whether the keyboard is in one of them. */
    boolean holdsKeyboard() {
        return focused() != null;
    }

    /** Lets go of the notice in which the keyboard is. */
    void dismiss() {
        Node toast = focused();
        if (toast != null) {
            drop(toast);
        }
    }

    private void drop(Node toast) {
        if (toast.equals(focused())) {
            back();
        }
        getChildren().remove(toast);
    }

    private void back() {
        if (kit.overlay().regain(before)) {
            return;
        }
        if (before != null && isHere(before)) {
            before.requestFocus();
        } else if (getScene() != null) {
            getScene().getRoot().requestFocus();
        }
    }

    private void show(Notices.Notice notice) {
        HBox toast = new HBox();
        Label words = new Label();
        words.textProperty()
                .bind(Bindings.createStringBinding(() -> kit.messages().get(notice.sentence()),
                        kit.messages().languageProperty()));
        words.setWrapText(true);
        words.setMaxWidth(WORDS);
        words.setMinHeight(USE_PREF_SIZE);
        VBox lines = new VBox(6, words);
        lines.setAlignment(Pos.CENTER_LEFT);
        lines.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(lines, Priority.ALWAYS);
        Enforcing enforcing = notice.enforcing();
        if (enforcing != null) {
            EnforcementLine line = new EnforcementLine(kit, enforcing);
            line.setMaxWidth(WORDS);
            lines.getChildren().add(line);
        }
        Button close = kit.iconButton("action.close", Feather.X);
        close.setOnAction(event -> drop(toast));
        toast.getStyleClass().addAll("toast", styleClass(notice.tone()));
        toast.getChildren().addAll(sign(notice.tone()), lines);
        addActions(toast, notice);
        toast.getChildren().add(close);
        getChildren().add(toast);
        if (getChildren().size() > MOST) {
            drop(getChildren().getFirst());
        }
        if (notice.tone() == Notices.Tone.DONE) {
            tasks.after(GOOD_NEWS, () -> letGo(notice, toast));
        }
    }

    /** Good news go once the way back is shut, every node has acted on them, and the keyboard is elsewhere. */
    private void letGo(Notices.Notice notice, Node toast) {
        Undo undo = notice.undo();
        Enforcing enforcing = notice.enforcing();
        boolean open = undo != null && undo.isOpen();
        boolean spreading = enforcing != null && !enforcing.completeProperty().get();
        if (open || spreading || toast.equals(focused())) {
            tasks.after(LATER, () -> letGo(notice, toast));
        } else {
            drop(toast);
        }
    }

    private void addActions(HBox toast, Notices.Notice notice) {
        Receipt receipt = notice.receipt();
        if (receipt != null) {
            Button open = kit.button("toast.record", Feather.BOOK_OPEN, "flat", "small");
            open.setGraphic(null);
            open.setOnAction(event -> {
                back();
                openReceipt.accept(receipt);
            });
            toast.getChildren().add(open);
        }
        String traceId = notice.traceId();
        if (traceId != null) {
            Button trace = kit.button("toast.trace", Feather.GIT_BRANCH, "flat", "small");
            trace.setGraphic(null);
            trace.setOnAction(event -> {
                back();
                notices.goTo("trace/" + traceId);
            });
            toast.getChildren().add(trace);
        }
        Undo undo = notice.undo();
        if (undo != null) {
            toast.getChildren().add(undoButton(toast, undo));
        }
        Runnable retry = notice.retry();
        if (retry != null) {
            Button again = kit.button("action.retry", Feather.REFRESH_CW, "flat", "small");
            again.setOnAction(event -> {
                drop(toast);
                retry.run();
            });
            toast.getChildren().add(again);
        }
    }

    private Button undoButton(HBox toast, Undo undo) {
        Button back = new Button();
        back.getStyleClass().addAll("toast-undo", "small");
        back.setMinWidth(USE_PREF_SIZE);
        back.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> kit.messages().get("toast.undo", undo.secondsLeftProperty().get()),
                        undo.secondsLeftProperty(), kit.messages().languageProperty()));
        back.visibleProperty().bind(undo.secondsLeftProperty().greaterThan(0));
        back.managedProperty().bind(back.visibleProperty());
        back.setOnAction(event -> {
            drop(toast);
            undo.take();
        });
        return back;
    }

    private Node sign(Notices.Tone tone) {
        FontIcon icon = kit.icon(switch (tone) {
            case DONE -> Feather.CHECK_CIRCLE;
            case WARNING -> Feather.ALERT_TRIANGLE;
            case FAILED -> Feather.X_CIRCLE;
        });
        icon.getStyleClass().add("toast-icon");
        return icon;
    }

    private static String styleClass(Notices.Tone tone) {
        return switch (tone) {
            case DONE -> "done";
            case WARNING -> "warning";
            case FAILED -> "failed";
        };
    }
}
