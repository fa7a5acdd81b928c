package dev.gatehouse.ui.route;

import dev.gatehouse.ui.widget.Kit;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.WeakListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The fields that the parts of a route's form are made of. */
final class RouteFields {

    private static final double STATUS_WIDTH = 88;
    private static final int BODY_ROWS = 4;

    private RouteFields() {}

    static TextField field(String id, StringProperty value) {
        TextField field = new TextField();
        field.setId(id);
        field.textProperty().bindBidirectional(value);
        return field;
    }

    static TextArea area(String id, StringProperty value, int rows) {
        TextArea area = new TextArea();
        area.setId(id);
        area.setPrefRowCount(rows);
        area.getStyleClass().add("mono");
        area.textProperty().bindBidirectional(value);
        return area;
    }

    /** Status, media type and body of an answer; the ids of the fields begin with {@code id}. */
    static VBox answer(Kit kit, AnswerFields answer, String id) {
        TextField status = field(id + "-status", answer.statusProperty());
        status.setPrefWidth(STATUS_WIDTH);
        VBox type = kit.field("route.contentType", field(id + "-type", answer.contentTypeProperty()),
                kit.messages().sentence(answer.contentTypeFault()));
        HBox.setHgrow(type, Priority.ALWAYS);
        HBox head = new HBox(12,
                kit.field("route.status", status, kit.messages().sentence(answer.statusFault())), type);
        return new VBox(16, head, kit.field("route.body", area(id + "-body", answer.bodyProperty(), BODY_ROWS),
                kit.messages().sentence(answer.bodyFault())));
    }

    static Label wrapped(@Nullable String text, String... styleClasses) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().addAll(styleClasses);
        return label;
    }

    /** Runs {@code show} now and whenever {@code list} changes, as long as {@code owner} is there. */
    static <T> void follow(Node owner, ObservableList<T> list, Runnable show) {
        ListChangeListener<T> listener = change -> show.run();
        owner.getProperties().put(listener, listener);
        list.addListener(new WeakListChangeListener<>(listener));
        show.run();
    }

    /** Shows {@code node}, or leaves no place for it. */
    static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    static void shownWhile(Node node, ObservableValue<Boolean> condition) {
        node.visibleProperty().bind(condition);
        node.managedProperty().bind(condition);
    }
}
