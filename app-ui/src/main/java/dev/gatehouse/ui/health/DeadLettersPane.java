package dev.gatehouse.ui.health;

import dev.gatehouse.model.health.DeadLetter;
import dev.gatehouse.ui.offline.Guards;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.RowTable;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The dead letters, where there are any, and what can be done with the one that is chosen. */
final class DeadLettersPane extends VBox {

    private static final double HEIGHT = 200;

    private final DeadLettersViewModel model;
    private final Kit kit;

    DeadLettersPane(DeadLettersViewModel model, Kit kit) {
        super(8);
        this.model = model;
        this.kit = kit;
        setId("dead-letters");
        RowTable<DeadLetter> table = table();
        VBox.setVgrow(table, Priority.ALWAYS);
        setMinHeight(HEIGHT);
        setPrefHeight(HEIGHT);
        visibleProperty().bind(Bindings.isNotEmpty(model.letters()).or(model.missingProperty().isNotNull()));
        managedProperty().bind(visibleProperty());
        Label missing = kit.value(kit.messages().sentence(model.missingProperty()), "tone-warn-plain");
        getChildren().addAll(kit.toolbar(kit.styled("card-title", "letter.title"), missing, kit.spacer(),
                button("trace.open", Feather.GIT_BRANCH, "letter-trace", letter -> letter.traceId() != null,
                        model::openTrace),
                guarded(button("letter.drop", Feather.TRASH_2, "letter-drop", letter -> true, model::drop)),
                guarded(button("letter.retry", Feather.REFRESH_CW, "letter-retry", letter -> true, model::retry))),
                table);
    }

    private Button guarded(Button button) {
        Guards.guard(kit, button, model.verdict());
        return button;
    }

    private Button button(String key, Feather icon, String id, Predicate<DeadLetter> possible,
            Consumer<DeadLetter> deed) {
        Button button = kit.button(key, icon, "small");
        button.setId(id);
        button.disableProperty().bind(Bindings.createBooleanBinding(() -> {
            DeadLetter letter = model.selectedProperty().get();
            return letter == null || !possible.test(letter);
        }, model.selectedProperty()));
        button.setOnAction(event -> {
            DeadLetter letter = model.selectedProperty().get();
            if (letter != null) {
                deed.accept(letter);
            }
        });
        return button;
    }

    private RowTable<DeadLetter> table() {
        Columns columns = new Columns(kit);
        RowTable<DeadLetter> rows = new RowTable<>(kit, model.letters(), model.load(), "letter.none", model::refresh);
        rows.table().getColumns().setAll(List.of(columns.age("letter.since", 90, DeadLetter::firstAt),
                columns.text("letter.node", 100, DeadLetter::node, "mono"),
                columns.text("letter.follower", 110, DeadLetter::follower),
                columns.text("letter.what", 130, DeadLetter::what, "mono"),
                columns.text("letter.key", 150, DeadLetter::key, "mono"),
                columns.figure("letter.attempts", 70, letter -> Figures.whole(letter.attempts())),
                columns.text("letter.error", 280, DeadLetter::error)));
        rows.hideBelow(720, "letter.key");
        rows.table().getColumns().forEach(column -> column.setSortable(false));
        rows.table().getSelectionModel().selectedItemProperty()
                .addListener((observed, before, now) -> model.selectedProperty().set(now));
        return rows;
    }
}
