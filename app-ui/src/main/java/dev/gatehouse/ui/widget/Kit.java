package dev.gatehouse.ui.widget;

import atlantafx.base.controls.CustomTextField;
import atlantafx.base.controls.Spacer;
import atlantafx.base.controls.ToggleSwitch;
import dev.gatehouse.ui.task.Ticker;
import dev.gatehouse.ui.text.Messages;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Function;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.property.Property;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import javafx.util.converter.LocalDateStringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Makes the controls of every view: in the language chosen, with the spacing and the accessible texts of the house. */
public final class Kit {

    /** A value of more characters stands below its name. */
    private static final int BESIDE = 26;
    /** A name of more characters stands above its value. */
    private static final int SHORT_NAME = 16;

    private final Messages messages;
    private final Ticker ticker;
    private final Overlay overlay;

    public Kit(Messages messages, Ticker ticker, Overlay overlay) {
        this.messages = messages;
        this.ticker = ticker;
        this.overlay = overlay;
    }

    public Messages messages() {
        return messages;
    }

    public Overlay overlay() {
        return overlay;
    }

    /** The present moment, told anew each second. */
    public ObservableValue<Instant> now() {
        return ticker.nowProperty();
    }

    /**
     * Runs {@code show} now and whenever one of {@code observed} changes, as long as {@code owner} is there: what is
     * observed may live longer and does not keep it.
     */
    public void follow(Node owner, Runnable show, ObservableValue<?>... observed) {
        InvalidationListener listener = changed -> {
            if (changed instanceof ObservableValue<?> value) {
                value.getValue();
            }
            show.run();
        };
        owner.getProperties().put(listener, listener);
        for (ObservableValue<?> each : observed) {
            each.getValue();
            each.addListener(new WeakInvalidationListener(listener));
        }
        show.run();
    }

    /** As {@link #follow(Node, Runnable, ObservableValue...)}, for the language alone. */
    public void followLanguage(Node owner, Runnable show) {
        follow(owner, show, messages.languageProperty());
    }

    public FontIcon icon(Feather feather) {
        return new FontIcon(feather);
    }

    /** A text in the language chosen. */
    public Label label(String key, Object... values) {
        Label label = new Label();
        label.textProperty().bind(messages.text(key, values));
        return label;
    }

    /** A text of a style, in the language chosen. */
    public Label styled(String styleClass, String key) {
        Label label = label(key);
        label.getStyleClass().add(styleClass);
        return label;
    }

    /** A label that shows a value. */
    public Label value(ObservableValue<String> text, String... styleClasses) {
        Label label = new Label();
        label.textProperty().bind(text);
        label.getStyleClass().addAll(styleClasses);
        return label;
    }

    public Button button(String key, Feather feather, String... styleClasses) {
        Button button = new Button();
        button.setGraphic(icon(feather));
        button.textProperty().bind(messages.text(key));
        button.getStyleClass().addAll(styleClasses);
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    /** A button without a word on it: the words are its tooltip and its accessible text. */
    public Button iconButton(String key, Feather feather, String... styleClasses) {
        Button button = new Button();
        button.setGraphic(icon(feather));
        button.getStyleClass().addAll("button-icon", "flat");
        button.getStyleClass().addAll(styleClasses);
        explain(button, key);
        return button;
    }

    /** Gives a control a tooltip and an accessible text. */
    public void explain(Labeled control, String key) {
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty().bind(messages.text(key));
        control.setTooltip(tooltip);
        control.accessibleTextProperty().bind(messages.text(key));
    }

    /** A field to search with; Ctrl+F finds it by its style class. */
    public TextField search(String promptKey, StringProperty text) {
        CustomTextField field = new CustomTextField();
        field.setLeft(icon(Feather.SEARCH));
        Button clear = iconButton("action.clear", Feather.X, "clear-button");
        clear.setFocusTraversable(false);
        clear.setOnAction(event -> field.clear());
        clear.visibleProperty().bind(field.textProperty().isNotEmpty());
        field.setRight(clear);
        field.getStyleClass().add("search-field");
        field.promptTextProperty().bind(messages.text(promptKey));
        field.accessibleTextProperty().bind(messages.text(promptKey));
        field.textProperty().bindBidirectional(text);
        return field;
    }

    /** A field with its name above it and its error below. */
    public VBox field(String key, Node control, ObservableValue<String> error) {
        Label name = styled("field-name", key);
        name.setLabelFor(control);
        Label fault = value(error, "field-error");
        fault.setWrapText(true);
        fault.visibleProperty().bind(Bindings.createBooleanBinding(() -> !error.getValue().isEmpty(), error));
        fault.managedProperty().bind(fault.visibleProperty());
        VBox box = new VBox(4, name, control, fault);
        box.getStyleClass().add("field");
        return box;
    }

    /** A field with its name above it. */
    public VBox field(String key, Node control) {
        Label name = styled("field-name", key);
        name.setLabelFor(control);
        return new VBox(4, name, control);
    }

    /** A switch, which Space and Enter turn as well; AtlantaFX's own hears the mouse alone. */
    public ToggleSwitch toggle(String key, Property<Boolean> value) {
        ToggleSwitch toggle = new ToggleSwitch();
        toggle.textProperty().bind(messages.text(key));
        toggle.selectedProperty().bindBidirectional(value);
        toggle.addEventHandler(KeyEvent.KEY_PRESSED, pressed -> {
            if (pressed.getCode() == KeyCode.SPACE || pressed.getCode() == KeyCode.ENTER) {
                pressed.consume();
                toggle.fire();
            }
        });
        return toggle;
    }

    /** A choice among a few; {@code key} names the text of each. */
    public <T> ComboBox<T> choice(List<T> values, Function<T, String> key, Property<T> chosen, String explanationKey) {
        ComboBox<T> box = new ComboBox<>();
        followLanguage(box, () -> {
            T kept = box.getValue();
            box.setConverter(converter(key));
            box.getItems().setAll(values);
            box.setValue(kept);
        });
        box.valueProperty().bindBidirectional(chosen);
        box.accessibleTextProperty().bind(messages.text(explanationKey));
        box.setMinWidth(Region.USE_PREF_SIZE);
        return box;
    }

    /** A day to choose or to type, written as everywhere in the console: {@code 2026-11-21}. */
    public DatePicker date(Property<@Nullable LocalDate> day, double width) {
        DatePicker date = new DatePicker();
        date.setConverter(new LocalDateStringConverter(DateTimeFormatter.ISO_LOCAL_DATE,
                DateTimeFormatter.ISO_LOCAL_DATE));
        date.setPrefWidth(width);
        date.valueProperty().bindBidirectional(day);
        date.accessibleTextProperty().bind(messages.text("ban.date"));
        return date;
    }

    private <T> StringConverter<T> converter(Function<T, String> key) {
        return new StringConverter<>() {

            @Override
            public String toString(T value) {
                return value == null ? "" : messages.get(key.apply(value));
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException("this choice is not typed");
            }
        };
    }

    /** A word on a coloured ground with an icon. */
    public Label badge(Tone tone, String text) {
        Label label = new Label();
        show(label, Badge.of(tone, text));
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    /** Makes {@code label}, which has no style classes of its own, a badge; what it is already costs nothing. */
    public void show(Label label, Badge badge) {
        label.setText(badge.words());
        List<String> styles = List.of("label", "badge", badge.tone().styleClass());
        if (!label.getStyleClass().equals(styles)) {
            label.getStyleClass().setAll(styles);
        }
        if (!(label.getGraphic() instanceof FontIcon shown) || !badge.icon().equals(shown.getIconCode())) {
            label.setGraphic(icon(badge.icon()));
        }
    }

    /** The head of a view: its name, a line about it, and its actions at the right. */
    public HBox head(String titleKey, String lineKey, Node... actions) {
        VBox words = new VBox(2, styled("view-title", titleKey), styled("muted", lineKey));
        words.setMinWidth(0);
        HBox buttons = new HBox(8, actions);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        HBox head = new HBox(16, words, new Spacer(), buttons);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("view-head");
        return head;
    }

    /** A row of search, filters and buttons. */
    public HBox toolbar(Node... nodes) {
        HBox bar = new HBox(8, nodes);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("view-toolbar");
        return bar;
    }

    /** Takes the room that is left in a row. */
    public Region spacer() {
        return new Spacer();
    }

    /** A surface with a name and content. */
    public VBox card(String titleKey, Node content) {
        VBox card = new VBox(8, styled("card-title", titleKey), content);
        card.getStyleClass().add("surface");
        VBox.setVgrow(content, Priority.ALWAYS);
        return card;
    }

    /** A name at the left, its value at the right of it; for lists of details. */
    public HBox detail(String key, Node value) {
        return detail(styled("detail-name", key), value);
    }

    /** A name that is no text of the bundles, and a value. */
    public Region namedDetail(String name, String text) {
        Label label = new Label(name);
        label.getStyleClass().add("detail-name");
        Label value = new Label(text);
        value.setWrapText(true);
        value.setMaxWidth(Double.MAX_VALUE);
        value.setMinHeight(Region.USE_PREF_SIZE);
        return name.length() <= SHORT_NAME ? detail(label, value) : new VBox(2, label, value);
    }

    private static HBox detail(Label name, Node value) {
        name.setMinWidth(112);
        name.setPrefWidth(112);
        HBox.setHgrow(value, Priority.ALWAYS);
        HBox row = new HBox(8, name, value);
        row.setAlignment(Pos.BASELINE_LEFT);
        return row;
    }

    /** A name and a text that may be selected and copied. */
    public Region detail(String key, String text, String... styleClasses) {
        return text.length() <= BESIDE
                ? detail(key, selectable(text, styleClasses))
                : new VBox(2, styled("detail-name", key), selectable(text, styleClasses));
    }

    private static TextField selectable(String text, String... styleClasses) {
        TextField value = new TextField(text);
        value.setEditable(false);
        value.getStyleClass().add("plain-value");
        value.getStyleClass().addAll(styleClasses);
        return value;
    }
}
