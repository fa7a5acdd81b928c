package dev.gatehouse.ui.route;

import dev.gatehouse.model.api.RouteReplayExchange;
import dev.gatehouse.model.api.RouteReplayExchange.Caller;
import dev.gatehouse.model.api.RouteReplayExchange.Group;
import dev.gatehouse.model.api.RouteReplayExchange.Side;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.RowTable;
import dev.gatehouse.ui.widget.Segments;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToLongFunction;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The requests that change: by route, one by one, or by who sent them. */
final class ReplayTables extends VBox {

    private static final double HEIGHT = 186;

    private final RouteReplayExchange.Response found;
    private final Kit kit;
    private final ObjectProperty<By> by = new SimpleObjectProperty<>(By.ROUTE);
    private final HBox bar;

    private enum By {
        ROUTE,
        REQUEST,
        CALLER
    }

    ReplayTables(RouteReplayExchange.Response found, Kit kit) {
        super(8);
        this.found = found;
        this.kit = kit;
        Label line = new Label();
        line.getStyleClass().add("muted");
        line.setMinWidth(0);
        bar = new HBox(8, new Segments<>(kit, List.of(By.values()), ReplayTables::key, by), line, kit.spacer());
        bar.setAlignment(Pos.CENTER_LEFT);
        kit.follow(this, () -> {
            RowTable<?> table = table();
            table.setPrefHeight(HEIGHT);
            VBox.setVgrow(table, Priority.ALWAYS);
            line.setText(line());
            getChildren().setAll(bar, table);
        }, by, kit.messages().languageProperty());
    }

    /** Puts {@code node} at the end of the row above the table. */
    void besideChoice(Node node) {
        bar.getChildren().add(node);
    }

    private static String key(By by) {
        return switch (by) {
            case ROUTE -> "route.replay.byRoute";
            case REQUEST -> "route.replay.byRequest";
            case CALLER -> "route.replay.byCaller";
        };
    }

    /** How many of them are named. */
    private String line() {
        return switch (by.get()) {
            case ROUTE -> kit.messages().get("route.replay.all");
            case REQUEST -> line("route.replay.byRequestLine", RouteReplay.requestsNamed(found));
            case CALLER -> line("route.replay.byCallerLine", RouteReplay.callersNamed(found));
        };
    }

    private String line(String key, OptionalInt named) {
        return named.isEmpty()
                ? kit.messages().get("route.replay.all")
                : kit.messages().get(key, named.getAsInt());
    }

    private RowTable<?> table() {
        return switch (by.get()) {
            case ROUTE -> byRoute();
            case REQUEST -> byRequest();
            case CALLER -> byCaller();
        };
    }

    private RowTable<Group> byRoute() {
        Columns columns = new Columns(kit);
        return table(found.groups(), List.of(
                columns.text("route.replay.effect", 232, group -> kit.messages().get(RouteReplay.key(group.effect()))),
                columns.text("route.replay.before", 184, group -> side(group.before()), "mono"),
                columns.text("route.replay.after", 184, group -> side(group.after()), "mono"),
                figure("route.replay.count", 80, Group::count), figure("route.replay.shutShort", 80, Group::shut),
                figure("route.replay.openedShort", 80, Group::opened)));
    }

    private RowTable<RouteReplay.Changed> byRequest() {
        Columns columns = new Columns(kit);
        return table(RouteReplay.requests(found), List.of(
                columns.text("route.method", 74, changed -> changed.request().method(), "mono"),
                columns.text("route.path", 170, changed -> changed.request().path(), "mono"),
                columns.text("route.replay.caller", 110, changed -> changed.request().caller()),
                figure("route.status", 64, changed -> changed.request().status()),
                columns.text("route.replay.before", 150, changed -> side(changed.before()), "mono"),
                columns.text("route.replay.after", 150, changed -> side(changed.after()), "mono"),
                columns.time("route.replay.at", 150, changed -> changed.request().at())));
    }

    private RowTable<Caller> byCaller() {
        Columns columns = new Columns(kit);
        return table(RouteReplay.callers(found),
                List.of(columns.text("route.replay.caller", 400, Caller::name),
                        columns.text("route.replay.userId", 300, Caller::user, "mono"),
                        figure("route.replay.count", 120, Caller::count)));
    }

    private String side(@Nullable Side side) {
        return side == null ? kit.messages().get("route.replay.nobody") : RouteReplay.name(side);
    }

    private <S> TableColumn<S, String> figure(String key, double width, ToLongFunction<S> value) {
        TableColumn<S, String> column = new Columns(kit).figure(key, width,
                row -> Figures.whole(value.applyAsLong(row)));
        column.setComparator(Comparator.comparingLong(shown -> Long.parseLong(shown.replace(",", ""))));
        return column;
    }

    private <S> RowTable<S> table(List<S> rows, List<TableColumn<S, ?>> columns) {
        Load load = new Load();
        load.ready();
        RowTable<S> table = new RowTable<>(kit, FXCollections.observableArrayList(rows), load, "route.replay.none",
                () -> {});
        table.table().getColumns().setAll(columns);
        table.table().setId("replay-rows");
        return table;
    }
}
