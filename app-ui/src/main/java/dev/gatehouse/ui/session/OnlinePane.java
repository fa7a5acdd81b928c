package dev.gatehouse.ui.session;

import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.ui.offline.Guards;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.widget.Chips;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.RowTable;
import dev.gatehouse.ui.widget.Segments;
import dev.gatehouse.ui.widget.Tone;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Those that are online: as it happens, or at one moment. */
final class OnlinePane extends VBox {

    private final SessionViewModel model;
    private final Kit kit;
    private final SessionForms forms;
    private final BooleanBinding live;

    OnlinePane(SessionViewModel model, Kit kit, SessionForms forms) {
        super(8);
        this.model = model;
        this.kit = kit;
        this.forms = forms;
        live = model.modeProperty().isEqualTo(SessionViewModel.Mode.LIVE);
        SessionTable now = new SessionTable(model, kit, model.online().rows(), model.online().load(), "session.nobody",
                "session.none");
        SessionTable then = new SessionTable(model, kit, model.snapshot().rows(), model.snapshot().load(),
                "session.nobodyThen", "session.noneThen");
        now.node().setId("online-now");
        then.node().setId("online-then");
        StackPane tables = new StackPane(shown(now.node(), live), shown(then.node(), live.not()));
        tables.setMinWidth(0);
        StackPane choosers = new StackPane(shown(now.chooser(), live), shown(then.chooser(), live.not()));
        HBox middle = new HBox(12, tables, new SessionDetails(model, kit, forms));
        HBox.setHgrow(tables, Priority.ALWAYS);
        VBox.setVgrow(middle, Priority.ALWAYS);
        getChildren().addAll(bar(choosers), words(), times(), marks(), middle, pager());
        model.focusedProperty().addListener((observed, before, session) -> {
            now.restore();
            then.restore();
        });
    }

    private static <N extends Node> N shown(N node, BooleanBinding condition) {
        node.visibleProperty().bind(condition);
        node.managedProperty().bind(condition);
        return node;
    }

    private Node bar(Node choosers) {
        ToggleButton pause = new ToggleButton();
        pause.setId("pause");
        pause.setGraphic(kit.icon(Feather.PAUSE));
        pause.textProperty().bind(kit.messages().text("session.pause"));
        pause.selectedProperty().bindBidirectional(model.online().pausedProperty());
        pause.setMinWidth(USE_PREF_SIZE);
        Segments<SessionViewModel.Mode> modes = new Segments<>(kit, List.of(SessionViewModel.Mode.values()),
                OnlinePane::key, model.modeProperty());
        modes.getStyleClass().add("tight");
        TextField search = kit.search("session.search", model.searchProperty());
        search.setMinWidth(120);
        return kit.toolbar(search,
                kit.choice(List.of(SessionViewModel.KindFilter.values()), SessionView::kindKey, model.kindProperty(),
                        "session.kind"),
                modes, shown(pause, live), kit.spacer(), choosers);
    }

    private static String key(SessionViewModel.Mode mode) {
        return switch (mode) {
            case LIVE -> "session.live";
            case FRESH -> "session.fresh";
            case PAST -> "session.past";
        };
    }

    /** How the search may go on, or what is wrong with it. */
    private Node words() {
        Label help = kit.styled("muted", "session.words.help");
        help.setMinWidth(USE_PREF_SIZE);
        Chips<String> chips = new Chips<>(model.proposals(), word -> word, word -> {
            model.propose(word);
            if (getScene() != null && lookup(".search-field") instanceof TextField field) {
                field.requestFocus();
                field.end();
            }
        });
        chips.setId("search-proposals");
        HBox.setHgrow(chips, Priority.ALWAYS);
        help.visibleProperty().bind(chips.visibleProperty());
        help.managedProperty().bind(help.visibleProperty());
        HBox line = new HBox(8, help, chips);
        line.setAlignment(Pos.CENTER_LEFT);
        line.visibleProperty().bind(model.faultProperty().isNull().and(chips.visibleProperty()));
        line.managedProperty().bind(line.visibleProperty());
        Label fault = kit.value(kit.messages().sentence(model.faultProperty()), "field-error");
        fault.setId("search-fault");
        fault.visibleProperty().bind(model.faultProperty().isNotNull());
        fault.managedProperty().bind(fault.visibleProperty());
        VBox box = new VBox(line, fault);
        box.managedProperty().bind(line.visibleProperty().or(fault.visibleProperty()));
        return box;
    }

    private Node times() {
        return shown(new MomentBar(model, kit), live.not());
    }

    private Node marks() {
        Label marked = new Label();
        marked.getStyleClass().add("card-title");
        marked.setMinWidth(USE_PREF_SIZE);
        marked.textProperty()
                .bind(Bindings.createStringBinding(() -> kit.messages().get("session.marked", model.marked().size()),
                        model.marked(), kit.messages().languageProperty()));
        Button message = kit.button("session.message", Feather.SEND);
        message.setId("message-marked");
        Guards.guard(kit, message, model.actions().verdict(Deed.SEND_MESSAGE));
        message.setOnAction(event -> forms.message(all()));
        Button ban = kit.button("user.ban", Feather.SLASH, "danger");
        ban.setId("ban-marked");
        Guards.guard(kit, ban, model.actions().verdict(Deed.CHANGE_MANY_USERS));
        ban.setOnAction(event -> forms.ban(all()));
        Button kick = kit.button("session.kick", Feather.LOG_OUT, "danger");
        kick.setId("kick");
        Guards.guard(kit, kick, model.actions().verdict(Deed.KICK_SESSION));
        kick.setOnAction(event -> forms.kick(all()));
        Button clear = kit.iconButton("session.unmark", Feather.X);
        clear.setOnAction(event -> model.marked().clear());
        HBox bar = kit.toolbar(marked, kit.spacer());
        if (model.mayAct()) {
            bar.getChildren().addAll(message, ban, kick);
        }
        bar.getChildren().add(clear);
        bar.getStyleClass().add("bulk-bar");
        bar.setId("marked-bar");
        return shown(bar, Bindings.isNotEmpty(model.marked()));
    }

    private List<Session> all() {
        return List.copyOf(model.marked().values());
    }

    private Node pager() {
        Button before = kit.iconButton("session.before", Feather.CHEVRON_LEFT);
        before.setOnAction(event -> model.pageBefore());
        Button after = kit.iconButton("session.after", Feather.CHEVRON_RIGHT);
        after.setOnAction(event -> model.pageAfter());
        Label place = new Label();
        place.getStyleClass().add("figure");
        Label total = new Label();
        total.getStyleClass().add("muted");
        Runnable show = () -> {
            SessionViewModel.Place where = model.place();
            place.setText(where.words());
            total.setText(kit.messages().get("session.of", where.total()));
            before.setDisable(!where.hasBefore());
            after.setDisable(!where.hasAfter());
        };
        kit.follow(place, show, model.online().dataAtProperty(), model.online().totalProperty(),
                model.snapshot().takenProperty(), model.modeProperty(), kit.messages().languageProperty());
        Label paused = kit.badge(Tone.WARN, "");
        paused.textProperty().bind(kit.messages().text("session.paused"));
        paused.visibleProperty().bind(model.online().pausedProperty().and(live));
        Label old = kit.badge(Tone.WARN, "");
        old.setId("session-age");
        old.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> kit.messages()
                                .get("session.old", Ages.told(model.online().ageProperty().get() / 1_000)),
                        model.online().ageProperty(), kit.messages().languageProperty()));
        shown(old, model.online().ageProperty().greaterThan(0).and(live));
        HBox bar = new HBox(8, place, total, kit.spacer(), old, paused, before, after);
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }
}
