package dev.gatehouse.ui.widget;

import atlantafx.base.controls.RingProgressIndicator;
import dev.gatehouse.ui.task.Load;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.feather.Feather;

/**
 * A table that always says how it stands: waiting, empty with a way to fill it, or failed with a way to try again.
 * Rows that were there stay while a later load fails; a line above them says so.
 */
public final class RowTable<S> extends VBox {

    /** Pixels per row. */
    public static final double ROW_HEIGHT = 32;

    private final TableView<S> table = new TableView<>();

    /** @param emptyKey what to say, and do, where there are no rows */
    public RowTable(Kit kit, ObservableList<S> rows, Load load, String emptyKey, Runnable retry) {
        this(kit, rows, load, kit.messages().text(emptyKey), retry);
    }

    /** @param emptyWords what to say, and do, where there are no rows */
    public RowTable(Kit kit, ObservableList<S> rows, Load load, ObservableValue<String> emptyWords, Runnable retry) {
        table.setItems(rows);
        table.setFixedCellSize(ROW_HEIGHT);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getStyleClass().add("row-table");
        table.setPlaceholder(placeholder(kit, load, emptyWords, retry));
        VBox.setVgrow(table, Priority.ALWAYS);
        HBox banner = banner(kit, load, retry);
        banner.visibleProperty()
                .bind(load.failureProperty().isNotNull().and(Bindings.isNotEmpty(rows)));
        banner.managedProperty().bind(banner.visibleProperty());
        getChildren().addAll(banner, table);
        getStyleClass().add("table-surface");
        setMinHeight(96);
    }

    /** The table itself. */
    public TableView<S> table() {
        return table;
    }

    /** Shows {@code column} only where the table is at least {@code width} pixels wide. */
    public RowTable<S> hideBelow(double width, String columnKey) {
        table.getColumns()
                .stream()
                .filter(column -> columnKey.equals(column.getId()))
                .forEach(column -> table.widthProperty()
                        .addListener((observed, before, now) -> column.setVisible(now.doubleValue() >= width)));
        return this;
    }

    private static Node placeholder(Kit kit, Load load, ObservableValue<String> emptyWords, Runnable retry) {
        VBox waiting = lines(new RingProgressIndicator(-1), kit.styled("muted", "table.waiting"));
        VBox empty = lines(kit.icon(Feather.INBOX), kit.value(emptyWords, "muted"));
        Label sentence = kit.value(kit.messages().sentence(load.failureProperty()), "muted");
        sentence.setWrapText(true);
        sentence.setMaxWidth(420);
        Button again = kit.button("action.retry", Feather.REFRESH_CW);
        again.setOnAction(event -> retry.run());
        VBox failed = lines(kit.icon(Feather.ALERT_TRIANGLE), sentence);
        failed.getChildren().add(again);
        failed.getStyleClass().add("tone-bad-plain");
        shownWhile(waiting, load.stateProperty().isEqualTo(Load.State.WAITING));
        shownWhile(empty, load.stateProperty().isEqualTo(Load.State.READY));
        shownWhile(failed, load.stateProperty().isEqualTo(Load.State.FAILED));
        return new StackPane(waiting, empty, failed);
    }

    private static VBox lines(Node sign, Label words) {
        VBox box = new VBox(12, sign, words);
        box.setAlignment(Pos.CENTER);
        box.getStyleClass().add("placeholder");
        words.setWrapText(true);
        words.setMaxWidth(420);
        words.setAlignment(Pos.CENTER);
        words.setTextAlignment(TextAlignment.CENTER);
        return box;
    }

    private static void shownWhile(Node node, ObservableValue<Boolean> condition) {
        node.visibleProperty().bind(condition);
        node.managedProperty().bind(condition);
    }

    private static HBox banner(Kit kit, Load load, Runnable retry) {
        Label sentence = kit.value(kit.messages().sentence(load.failureProperty()));
        sentence.setWrapText(true);
        HBox.setHgrow(sentence, Priority.ALWAYS);
        sentence.setMaxWidth(Double.MAX_VALUE);
        Button again = kit.button("action.retry", Feather.REFRESH_CW, "flat");
        again.setOnAction(event -> retry.run());
        HBox banner = new HBox(8, kit.icon(Feather.ALERT_TRIANGLE), sentence, again);
        banner.setAlignment(Pos.CENTER_LEFT);
        banner.getStyleClass().addAll("banner", "tone-warn");
        return banner;
    }
}
