package dev.gatehouse.ui.widget;

import dev.gatehouse.ui.task.SteadyList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the row of a table selected that the model looks at, by its key: when rows come, go and move the selection moves
 * with it, and is lost with it. Only what the operator selects is told of.
 */
public final class KeptSelection<S> {

    private final TableView<S> table;
    private final SteadyList<S> rows;
    private final Function<S, String> key;
    private final Supplier<@Nullable String> wanted;
    private boolean restoring;

    /**
     * @param rows   what the table shows
     * @param wanted the key of the row that the model looks at; {@code null} for none
     * @param chosen gets each row that the operator selects
     */
    public KeptSelection(TableView<S> table, SteadyList<S> rows, Function<S, String> key,
            Supplier<@Nullable String> wanted, Consumer<S> chosen) {
        this.table = table;
        this.rows = rows;
        this.key = key;
        this.wanted = wanted;
        table.getSelectionModel().selectedItemProperty().addListener((observed, before, now) -> {
            if (now != null && !restoring && !rows.isChanging()) {
                chosen.accept(now);
            }
        });
        rows.afterChange(this::restore);
    }

    /** Selects what the model looks at, and nothing where that is not among the rows. */
    public void restore() {
        int index = index();
        restoring = true;
        try {
            if (index < 0) {
                table.getSelectionModel().clearSelection();
            } else if (table.getSelectionModel().getSelectedIndex() != index) {
                table.getSelectionModel().clearAndSelect(index);
            }
            if (index >= 0 && table.getFocusModel().getFocusedIndex() != index) {
                table.getFocusModel().focus(index);
            }
        } finally {
            restoring = false;
        }
    }

    private int index() {
        String looked = wanted.get();
        for (int index = 0; looked != null && index < rows.size(); index++) {
            if (looked.equals(key.apply(rows.get(index)))) {
                return index;
            }
        }
        return -1;
    }
}
