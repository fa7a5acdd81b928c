package dev.gatehouse.ui.session;

import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.ui.offline.Guards;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Everything about one session, at the right of the table. */
final class SessionDetails extends VBox {

    private static final double WIDTH = 336;

    private final SessionViewModel model;
    private final Kit kit;
    private final Button message;
    private final Button ban;
    private final Button kick;
    private final VBox facts = new VBox(12);
    private final HBox head = new HBox(8);
    private final HBox buttons = new HBox(8);

    SessionDetails(SessionViewModel model, Kit kit, SessionForms forms) {
        super(12);
        this.model = model;
        this.kit = kit;
        message = button("session.message", Feather.SEND, Deed.SEND_MESSAGE, forms::message);
        ban = button("user.ban", Feather.SLASH, Deed.CHANGE_MANY_USERS, forms::ban, "danger");
        kick = button("session.kick", Feather.LOG_OUT, Deed.KICK_SESSION, forms::kick, "danger");
        setId("session-details");
        getStyleClass().add("surface");
        setMinWidth(WIDTH);
        setPrefWidth(WIDTH);
        setMaxWidth(WIDTH);
        head.setAlignment(Pos.CENTER_LEFT);
        ScrollPane scroll = new ScrollPane(new VBox(16, facts, new SocketBox(model.socket(), kit)));
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(head, scroll, buttons);
        visibleProperty().bind(model.focusedProperty().isNotNull());
        managedProperty().bind(visibleProperty());
        kit.follow(this, this::show, model.focusedProperty(), model.end().overProperty(), model.end().howProperty(),
                model.modeProperty(), kit.messages().languageProperty());
    }

    private void show() {
        Session session = model.focusedProperty().get();
        if (session == null) {
            return;
        }
        Label name = new Label(session.username());
        name.getStyleClass().add("dialog-title");
        name.setMinWidth(0);
        Button close = kit.iconButton("action.close", Feather.X);
        close.setOnAction(event -> model.focusedProperty().set(null));
        head.getChildren().setAll(name, kit.spacer(), state(session), close);
        Hyperlink user = new Hyperlink();
        user.textProperty().bind(kit.messages().text("session.showUser"));
        user.setOnAction(event -> model.actions().goToUser(session));
        VBox lines = new VBox(8, kit.detail("session.sid", session.sid(), "mono"),
                kit.detail("session.userId", session.user(), "mono"), kit.detail("session.user", user),
                kit.detail("session.node", session.node(), "mono"), kit.detail("session.ip", session.ip(), "mono"),
                kit.detail("session.kind", kit.messages().get(SessionView.kindKey(session.kind()))),
                kit.detail("session.agent", session.agent() == null ? "–" : session.agent()),
                kit.detail("session.login", Ages.exact(session.loginAt()), "mono"),
                kit.detail("session.connected", Ages.exact(session.connectedAt()), "mono"),
                kit.detail("session.seen", Ages.exact(session.lastSeenAt()), "mono"),
                kit.detail("session.rooms", rooms(session)));
        facts.getChildren().setAll(lines);
        EndedSession end = model.end().howProperty().get();
        if (end != null) {
            facts.getChildren().addFirst(ending(end));
        }
        buttons.getChildren().clear();
        if (model.mayAct() && model.isNow() && !model.end().isOver()) {
            buttons.getChildren().setAll(message, kit.spacer(), ban, kick);
        }
        buttons.setVisible(!buttons.getChildren().isEmpty());
        buttons.setManaged(buttons.isVisible());
    }

    private Label state(Session session) {
        if (model.end().isOver()) {
            return kit.badge(Tone.CALM, kit.messages().get("session.over"));
        }
        if (!model.isNow()) {
            return kit.badge(Tone.CALM, kit.messages().get("session.wasOnline"));
        }
        return session.stale()
                ? kit.badge(Tone.WARN, kit.messages().get("session.stale"))
                : kit.badge(Tone.GOOD, kit.messages().get("session.alive"));
    }

    private Node ending(EndedSession end) {
        EndedSessions.Initiator who = EndedSessions.Initiator.of(end);
        String by = who == EndedSessions.Initiator.OPERATOR ? end.by() : kit.messages().get(EndedTable.key(who));
        Label words = new Label(
                kit.messages().get("session.endedHow", Ages.exact(end.endedAt()), by,
                        kit.messages().get(EndedTable.reason(end)),
                        Integer.toString(end.code())));
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        VBox box = new VBox(words);
        box.setId("session-end");
        box.getStyleClass().addAll("message-box", Tone.CALM.styleClass());
        return box;
    }

    private Node rooms(Session session) {
        if (session.rooms().isEmpty()) {
            return new Label("–");
        }
        FlowPane rooms = new FlowPane(6, 4);
        for (String room : session.rooms()) {
            Button chip = new Button(room);
            chip.getStyleClass().addAll("chip", "small");
            chip.setOnAction(event -> model.actions().goToRoom(room));
            rooms.getChildren().add(chip);
        }
        rooms.setPrefWrapLength(160);
        return rooms;
    }

    private Button button(String key, Feather icon, Deed deed, Consumer<List<Session>> form, String... styleClasses) {
        Button button = kit.button(key, icon, styleClasses);
        button.setId("details-" + key.replace('.', '-'));
        Guards.guard(kit, button, model.actions().verdict(deed));
        button.setOnAction(event -> {
            Session session = model.focusedProperty().get();
            if (session != null) {
                form.accept(List.of(session));
            }
        });
        return button;
    }
}
