package dev.gatehouse.ui.offline;

import dev.gatehouse.model.intent.Intent;
import dev.gatehouse.model.intent.IntentState;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.outage.Fate;
import dev.gatehouse.model.outage.Reason;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import java.util.Locale;
import javafx.collections.ListChangeListener;
import javafx.collections.WeakListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Changes that wait, in a drawer: each can be edited, dropped and submitted now. */
public final class WaitingPanel extends VBox {

    private final OfflineViewModel model;
    private final Kit kit;
    private final Dialogs dialogs;
    private final ListChangeListener<Intent> listener = change -> show();

    WaitingPanel(OfflineViewModel model, Kit kit) {
        super(12);
        this.model = model;
        this.kit = kit;
        this.dialogs = new Dialogs(kit);
        setId("waiting-panel");
        model.waiting().addListener(new WeakListChangeListener<>(listener));
        sceneProperty().addListener((observed, before, now) -> model.attend(now != null));
        kit.follow(this, this::show, model.sealedProperty());
    }

    /** Opens the drawer. */
    public static void open(OfflineViewModel model, Kit kit) {
        model.refresh();
        new Dialogs(kit).drawer("offline.title", new WaitingPanel(model, kit));
    }

    private void show() {
        getChildren().clear();
        if (model.sealedProperty().get() > 0) {
            getChildren().add(sealed());
        }
        if (model.waiting().isEmpty()) {
            Label words = kit.styled("muted", "offline.none");
            words.setWrapText(true);
            getChildren().add(words);
        } else {
            model.waiting().forEach(intent -> getChildren().add(card(intent)));
        }
    }

    /** The way to changes that an earlier password has sealed. */
    private VBox sealed() {
        Label words = kit.label("offline.sealed", model.sealedProperty().get());
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        PasswordField earlier = new PasswordField();
        earlier.setId("earlier-password");
        earlier.promptTextProperty().bind(kit.messages().text("offline.earlierPassword"));
        earlier.accessibleTextProperty().bind(kit.messages().text("offline.earlierPassword"));
        HBox.setHgrow(earlier, Priority.ALWAYS);
        Button open = kit.button("offline.unseal", Feather.UNLOCK);
        open.setId("unseal");
        open.disableProperty().bind(earlier.textProperty().isEmpty());
        open.setOnAction(event -> {
            model.unseal(earlier.getText());
            earlier.clear();
        });
        VBox box = new VBox(8, words, new HBox(8, earlier, open));
        box.setId("sealed-changes");
        box.getStyleClass().addAll("message-box", Tone.WARN.styleClass());
        return box;
    }

    private VBox card(Intent intent) {
        Label title = new Label(kit.messages().named("intent", intent.kind().code()) + " · " + intent.title());
        title.getStyleClass().add("card-title");
        title.setWrapText(true);
        HBox head = new HBox(8, title, kit.spacer(), kit.badge(tone(intent.state()),
                kit.messages().named("intentState", intent.state().name().toLowerCase(Locale.ROOT))));
        head.setAlignment(Pos.CENTER_LEFT);
        Label made = new Label(kit.messages().get("offline.made", intent.by(), Ages.exact(intent.madeAt()),
                Ages.exact(intent.expiresAt())));
        made.getStyleClass().add("muted");
        made.setWrapText(true);
        VBox card = new VBox(8, head, made);
        if (intent.detail() != null) {
            Label detail = new Label(intent.detail());
            detail.setWrapText(true);
            card.getChildren().add(detail);
        }
        card.getChildren().add(buttons(intent));
        card.getStyleClass().add("surface");
        card.setId("intent-" + intent.id());
        return card;
    }

    private HBox buttons(Intent intent) {
        boolean conflict = intent.state() == IntentState.CONFLICT;
        Button edit = kit.button(conflict ? "offline.compare" : "offline.edit", Feather.EDIT_2);
        edit.setId("edit-intent");
        edit.setOnAction(event -> merge(intent));
        edit.setDisable(intent.body() == null);
        Button submit = kit.button("offline.submit", Feather.SEND,
                intent.kind().destructive() ? "danger" : "primary");
        submit.setId("submit-intent");
        submit.setOnAction(event -> model.submit(intent));
        submit.setVisible(!conflict);
        submit.setManaged(!conflict);
        Guards.guard(kit, submit, model.verdict(Deed.EDIT_USER).map(WaitingPanel::submission));
        Button drop = kit.button("offline.drop", Feather.TRASH_2);
        drop.setId("drop-intent");
        drop.setOnAction(event -> model.drop(intent));
        return new HBox(8, submit, edit, drop);
    }

    /** What would be queued cannot be submitted. */
    private static Verdict submission(Verdict verdict) {
        return switch (verdict.fate()) {
            case ALLOWED, BLOCKED -> verdict;
            case QUEUED -> new Verdict(Fate.BLOCKED,
                    verdict.reason() == Reason.SERVER_AWAY
                            ? Reason.NEEDS_SERVER
                            : Reason.NEEDS_LOG);
        };
    }

    private static Tone tone(IntentState state) {
        return switch (state) {
            case WAITING, SENDING -> Tone.ACCENT;
            case HELD, EXPIRED, CONFLICT -> Tone.WARN;
            case REFUSED -> Tone.BAD;
            case DONE -> Tone.GOOD;
            case DROPPED -> Tone.CALM;
        };
    }

    /** Yours, theirs, and what is to be, field by field. */
    private void merge(Intent intent) {
        MergeFormModel form = new MergeFormModel(intent);
        boolean conflict = intent.theirs() != null;
        GridPane grid = new GridPane(8, 8);
        grid.addRow(0, new Label(), kit.styled("field-name", "conflict.yours"),
                kit.styled("field-name", "conflict.theirs"), kit.styled("field-name", "offline.merged"));
        int row = 1;
        for (MergeFormModel.Field field : form.fields()) {
            TextField merged = new TextField();
            merged.setId("merged-" + field.name());
            merged.textProperty().bindBidirectional(field.merged());
            merged.setPrefWidth(150);
            merged.setAccessibleText(kit.messages().get("offline.merged") + " " + field.name());
            Label name = new Label(kit.messages().named("field", field.name()));
            name.getStyleClass().add("detail-name");
            grid.addRow(row++, name, choice("yours-" + field.name(), field, field.yours()),
                    choice("theirs-" + field.name(), field, field.theirs()), merged);
        }
        if (!conflict) {
            grid.getChildren().removeIf(node -> Integer.valueOf(2).equals(GridPane.getColumnIndex(node)));
        }
        Label body = kit.label(conflict ? "offline.conflictBody" : "offline.editBody", intent.title());
        body.setWrapText(true);
        Button save = kit.button("offline.save", Feather.CHECK, "primary");
        save.setId("save-intent");
        save.disableProperty().bind(form.sendable().not());
        save.setOnAction(event -> {
            kit.overlay().hide();
            model.revise(intent, form);
        });
        dialogs.wideDialog(conflict ? "conflict.title" : "offline.editTitle", new VBox(16, body, grid), save);
    }

    private Button choice(String id, MergeFormModel.Field field, String value) {
        Button take = new Button(value.isEmpty() ? "–" : value);
        take.setId(id);
        take.getStyleClass().add("diff-cell");
        if (field.differs()) {
            take.getStyleClass().add("diff-changed");
        }
        take.setMaxWidth(130);
        take.setOnAction(event -> field.merged().set(value));
        return take;
    }
}
