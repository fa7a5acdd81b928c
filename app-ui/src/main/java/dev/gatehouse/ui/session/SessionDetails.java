package dev.gatehouse.ui.session;

import dev.gatehouse.model.session.Session;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Everything about one session, at the right of the table. */
final class SessionDetails extends VBox {

    private static final double WIDTH = 312;

    private final SessionViewModel model;
    private final Kit kit;
    private final Consumer<Session> kick;

    SessionDetails(SessionViewModel model, Kit kit, Consumer<Session> kick) {
        super(12);
        this.model = model;
        this.kit = kit;
        this.kick = kick;
        getStyleClass().add("surface");
        setMinWidth(WIDTH);
        setPrefWidth(WIDTH);
        visibleProperty().bind(model.focusedProperty().isNotNull());
        managedProperty().bind(visibleProperty());
        model.focusedProperty().addListener((observed, before, now) -> show());
        kit.messages().languageProperty().addListener((observed, before, now) -> show());
        show();
    }

    private void show() {
        Session session = model.focusedProperty().get();
        if (session == null) {
            getChildren().clear();
            return;
        }
        Label name = new Label(session.username());
        name.getStyleClass().add("dialog-title");
        Button close = kit.iconButton("action.close", Feather.X);
        close.setOnAction(event -> model.focusedProperty().set(null));
        HBox head = new HBox(8, name, kit.spacer(), close);
        head.setAlignment(Pos.CENTER_LEFT);
        Label state = session.stale()
                ? kit.badge(Tone.WARN, kit.messages().get("session.stale"))
                : kit.badge(Tone.GOOD, kit.messages().get("session.alive"));
        VBox lines = new VBox(8, kit.detail("session.sid", session.sid(), "mono"),
                kit.detail("session.userId", session.user(), "mono"),
                kit.detail("session.node", session.node(), "mono"),
                kit.detail("session.ip", session.ip(), "mono"),
                kit.detail("session.kind", kit.messages().get(SessionView.kindKey(session.kind()))),
                kit.detail("session.agent", session.agent() == null ? "–" : session.agent()),
                kit.detail("session.login", Ages.exact(session.loginAt()), "mono"),
                kit.detail("session.connected", Ages.exact(session.connectedAt()), "mono"),
                kit.detail("session.seen", Ages.exact(session.lastSeenAt()), "mono"),
                kit.detail("session.rooms", session.rooms().isEmpty() ? "–" : String.join(", ", session.rooms())));
        getChildren().setAll(head, state, lines);
        if (model.mayKick()) {
            Button button = kit.button("session.kick", Feather.LOG_OUT, "danger");
            button.setOnAction(event -> kick.accept(session));
            getChildren().add(button);
        }
    }
}
