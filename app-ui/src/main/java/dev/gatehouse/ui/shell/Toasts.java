package dev.gatehouse.ui.shell;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.widget.Kit;
import java.time.Duration;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Notices at the lower right; good news go by themselves, bad news stay until they are read. */
final class Toasts extends VBox {

    private static final int MOST = 4;
    private static final Duration GOOD_NEWS = Duration.ofSeconds(6);

    private final Kit kit;
    private final TaskRunner tasks;
    private final Consumer<Receipt> openReceipt;

    Toasts(Kit kit, TaskRunner tasks, Notices notices, Consumer<Receipt> openReceipt) {
        super(8);
        this.kit = kit;
        this.tasks = tasks;
        this.openReceipt = openReceipt;
        setAlignment(Pos.BOTTOM_RIGHT);
        setPickOnBounds(false);
        setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        setStyle("-fx-padding: 0 16 48 0;");
        notices.listen(this::show);
    }

    private void show(Notices.Notice notice) {
        HBox toast = new HBox();
        Label words = new Label(kit.messages().get(notice.sentence()));
        words.setWrapText(true);
        words.setMaxWidth(280);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button close = kit.iconButton("action.close", Feather.X);
        close.setOnAction(event -> getChildren().remove(toast));
        toast.getStyleClass().addAll("toast", styleClass(notice.tone()));
        toast.getChildren().addAll(sign(notice.tone()), words);
        addActions(toast, notice);
        toast.getChildren().add(close);
        getChildren().add(toast);
        if (getChildren().size() > MOST) {
            getChildren().removeFirst();
        }
        if (notice.tone() == Notices.Tone.DONE) {
            tasks.after(GOOD_NEWS, () -> getChildren().remove(toast));
        }
    }

    private void addActions(HBox toast, Notices.Notice notice) {
        Receipt receipt = notice.receipt();
        if (receipt != null) {
            Button open = kit.button("toast.record", Feather.BOOK_OPEN, "flat", "small");
            open.setGraphic(null);
            open.setOnAction(event -> openReceipt.accept(receipt));
            toast.getChildren().add(open);
        }
        Runnable retry = notice.retry();
        if (retry != null) {
            Button again = kit.button("action.retry", Feather.REFRESH_CW, "flat", "small");
            again.setOnAction(event -> {
                getChildren().remove(toast);
                retry.run();
            });
            toast.getChildren().add(again);
        }
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
