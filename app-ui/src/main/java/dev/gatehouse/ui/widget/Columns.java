package dev.gatehouse.ui.widget;

import dev.gatehouse.ui.text.Ages;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/** Makes the columns of tables. */
public final class Columns {

    /** What a time with its date needs, in pixels. */
    private static final double WHOLE_TIME = 174;
    /** What a badge with one word needs, in pixels. */
    private static final double WHOLE_BADGE = 126;

    /** A text of fewer characters is seen whole. */
    private static final int SHORT = 16;

    private final Kit kit;

    public Columns(Kit kit) {
        this.kit = kit;
    }

    /** A column of text; the whole text is its tooltip. */
    public <S> TableColumn<S, String> text(String key, double width, Function<S, @Nullable String> value,
            String... styleClasses) {
        TableColumn<S, String> column = column(key, width, value);
        column.setCellFactory(made -> new TextCell<>(styleClasses));
        return column;
    }

    /**
     * A column of text that is short for more.
     *
     * @param whole what it is short for: its tooltip
     */
    public <S> TableColumn<S, String> brief(String key, double width, Function<S, @Nullable String> value,
            Function<S, String> whole, String... styleClasses) {
        TableColumn<S, String> column = column(key, width, value);
        column.setCellFactory(made -> new BriefCell<>(whole, styleClasses));
        return column;
    }

    /** A column of figures, at the right, in digits of one width. */
    public <S> TableColumn<S, String> figure(String key, double width, Function<S, @Nullable String> value) {
        TableColumn<S, String> column = text(key, width, value, "figure");
        column.getStyleClass().add("figure-column");
        return column;
    }

    /** A column of ages that grow; the exact time is its tooltip. */
    public <S> TableColumn<S, Instant> age(String key, double width, Function<S, @Nullable Instant> value) {
        TableColumn<S, Instant> column = column(key, width, value);
        column.setCellFactory(made -> new AgeCell<>(kit));
        column.getStyleClass().add("figure-column");
        return column;
    }

    /** A column of times of day with date. */
    public <S> TableColumn<S, String> time(String key, double width, Function<S, @Nullable Instant> value) {
        TableColumn<S, String> column = text(key, width, row -> {
            Instant at = value.apply(row);
            return at == null ? null : Ages.exact(at);
        }, "figure", "time");
        column.setMinWidth(WHOLE_TIME);
        return column;
    }

    /** A column of badges; none for {@code null}. Its cells keep their nodes, so that rows may change many times a second. */
    public <S> TableColumn<S, S> badge(String key, double width, Function<S, @Nullable Badge> badge) {
        return nodes(key, width, () -> new BadgeCell<>(kit, badge));
    }

    /** A column of small nodes, each made anew for each row. */
    public <S> TableColumn<S, S> node(String key, double width, Function<S, Node> node) {
        return nodes(key, width, () -> new NodeCell<>(node));
    }

    private <S> TableColumn<S, S> nodes(String key, double width, Supplier<TableCell<S, S>> cell) {
        TableColumn<S, S> column = column(key, width, row -> row);
        column.setSortable(false);
        column.setMinWidth(Math.min(width, WHOLE_BADGE));
        column.setCellFactory(made -> cell.get());
        return column;
    }

    private <S, T> TableColumn<S, T> column(String key, double width, Function<S, @Nullable T> value) {
        TableColumn<S, T> column = new TableColumn<>();
        column.setId(key);
        column.textProperty().bind(kit.messages().text(key));
        column.setPrefWidth(width);
        column.setMinWidth(48);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        return column;
    }

    private static final class TextCell<S> extends TableCell<S, String> {

        private @Nullable Tooltip whole;

        TextCell(String... styleClasses) {
            getStyleClass().addAll(styleClasses);
        }

        @Override
        protected void updateItem(@Nullable String text, boolean empty) {
            super.updateItem(text, empty);
            String shown = empty || text == null ? "" : text;
            if (!shown.equals(getText())) {
                setText(shown);
                explain(shown);
            }
        }

        /** A tooltip is dear; the cell keeps the one it has. */
        private void explain(String text) {
            if (text.length() < SHORT) {
                setTooltip(null);
                return;
            }
            if (whole == null) {
                whole = new Tooltip();
            }
            whole.setText(text);
            setTooltip(whole);
        }
    }

    /** Where there is no room for its text, the middle goes: the end tells as much as the beginning. */
    private static final class BriefCell<S> extends TableCell<S, String> {

        private final Function<S, String> whole;
        private final Tooltip tooltip = new Tooltip();

        BriefCell(Function<S, String> whole, String... styleClasses) {
            this.whole = whole;
            getStyleClass().addAll(styleClasses);
            setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        }

        @Override
        protected void updateItem(@Nullable String text, boolean empty) {
            super.updateItem(text, empty);
            int at = getIndex();
            if (empty || text == null || at < 0 || at >= getTableView().getItems().size()) {
                setText("");
                setTooltip(null);
            } else {
                setText(text);
                tooltip.setText(whole.apply(getTableView().getItems().get(at)));
                setTooltip(tooltip);
            }
        }
    }

    private static final class AgeCell<S> extends TableCell<S, Instant> {

        private final Kit kit;
        private final Tooltip exact = new Tooltip();

        AgeCell(Kit kit) {
            this.kit = kit;
            getStyleClass().add("figure");
            textProperty().bind(javafx.beans.binding.Bindings.createStringBinding(this::age, itemProperty(),
                    emptyProperty(), kit.now(), kit.messages().languageProperty()));
        }

        private String age() {
            Instant at = getItem();
            return at == null || isEmpty() ? "" : Ages.since(kit.messages(), at, kit.now().getValue());
        }

        @Override
        protected void updateItem(@Nullable Instant at, boolean empty) {
            super.updateItem(at, empty);
            if (empty || at == null) {
                setTooltip(null);
            } else {
                exact.setText(Ages.exact(at));
                setTooltip(exact);
            }
        }
    }

    private static final class BadgeCell<S> extends TableCell<S, S> {

        private final Kit kit;
        private final Function<S, @Nullable Badge> badge;
        private final Label label;
        private final HBox box;

        BadgeCell(Kit kit, Function<S, @Nullable Badge> badge) {
            this.kit = kit;
            this.badge = badge;
            label = kit.badge(Tone.CALM, "");
            box = new HBox(label);
            box.setAlignment(Pos.CENTER_LEFT);
        }

        @Override
        protected void updateItem(@Nullable S row, boolean empty) {
            super.updateItem(row, empty);
            Badge wanted = empty || row == null ? null : badge.apply(row);
            if (wanted != null) {
                kit.show(label, wanted);
            }
            setGraphic(wanted == null ? null : box);
        }
    }

    private static final class NodeCell<S> extends TableCell<S, S> {

        private final Function<S, Node> node;

        NodeCell(Function<S, Node> node) {
            this.node = node;
        }

        @Override
        protected void updateItem(@Nullable S row, boolean empty) {
            super.updateItem(row, empty);
            setGraphic(empty || row == null ? null : node.apply(row));
        }
    }
}
