package dev.gatehouse.ui.widget;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.kordamp.ikonli.feather.Feather;

/**
 * A menu with a tick per column of a table. A column is shown where it is ticked and the table is wide enough for it.
 */
public final class ColumnChooser extends MenuButton {

    private final TableView<?> table;
    private final Map<String, Double> leastWidths = new HashMap<>();
    private final Set<String> hidden;
    private final Set<String> away = new HashSet<>();

    /**
     * @param fixed      how many columns, from the left, cannot be put away
     * @param hidden     the keys of the columns that were put away before
     * @param remembered gets them anew after each change
     */
    public ColumnChooser(Kit kit, TableView<?> table, int fixed, Set<String> hidden,
            Consumer<Set<String>> remembered) {
        this.table = table;
        this.hidden = new HashSet<>(hidden);
        setGraphic(kit.icon(Feather.COLUMNS));
        textProperty().bind(kit.messages().text("table.columns"));
        setId("choose-columns");
        setMinWidth(USE_PREF_SIZE);
        for (TableColumn<?, ?> column : table.getColumns().subList(fixed, table.getColumns().size())) {
            CheckMenuItem item = new CheckMenuItem();
            item.setId("column-" + column.getId());
            item.textProperty().bind(kit.messages().text(column.getId()));
            item.setSelected(!this.hidden.contains(column.getId()));
            item.selectedProperty().addListener((observed, before, shown) -> {
                if (shown) {
                    this.hidden.remove(column.getId());
                } else {
                    this.hidden.add(column.getId());
                }
                remembered.accept(Set.copyOf(this.hidden));
                show(table.getWidth());
            });
            getItems().add(item);
        }
        table.widthProperty().addListener((observed, before, now) -> show(now.doubleValue()));
        show(table.getWidth());
    }

    /** Leaves {@code column} out where the table is narrower than {@code width} pixels. */
    public ColumnChooser leaveOutBelow(double width, String column) {
        leastWidths.put(column, width);
        return this;
    }

    /** Leaves {@code columns} out, and does not offer them, while {@code offered} is not so. */
    public ColumnChooser leaveOutUntil(ObservableValue<Boolean> offered, Set<String> columns) {
        Runnable follow = () -> {
            if (offered.getValue()) {
                away.removeAll(columns);
            } else {
                away.addAll(columns);
            }
            getItems().stream()
                    .filter(item -> columns.contains(item.getId().substring("column-".length())))
                    .forEach(item -> item.setVisible(offered.getValue()));
            show(table.getWidth());
        };
        offered.addListener((observed, before, now) -> follow.run());
        follow.run();
        return this;
    }

    private void show(double width) {
        table.getColumns()
                .forEach(column -> column.setVisible(!hidden.contains(column.getId()) && !away.contains(column.getId())
                        && (width == 0 || width >= leastWidths.getOrDefault(column.getId(), 0.0))));
    }
}
