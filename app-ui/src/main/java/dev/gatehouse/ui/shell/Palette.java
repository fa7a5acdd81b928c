package dev.gatehouse.ui.shell;

import dev.gatehouse.ui.trace.TraceViewModel;
import dev.gatehouse.ui.widget.Kit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.transformation.FilteredList;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Everything that can be done, found by typing a part of its name. */
final class Palette {

    private static final double WIDTH = 520;
    private static final double CELL = 36;
    private static final int MOST = 9;

    private final Kit kit;
    private final List<Entry> entries;
    private final Consumer<String> openTrace;

    /** @param key names it in the language chosen */
    record Entry(String key, Feather icon, String shortcut, Runnable deed) {}

    /** @param openTrace shows the trace whose id was typed */
    Palette(Kit kit, List<Entry> entries, Consumer<String> openTrace) {
        this.kit = kit;
        this.entries = entries;
        this.openTrace = openTrace;
    }

    void open() {
        TextField search = new TextField();
        Entry trace = new Entry("palette.openTrace", Feather.GIT_BRANCH, "", () -> openTrace.accept(search.getText()));
        List<Entry> all = new ArrayList<>(entries);
        all.add(trace);
        FilteredList<Entry> found = new FilteredList<>(FXCollections.observableArrayList(all),
                entry -> !entry.equals(trace));
        ListView<Entry> list = new ListView<>(found);
        list.setFixedCellSize(CELL);
        list.setPrefHeight(CELL * MOST);
        list.setCellFactory(made -> new EntryCell());
        list.setPlaceholder(kit.styled("muted", "palette.none"));
        list.setFocusTraversable(false);
        search.setId("palette-search");
        search.getStyleClass().add("first-focus");
        search.promptTextProperty().bind(kit.messages().text("palette.prompt"));
        search.textProperty().addListener((observed, before, now) -> {
            boolean isTrace = TraceViewModel.isId(now);
            found.setPredicate(entry -> entry.equals(trace)
                    ? isTrace
                    : name(entry).contains(now.strip().toLowerCase(Locale.ROOT)));
            list.getSelectionModel().selectFirst();
        });
        search.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.DOWN) {
                list.getSelectionModel().selectNext();
                event.consume();
            } else if (event.getCode() == KeyCode.UP) {
                list.getSelectionModel().selectPrevious();
                event.consume();
            }
        });
        search.setOnAction(event -> run(list.getSelectionModel().getSelectedItem()));
        list.setOnMouseClicked(event -> run(list.getSelectionModel().getSelectedItem()));
        list.getSelectionModel().selectFirst();
        VBox box = new VBox(search, list);
        box.getStyleClass().add("palette");
        box.setMinWidth(WIDTH);
        box.setMaxWidth(WIDTH);
        kit.overlay().dialog(box);
    }

    private String name(Entry entry) {
        return kit.messages().get(entry.key()).toLowerCase(Locale.ROOT);
    }

    private void run(@Nullable Entry entry) {
        if (entry != null) {
            kit.overlay().hide();
            entry.deed().run();
        }
    }

    private final class EntryCell extends ListCell<Entry> {

        @Override
        protected void updateItem(@Nullable Entry entry, boolean empty) {
            super.updateItem(entry, empty);
            if (empty || entry == null) {
                setText(null);
                setGraphic(null);
                return;
            }
            Label shortcut = new Label(entry.shortcut());
            shortcut.getStyleClass().add("nav-hint");
            Label words = new Label(kit.messages().get(entry.key()), kit.icon(entry.icon()));
            words.setGraphicTextGap(10);
            setText(null);
            setGraphic(kit.toolbar(words, kit.spacer(), shortcut));
        }
    }
}
