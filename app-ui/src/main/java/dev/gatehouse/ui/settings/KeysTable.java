package dev.gatehouse.ui.settings;

import dev.gatehouse.model.api.KeysExchange;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.ui.offline.Guards;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Badge;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Question;
import dev.gatehouse.ui.widget.RowTable;
import dev.gatehouse.ui.widget.Tone;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Signing keys with the way to replace this node's. */
final class KeysTable extends VBox {

    private static final double LEAST_HEIGHT = 176;

    private final KeysViewModel model;
    private final Kit kit;

    KeysTable(KeysViewModel model, Kit kit) {
        super(8);
        this.model = model;
        this.kit = kit;
        setId("keys");
        Button rotate = kit.button("key.rotate", Feather.REFRESH_CW);
        rotate.setId("rotate-key");
        Guards.guard(kit, rotate, model.verdict(Deed.ROTATE_KEY));
        rotate.setOnAction(event -> new Dialogs(kit).ask(
                new Question("key.rotateTitle", Sentence.of("key.rotateBody"), "key.rotate", false),
                reason -> model.rotate()));
        RowTable<KeysExchange.Key> table = table();
        VBox.setVgrow(table, Priority.ALWAYS);
        getStyleClass().add("surface");
        setMinHeight(LEAST_HEIGHT);
        getChildren().addAll(kit.toolbar(kit.styled("card-title", "key.title"), kit.spacer(), rotate), table);
        visibleProperty().set(model.mayChange());
        managedProperty().bind(visibleProperty());
    }

    private RowTable<KeysExchange.Key> table() {
        Columns columns = new Columns(kit);
        RowTable<KeysExchange.Key> rows = new RowTable<>(kit, model.keys(), model.load(), "key.none", model::refresh);
        rows.table()
                .getColumns()
                .setAll(List.of(columns.text("key.node", 140, KeysExchange.Key::node, "mono"),
                        columns.text("key.id", 220, KeysExchange.Key::id, "mono"),
                        columns.badge("key.state", 140, this::state),
                        columns.age("key.since", 90, KeysExchange.Key::publishedAt)));
        rows.table().getColumns().forEach(column -> column.setSortable(false));
        return rows;
    }

    private Badge state(KeysExchange.Key key) {
        return switch (key.state()) {
            case WAITING -> Badge.of(Tone.WARN, kit.messages().get("key.waiting"));
            case SIGNING -> Badge.of(Tone.GOOD, kit.messages().get("key.signing"));
            case RETIRING -> Badge.of(Tone.CALM, kit.messages().get("key.retiring"));
            case PUBLISHED -> Badge.of(Tone.ACCENT, kit.messages().get("key.published"));
        };
    }
}
