package dev.gatehouse.ui.widget;

import atlantafx.base.controls.Spacer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Dialogs and drawers with the head and the buttons of the house. */
public final class Dialogs {

    private static final double DIALOG_WIDTH = 440;
    private static final double WIDE_WIDTH = 540;
    private static final double LARGE_WIDTH = 900;
    private static final double DRAWER_WIDTH = 460;

    private final Kit kit;

    public Dialogs(Kit kit) {
        this.kit = kit;
    }

    /** Asks, above what is shown; {@code confirmed} gets the reason, empty where none was asked for. */
    public void ask(Question question, Consumer<String> confirmed) {
        Label body = new Label();
        body.setWrapText(true);
        body.setText(kit.messages().get(question.body()));
        TextField reason = new TextField();
        reason.setId("reason");
        reason.getStyleClass().add("first-focus");
        reason.promptTextProperty().bind(kit.messages().text("dialog.reason.prompt"));
        Button confirm = kit.button(question.confirmKey(), Feather.CHECK, "danger");
        confirm.setId("confirm");
        VBox content = new VBox(16, body);
        if (question.withReason()) {
            content.getChildren().add(kit.field("dialog.reason", reason));
            confirm.disableProperty()
                    .bind(javafx.beans.binding.Bindings.createBooleanBinding(() -> reason.getText().isBlank(),
                            reason.textProperty()));
        }
        Runnable act = () -> {
            kit.overlay().leave();
            confirmed.accept(reason.getText().strip());
        };
        confirm.setOnAction(event -> act.run());
        reason.setOnAction(event -> {
            if (!confirm.isDisabled()) {
                act.run();
            }
        });
        kit.overlay().above(frame(question.titleKey(), "action.cancel", content, confirm));
    }

    /** Shows {@code content} as a dialog with {@code action} beside "Cancel". */
    public void dialog(String titleKey, Node content, Button action) {
        kit.overlay().dialog(frame(titleKey, "action.cancel", content, action));
    }

    /** Shows {@code content} as a wider dialog with {@code action} beside "Close"; what was begun goes on when it shuts. */
    public void wideDialog(String titleKey, Node content, Button action) {
        kit.overlay().dialog(wide(WIDE_WIDTH, frame(titleKey, "action.close", content, action)));
    }

    /** Shows {@code content} above what is shown, with {@code actions} beside the button that leads back. */
    public void above(String titleKey, String leaveKey, Node content, Button... actions) {
        kit.overlay().above(frame(titleKey, leaveKey, content, actions));
    }

    /** Shows {@code content}, nearly as wide as a small window, above what is shown. */
    public void largeAbove(String titleKey, Node content, Button... actions) {
        kit.overlay().above(wide(LARGE_WIDTH, frame(titleKey, "action.close", content, actions)));
    }

    private static VBox wide(double width, VBox frame) {
        frame.setMinWidth(width);
        frame.setPrefWidth(width);
        frame.setMaxWidth(width);
        return frame;
    }

    /** Shows {@code content} as a drawer with {@code actions} beside "Close". */
    public void drawer(String titleKey, Node content, Button... actions) {
        drawer(titleKey, content, null, null, actions);
    }

    /**
     * As {@link #drawer(String, Node, Button...)}.
     *
     * @param foot     stays in sight above the buttons while {@code content} is scrolled; absent where nothing need
     * @param mayLeave see {@link Overlay#drawer(javafx.scene.layout.Region, BooleanSupplier)}
     */
    public void drawer(String titleKey, Node content, @Nullable Node foot, @Nullable BooleanSupplier mayLeave,
            Button... actions) {
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        VBox frame = frame(titleKey, actions.length == 0 ? "action.close" : "action.cancel", scroll, actions);
        if (foot != null) {
            frame.getChildren().add(frame.getChildren().size() - 1, foot);
        }
        kit.overlay().drawer(wide(DRAWER_WIDTH, frame), mayLeave);
    }

    private VBox frame(String titleKey, String leaveKey, Node content, Button... actions) {
        Button close = kit.iconButton("action.close", Feather.X);
        close.setOnAction(event -> kit.overlay().leave());
        HBox head = new HBox(8, kit.styled("dialog-title", titleKey), new Spacer(), close);
        head.setAlignment(Pos.CENTER_LEFT);
        Button cancel = kit.button(leaveKey, Feather.X);
        cancel.setGraphic(null);
        cancel.setOnAction(event -> kit.overlay().leave());
        HBox buttons = new HBox(8, new Spacer(), cancel);
        buttons.getChildren().addAll(actions);
        VBox frame = new VBox(16, head, content, buttons);
        frame.setMinWidth(DIALOG_WIDTH);
        frame.setPrefWidth(DIALOG_WIDTH);
        frame.setMaxWidth(DIALOG_WIDTH);
        return frame;
    }
}
