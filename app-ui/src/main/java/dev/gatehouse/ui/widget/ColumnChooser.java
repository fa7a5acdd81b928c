package dev.gatehouse.ui.widget;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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

    /** What a scroll bar takes, in pixels. */
    private static final double SCROLL_BAR = 16;

    private final TableView<?> table;
    private final Map<String, Double> leastWidths = new HashMap<>();
    private final Map<String, Double> madeWidths;
    private final Map<String, Double> spareRoom = new HashMap<>();
    private List<String> leastNeeded = List.of();
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
        this.madeWidths = table.getColumns().stream()
                .collect(Collectors.toMap(TableColumn::getId, TableColumn::getPrefWidth));
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

    /** Leaves columns out, the first of {@code columns} first, while all that are shown need more room than there is. */
    public ColumnChooser leaveOutInTurn(String... columns) {
        leastNeeded = List.of(columns);
        show(table.getWidth());
        return this;
    }

    /** Makes {@code column} up to {@code most} pixels wider where all that are shown leave room. */
    public ColumnChooser widen(String column, double most) {
        spareRoom.put(column, most);
        show(table.getWidth());
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
        Set<String> shown = table.getColumns().stream().map(TableColumn::getId)
                .filter(column -> !hidden.contains(column) && !away.contains(column)
                        && (width == 0 || width >= leastWidths.getOrDefault(column, 0.0)))
                .collect(Collectors.toCollection(HashSet::new));
        Iterator<String> next = leastNeeded.iterator();
        while (width > 0 && next.hasNext() && needed(shown) > width) {
            shown.remove(next.next());
        }
        double spare = Math.max(0, width - needed(shown));
        for (TableColumn<?, ?> column : table.getColumns()) {
            Double most = spareRoom.get(column.getId());
            if (most != null) {
                column.setPrefWidth(madeWidths.getOrDefault(column.getId(), 0.0) + Math.min(most, spare));
            }
            column.setVisible(shown.contains(column.getId()));
        }
    }

    private double needed(Set<String> columns) {
        return SCROLL_BAR + columns.stream().mapToDouble(column -> madeWidths.getOrDefault(column, 0.0)).sum();
    }
}
