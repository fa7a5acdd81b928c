package dev.gatehouse.ui.route;

import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteVersion;
import dev.gatehouse.ui.offline.Guards;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Segments;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** One route's versions with what each changed, who set each field, and the way back. */
final class RouteHistoryPane extends VBox {

    private static final double PREVIEW_HEIGHT = 320;

    private final RouteViewModel model;
    private final Route route;
    private final Kit kit;
    private final Dialogs dialogs;
    private final VBox content = new VBox();
    private final ObjectProperty<Side> side = new SimpleObjectProperty<>(Side.VERSIONS);

    private enum Side {
        VERSIONS,
        FIELDS
    }

    RouteHistoryPane(RouteViewModel model, Route route, Kit kit, Dialogs dialogs) {
        super(12);
        this.model = model;
        this.route = route;
        this.kit = kit;
        this.dialogs = dialogs;
        content.setId("history");
        Label of = RouteFields.wrapped(route.spec().method() + " " + route.spec().path(), "mono");
        Label state = kit.value(kit.messages().sentence(model.history().load().failureProperty()), "muted");
        state.setWrapText(true);
        getChildren().addAll(of, new Segments<>(kit, List.of(Side.values()), RouteHistoryPane::key, side), state,
                content);
        RouteFields.follow(this, model.history().versions(), this::show);
        kit.follow(this, this::show, side, kit.messages().languageProperty());
        model.history().open(route);
    }

    private static String key(Side side) {
        return switch (side) {
            case VERSIONS -> "route.history.versions";
            case FIELDS -> "route.history.fields";
        };
    }

    private void show() {
        content.getChildren().setAll(switch (side.get()) {
            case VERSIONS -> model.history().versions().stream().map(this::version).toList();
            case FIELDS -> model.history().blame().stream().map(this::blame).toList();
        });
    }

    private Node version(RouteVersion version) {
        Label number = new Label(kit.messages().get("route.versionNumber", version.version()));
        number.getStyleClass().add("card-title");
        Label change = new Label(kit.messages().named("change", version.change()));
        HBox head = new HBox(8, number, change, kit.spacer());
        head.setAlignment(Pos.CENTER_LEFT);
        if (version.route() != null && !Objects.equals(version.version(), model.history().newest())
                && model.mayChange()) {
            Button back = kit.button("route.rollback", Feather.ROTATE_CCW, "small");
            Guards.guard(kit, back, model.verdict(Deed.ROLL_BACK_ROUTE));
            back.setOnAction(event -> preview(version));
            head.getChildren().add(back);
        }
        Label by = new Label(kit.messages().get("route.changedBy", version.by(), Ages.exact(version.at())));
        by.getStyleClass().add("muted");
        VBox row = new VBox(6, head, by, diff(model.history().changes(version)));
        row.getStyleClass().add("list-row");
        return row;
    }

    /** What would change, before anything does. */
    private void preview(RouteVersion version) {
        List<RouteChanges.Change> changes = model.history().preview(version);
        ScrollPane scroll = new ScrollPane(diff(changes));
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(PREVIEW_HEIGHT);
        scroll.getStyleClass().add("edge-to-edge");
        Label words = RouteFields.wrapped(kit.messages()
                .get(changes.isEmpty() ? "route.rollbackNothing" : "route.rollbackBody", version.version()));
        Button confirm = kit.button("route.rollback", Feather.ROTATE_CCW, "primary");
        confirm.setId("confirm-rollback");
        confirm.getStyleClass().add("first-focus");
        confirm.setDisable(changes.isEmpty());
        Guards.guard(kit, confirm, model.verdict(Deed.ROLL_BACK_ROUTE));
        confirm.setOnAction(event -> {
            kit.overlay().hide();
            model.rollback(route, version);
        });
        dialogs.wideDialog("route.rollbackTitle", new VBox(12, words, scroll), confirm);
    }

    private Node blame(RouteChanges.Blame blame) {
        Label name = new Label(name(blame.field()));
        name.getStyleClass().add("detail-name");
        Label by = new Label(kit.messages().get("route.blame", blame.version(), blame.by(), Ages.exact(blame.at())));
        by.getStyleClass().add("muted");
        VBox row = new VBox(2, name, RouteFields.wrapped(value(kit, blame.field(), blame.value()), "mono"), by);
        row.getStyleClass().add("list-row");
        return row;
    }

    private VBox diff(List<RouteChanges.Change> changes) {
        return RouteHistoryPane.diff(kit, changes);
    }

    /** Field by field, what was and what is. */
    static VBox diff(Kit kit, List<RouteChanges.Change> changes) {
        VBox rows = new VBox(8);
        for (RouteChanges.Change change : changes) {
            Label name = new Label(name(kit, change.field()));
            name.getStyleClass().add("detail-name");
            VBox row = new VBox(2, name);
            Stream.of(cell("−", value(kit, change.field(), change.before()), "tone-bad"),
                    cell("+", value(kit, change.field(), change.after()), "tone-good"))
                    .filter(cell -> cell.getText().length() > 2)
                    .forEach(row.getChildren()::add);
            rows.getChildren().add(row);
        }
        return rows;
    }

    private static Label cell(String sign, String text, String tone) {
        Label label = RouteFields.wrapped(sign + " " + text, "diff-cell", tone);
        label.setMaxWidth(Double.MAX_VALUE);
        return label;
    }

    /** A field's value in the language spoken, where it is one of a few words. */
    private static String value(Kit kit, String field, String text) {
        return switch (field) {
            case "permission" -> kit.messages().named("permission", text);
            case "enabled", "policies.fallback.lastGood" -> kit.messages().named("route.fieldValue", text);
            default -> text;
        };
    }

    private String name(String field) {
        return name(kit, field);
    }

    /** A field's name in the language spoken, with the limit's number behind it. */
    private static String name(Kit kit, String field) {
        int open = field.indexOf('[');
        if (open < 0) {
            return kit.messages().named("route.fieldName", field);
        }
        int close = field.indexOf(']');
        String number = Integer.toString(Integer.parseInt(field.substring(open + 1, close)) + 1);
        return kit.messages().named("route.fieldName", field.substring(0, open) + field.substring(close + 1)) + " #"
                + number;
    }
}
