package dev.gatehouse.ui.session;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Segments;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** Sessions that are online with their details, those that are over, and ghosts. */
public final class SessionView extends VBox {

    private final SessionViewModel model;

    public SessionView(SessionViewModel model, Kit kit) {
        this.model = model;
        SessionForms forms = new SessionForms(model.actions(), kit);
        StackPane panes = new StackPane(shown(new OnlinePane(model, kit, forms), SessionViewModel.Tab.ONLINE),
                shown(new EndedTable(model.ended(), kit), SessionViewModel.Tab.ENDED),
                shown(new GhostTable(model.ghosts(), kit), SessionViewModel.Tab.GHOSTS));
        VBox.setVgrow(panes, Priority.ALWAYS);
        getStyleClass().add("view");
        getChildren().addAll(
                kit.head("place.sessions", "session.line",
                        new Segments<>(kit, List.of(SessionViewModel.Tab.values()), SessionView::key,
                                model.tabProperty())),
                panes);
    }

    private Node shown(Node pane, SessionViewModel.Tab tab) {
        pane.visibleProperty().bind(model.tabProperty().isEqualTo(tab));
        return pane;
    }

    private static String key(SessionViewModel.Tab tab) {
        return switch (tab) {
            case ONLINE -> "session.online";
            case ENDED -> "session.ended";
            case GHOSTS -> "session.ghosts";
        };
    }

    static String kindKey(SessionViewModel.KindFilter filter) {
        return switch (filter) {
            case ANY -> "kind.any";
            case WEB -> kindKey(ClientKind.WEB);
            case APP -> kindKey(ClientKind.APP);
            case ADMIN -> kindKey(ClientKind.ADMIN);
        };
    }

    static String kindKey(ClientKind kind) {
        return switch (kind) {
            case WEB -> "kind.web";
            case APP -> "kind.app";
            case ADMIN -> "kind.admin";
        };
    }
}
