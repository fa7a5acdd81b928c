package dev.gatehouse.ui.route;

import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.ui.offline.Guards;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The drawers of the room: a route's form, its history, and the drafts. */
final class RouteForms {

    /** More of what somebody else changed is scrolled to, in pixels. */
    private static final double MOVED_HEIGHT = 180;

    private final RouteViewModel model;
    private final Kit kit;
    private final Dialogs dialogs;

    RouteForms(RouteViewModel model, Kit kit, Dialogs dialogs) {
        this.model = model;
        this.kit = kit;
        this.dialogs = dialogs;
    }

    void create() {
        open(new RouteFormModel(null), "route.createTitle");
    }

    void edit(Route route) {
        open(new RouteFormModel(route), "route.editTitle");
    }

    private void open(RouteFormModel form, String titleKey) {
        Button draft = keep(form, "keep-draft");
        Button save = kit.button("action.save", Feather.CHECK, "primary");
        save.setId("save-route");
        save.disableProperty().bind(form.sendable().not());
        Guards.guard(kit, save, model.verdict(form.edited() == null ? Deed.CREATE_ROUTE : Deed.EDIT_ROUTE));
        save.setOnAction(event -> model.save(form, kit.overlay().hiding()));
        Button replay = kit.button("route.replay", Feather.REWIND);
        replay.setId("replay-form");
        replay.disableProperty().bind(form.sendable().not());
        Guards.guard(kit, replay, model.replay().verdict());
        replay.setOnAction(event -> replay(ReplaySubject.of(form)));
        model.watch(form);
        HBox question = new HBox(kit.spacer(), replay);
        VBox content = new VBox(8, question, keepFault(form, "keep-fault"),
                new RouteForm(model, form, kit, id -> leaveFor(form, id)));
        dialogs.drawer(titleKey, content, moved(form), () -> mayLeave(form), draft, save);
    }

    /** Who changed the route meanwhile, and what; the next save goes on top of that. */
    private Node moved(RouteFormModel form) {
        Label words = RouteFields.wrapped(null);
        HBox head = new HBox(8, kit.icon(Tone.WARN.icon()), words);
        ScrollPane changes = new ScrollPane();
        changes.setFitToWidth(true);
        changes.setMaxHeight(MOVED_HEIGHT);
        changes.getStyleClass().add("edge-to-edge");
        VBox box = new VBox(8, head, changes);
        box.setId("route-moved");
        box.setMinHeight(Region.USE_PREF_SIZE);
        box.getStyleClass().addAll("message-box", Tone.WARN.styleClass());
        kit.follow(box, () -> {
            RouteFormModel.Moved moved = form.movedProperty().get();
            if (moved != null) {
                words.setText(kit.messages().get(moved.changes().isEmpty() ? "route.moved.same" : "route.moved.body",
                        moved.theirs().updatedBy(), moved.theirs().version()));
                changes.setContent(RouteHistoryPane.diff(kit, moved.changes()));
                RouteFields.show(changes, !moved.changes().isEmpty());
            }
            RouteFields.show(box, moved != null);
        }, form.movedProperty(), kit.messages().languageProperty());
        return box;
    }

    /** Whether nothing would be lost; else it is asked what is to become of what was typed. */
    private boolean mayLeave(RouteFormModel form) {
        if (!form.isTouched()) {
            return true;
        }
        ask(form);
        return false;
    }

    /** Keeps what is typed, unless a draft cannot hold it; then {@link #keepFault} says why. */
    private Button keep(RouteFormModel form, String id, String... styleClasses) {
        Button keep = kit.button("route.draft.keep", Feather.FILE_TEXT, styleClasses);
        keep.setId(id);
        keep.disableProperty().bind(form.keepFault().isNotNull());
        keep.setOnAction(event -> {
            model.drafts().keep(form);
            kit.overlay().hide();
        });
        return keep;
    }

    private Label keepFault(RouteFormModel form, String id) {
        Label fault = RouteFields.wrapped(null, "field-error");
        fault.setId(id);
        fault.textProperty().bind(kit.messages().sentence(form.keepFault()));
        RouteFields.shownWhile(fault, form.keepFault().isNotNull());
        return fault;
    }

    private void ask(RouteFormModel form) {
        Button discard = kit.button("route.leave.discard", Feather.TRASH_2, "danger");
        discard.setId("leave-discard");
        discard.setOnAction(event -> kit.overlay().hide());
        Button keep = keep(form, "leave-keep", "primary");
        if (!keep.isDisabled()) {
            keep.getStyleClass().add("first-focus");
        }
        Label body = RouteFields.wrapped(null);
        body.textProperty().bind(kit.messages().text("route.leave.body"));
        dialogs.above("route.leave.title", "route.leave.stay",
                new VBox(12, body, keepFault(form, "leave-fault")), discard, keep);
    }

    /** What {@code changes} would have done to the last requests. */
    private void replay(ReplaySubject changes) {
        model.replay().ask(changes);
        dialogs.largeAbove("route.replay", new RouteReplayPane(model.replay(), kit));
    }

    void limits(Route route) {
        RouteLimitsPane pane = new RouteLimitsPane(model, route, kit, dialogs);
        dialogs.largeAbove("route.limits.title", pane, pane.actions());
    }

    /** What is typed is kept first; where it cannot be, it is asked what is to become of it. */
    private void leaveFor(RouteFormModel form, String id) {
        if (form.isTouched() && form.keepFault().get() != null) {
            ask(form);
            return;
        }
        if (form.isTouched()) {
            model.drafts().keep(form);
        }
        kit.overlay().hide();
        model.show(id);
    }

    void history(Route route) {
        dialogs.drawer("route.historyTitle", new RouteHistoryPane(model, route, kit, dialogs));
    }

    void drafts() {
        VBox rows = new VBox();
        rows.setId("drafts");
        Runnable show = () -> rows.getChildren()
                .setAll(model.drafts().all().isEmpty()
                        ? java.util.List.of(RouteFields.wrapped(kit.messages().get("route.draft.none"), "muted"))
                        : model.drafts().all().stream().map(this::draft).toList());
        RouteFields.follow(rows, model.drafts().all(), show);
        kit.followLanguage(rows, show);
        Label line = kit.styled("muted", "route.draft.line");
        line.setWrapText(true);
        Button all = kit.button("route.replay", Feather.REWIND);
        all.setId("replay-drafts");
        all.disableProperty().bind(Bindings.isEmpty(model.drafts().all()));
        Guards.guard(kit, all, model.replay().verdict());
        all.setOnAction(event -> replay(ReplaySubject.ofAll(model.drafts().all())));
        dialogs.drawer("route.draft.title", new VBox(12, line, rows), all);
    }

    private Node draft(RouteDraft draft) {
        Label name = RouteFields.wrapped(draft.name(), "mono");
        Route edited = draft.edited();
        Label about = new Label(kit.messages().get(edited == null ? "route.draft.ofNew" : "route.draft.ofRoute",
                Ages.exact(draft.at()), edited == null ? 0L : edited.version()));
        about.getStyleClass().add("muted");
        VBox words = new VBox(2, name, about);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button open = kit.button("route.draft.open", Feather.EDIT_2, "small");
        open.setOnAction(event -> open(model.opened(draft),
                edited == null ? "route.createTitle" : "route.editTitle"));
        Button drop = kit.iconButton("route.draft.drop", Feather.TRASH_2);
        drop.setId("drop-draft");
        drop.setOnAction(event -> model.drafts().discard(draft));
        Button replay = kit.iconButton("route.replay", Feather.REWIND);
        Guards.guard(kit, replay, model.replay().verdict());
        replay.setOnAction(event -> replay(ReplaySubject.of(draft)));
        HBox row = new HBox(8, words, open, replay, drop);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("list-row");
        return row;
    }
}
