package dev.gatehouse.ui.user;

import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.user.User;
import dev.gatehouse.ui.job.JobCard;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.FigureTile;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Asks before many users are changed: what will happen, to whom, and who is left alone; then shows the job. */
public final class BulkDialog {

    private final Kit kit;
    private final Dialogs dialogs;

    public BulkDialog(Kit kit, Dialogs dialogs) {
        this.kit = kit;
        this.dialogs = dialogs;
    }

    /** Asks, and does it where the operator says so. */
    public void open(BulkViewModel model) {
        VBox preview = new VBox(12);
        preview.setId("bulk-preview");
        VBox content = new VBox(16, preview);
        if (model.action() == UsersExchange.BulkAction.BAN) {
            content.getChildren().add(new BanFields(model.ban(), kit));
        }
        Button go = kit.button(key(model.action()), Feather.CHECK,
                model.action() == UsersExchange.BulkAction.UNBAN ? "primary" : "danger");
        go.setId("bulk-now");
        var sendable = model.ban().sendable(kit.now());
        go.disableProperty().bind(Bindings.createBooleanBinding(() -> {
            UsersExchange.BulkPreview told = model.previewProperty().get();
            boolean complete = model.action() != UsersExchange.BulkAction.BAN || sendable.get();
            return told == null || told.changing() == 0 || !complete || model.sendingProperty().get();
        }, model.previewProperty(), model.sendingProperty(), sendable));
        go.setOnAction(event -> model.start(kit.now().getValue()));
        model.load().stateProperty().addListener((observed, before, now) -> show(model, preview));
        model.jobIdProperty().addListener((observed, before, now) -> {
            if (now != null) {
                content.getChildren().setAll(new JobCard(model.jobs(), kit, now), goesOn());
                go.visibleProperty().set(false);
                go.setManaged(false);
            }
        });
        show(model, preview);
        dialogs.wideDialog(title(model.action()), content, go);
        model.look();
    }

    private Node goesOn() {
        Label words = kit.styled("muted", "job.goesOn");
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        return words;
    }

    private static String key(UsersExchange.BulkAction action) {
        return switch (action) {
            case BAN -> "user.ban";
            case UNBAN -> "user.unban";
            case LOGOUT -> "user.logout";
            case DELETE -> "user.delete";
        };
    }

    private static String title(UsersExchange.BulkAction action) {
        return switch (action) {
            case BAN -> "bulk.banTitle";
            case UNBAN -> "bulk.unbanTitle";
            case LOGOUT -> "bulk.logoutTitle";
            case DELETE -> "bulk.deleteTitle";
        };
    }

    private void show(BulkViewModel model, VBox preview) {
        UsersExchange.BulkPreview told = model.previewProperty().get();
        if (model.load().stateProperty().get() == Load.State.FAILED) {
            Label words = kit.value(kit.messages().sentence(model.load().failureProperty()));
            words.setWrapText(true);
            words.setMinHeight(Region.USE_PREF_SIZE);
            Button again = kit.button("action.retry", Feather.REFRESH_CW, "flat");
            again.setOnAction(event -> model.look());
            HBox box = new HBox(8, kit.icon(Tone.BAD.icon()), words, again);
            box.setAlignment(Pos.CENTER_LEFT);
            box.getStyleClass().addAll("message-box", Tone.BAD.styleClass());
            preview.getChildren().setAll(box);
        } else if (told == null) {
            ProgressBar waiting = new ProgressBar(-1);
            waiting.setMaxWidth(Double.MAX_VALUE);
            preview.getChildren().setAll(kit.label("bulk.looking", model.order().chosen()), waiting);
        } else {
            preview.getChildren().setAll(figures(told));
            if (!told.skipped().isEmpty()) {
                preview.getChildren().add(skipped(told));
            }
            if (!told.sample().isEmpty()) {
                preview.getChildren().add(sample(told));
            }
        }
    }

    private Node figures(UsersExchange.BulkPreview told) {
        return new HBox(12, figure("bulk.matched", told.matched()), figure("bulk.changing", told.changing()),
                figure("bulk.online", told.online()));
    }

    private FigureTile figure(String key, long value) {
        return new FigureTile(kit, key, new ReadOnlyStringWrapper(Figures.whole(value)));
    }

    private Node skipped(UsersExchange.BulkPreview told) {
        VBox rows = new VBox(4, kit.styled("field-name", "bulk.skipped"));
        for (UsersExchange.Skipped skipped : told.skipped()) {
            Label reason = new Label(skipped.reason());
            reason.setWrapText(true);
            Label number = new Label(Figures.whole(skipped.count()));
            number.getStyleClass().add("figure");
            number.setMinWidth(Region.USE_PREF_SIZE);
            HBox row = new HBox(8, kit.icon(Feather.MINUS_CIRCLE), reason, kit.spacer(), number);
            row.setAlignment(Pos.CENTER_LEFT);
            rows.getChildren().add(row);
        }
        rows.getStyleClass().addAll("message-box", Tone.CALM.styleClass());
        return rows;
    }

    private Node sample(UsersExchange.BulkPreview told) {
        String names = told.sample().stream().map(User::username).collect(Collectors.joining(", "));
        long more = told.changing() - told.sample().size();
        Label words = new Label(more > 0 ? kit.messages().get("bulk.sampleMore", names, more) : names);
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        return new VBox(4, kit.styled("field-name", "bulk.sample"), words);
    }
}
