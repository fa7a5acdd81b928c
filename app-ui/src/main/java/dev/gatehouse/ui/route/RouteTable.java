package dev.gatehouse.ui.route;

import dev.gatehouse.model.api.RouteTrafficExchange.RouteTraffic;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.model.route.StaticAnswer;
import dev.gatehouse.ui.widget.ColumnChooser;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.KeptSelection;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.RowTable;
import dev.gatehouse.ui.widget.Tone;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The routes with what they take now beside what they are. */
final class RouteTable {

    /** What most paths need, in pixels. */
    private static final double LEAST_PATH = 140;
    /** How much wider a path is shown where there is room, in pixels. */
    private static final double MORE_PATH = 80;
    /** What an address with its port needs, in pixels. */
    private static final double LEAST_TARGET = 150;
    private static final Pattern SCHEME = Pattern.compile("^\\w+://");

    private static final Set<String> LIVE = Set.of("route.rate", "route.errors", "route.p99", "route.limitUse");
    private static final double BUSY = 100;
    private static final double MANY_ERRORS = 0.05;
    private static final double SLOW_MILLIS = 1_000;
    private static final double PERCENT = 100;

    private final RouteViewModel model;
    private final Kit kit;
    private final RowTable<Route> rows;
    private final ColumnChooser chooser;

    /** @param opened gets the route that is opened with a double click or Enter */
    RouteTable(RouteViewModel model, Kit kit, Consumer<Route> opened) {
        this.model = model;
        this.kit = kit;
        this.rows = new RowTable<>(kit, model.shown(), model.load(),
                Bindings.createStringBinding(
                        () -> kit.messages().get(model.searchProperty().get().isBlank() ? "route.none"
                                : "route.noneFound"),
                        model.searchProperty(), kit.messages().languageProperty()),
                model::refresh);
        Columns columns = new Columns(kit);
        TableColumn<Route, String> path = columns.text("route.path", 160, route -> route.spec().path(), "mono");
        path.setMinWidth(LEAST_PATH);
        TableColumn<Route, String> target = columns.brief("route.target", 170, this::target, this::targets, "mono");
        target.setMinWidth(LEAST_TARGET);
        List<TableColumn<Route, ?>> all = List.of(columns.node("route.method", 76, this::method), path,
                columns.text("route.host", 110, route -> route.spec().host(), "mono"),
                columns.node("route.permission", 110, this::permission),
                target,
                state(columns),
                live("route.rate", 72, traffic -> traffic.perSecond() / BUSY,
                        (route, traffic) -> Figures.rate(traffic.perSecond())),
                live("route.errors", 72, traffic -> traffic.errorShare() / MANY_ERRORS,
                        (route, traffic) -> percent(traffic.errorShare())),
                live("route.p99", 78, traffic -> traffic.p99Millis() / SLOW_MILLIS,
                        (route, traffic) -> Figures.micros(Math.round(traffic.p99Millis() * 1_000))),
                live("route.limitUse", 88, traffic -> traffic.limited() > 0 ? 1 : 0, RouteTable::limitUse),
                columns.text("route.policies", 150, this::policies),
                columns.figure("route.version", 86, route -> Long.toString(route.version())),
                columns.age("route.updated", 90, Route::updatedAt),
                columns.text("route.by", 90, Route::updatedBy));
        all.forEach(column -> column.setSortable(false));
        rows.table().getColumns().setAll(all);
        rows.table().setId("routes");
        chooser = new ColumnChooser(kit, rows.table(), 2, model.columns().hidden(), model.columns()::hide)
                .leaveOutInTurn("route.policies", "route.by", "route.updated", "route.version", "route.host",
                        "route.limitUse", "route.p99")
                .widen("route.path", MORE_PATH)
                .leaveOutUntil(model.traffic().offeredProperty(), LIVE);
        select(opened);
    }

    RowTable<Route> node() {
        return rows;
    }

    ColumnChooser chooser() {
        return chooser;
    }

    private void select(Consumer<Route> opened) {
        KeptSelection<Route> kept = new KeptSelection<>(rows.table(), model.shown(), Route::id, this::chosen,
                model.selectedProperty()::set);
        kept.restore();
        model.selectedProperty().addListener((observed, before, now) -> {
            Route highlighted = rows.table().getSelectionModel().getSelectedItem();
            kept.restore();
            if (now != null && (highlighted == null || !highlighted.id().equals(now.id()))) {
                rows.table().scrollTo(now);
            }
        });
        Runnable open = () -> {
            Route route = model.selectedProperty().get();
            if (route != null && model.mayChange()) {
                opened.accept(route);
            }
        };
        rows.table().setOnMouseClicked(event -> {
            if (event.getClickCount() == 2) {
                open.run();
            }
        });
        rows.table().setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                open.run();
            }
        });
    }

    private @Nullable String chosen() {
        Route route = model.selectedProperty().get();
        return route == null ? null : route.id();
    }

    private TableColumn<Route, Route> live(String key, double width, ToDoubleFunction<RouteTraffic> heat,
            RouteHeatCell.Words words) {
        TableColumn<Route, Route> column = new Columns(kit).node(key, width, route -> new Label());
        column.setCellFactory(made -> new RouteHeatCell(kit, model.traffic(), heat, words));
        column.getStyleClass().add("figure-column");
        return column;
    }

    private static String percent(double share) {
        return share == 0 ? "0 %" : String.format(java.util.Locale.ENGLISH, "%.1f %%", share * PERCENT);
    }

    private static String limitUse(Route route, RouteTraffic traffic) {
        if (traffic.limited() > 0) {
            return "−" + Figures.whole(traffic.limited());
        }
        Double use = RouteLoad.limitUse(route, traffic);
        return use == null ? "" : percent(use);
    }

    private Node method(Route route) {
        Label badge = new Label(
                "*".equals(route.spec().method()) ? kit.messages().get("route.any") : route.spec().method());
        badge.getStyleClass().add("method");
        return row(badge);
    }

    private Node permission(Route route) {
        Label badge = kit.badge(route.spec().permission() == RoutePermission.PUBLIC ? Tone.WARN : Tone.CALM,
                kit.messages().get(key(route.spec().permission())));
        badge.setGraphic(kit.icon(switch (route.spec().permission()) {
            case PUBLIC -> Feather.GLOBE;
            case USER -> Feather.USER;
            case ADMIN -> Feather.SHIELD;
        }));
        return row(badge);
    }

    static String key(RoutePermission permission) {
        return switch (permission) {
            case PUBLIC -> "permission.public";
            case USER -> "permission.user";
            case ADMIN -> "permission.admin";
        };
    }

    /** The first upstream's host and port, and how many more there are; the status where nobody is asked. */
    private String target(Route route) {
        RouteSpec spec = route.spec();
        List<String> upstreams = spec.upstreams();
        if (spec.staticAnswer() != null) {
            return kit.messages().get("route.staticStatus", spec.staticAnswer().status());
        }
        if (upstreams.isEmpty()) {
            return "";
        }
        String first = SCHEME.matcher(upstreams.getFirst()).replaceFirst("");
        int slash = first.indexOf('/');
        String place = slash < 0 ? first : first.substring(0, slash);
        return upstreams.size() == 1 ? place : place + " +" + (upstreams.size() - 1);
    }

    /** All upstreams, or the answer that is given without any. */
    private String targets(Route route) {
        StaticAnswer answer = route.spec().staticAnswer();
        return answer == null
                ? String.join("\n", route.spec().upstreams())
                : kit.messages().get("route.staticShort", answer.status(), answer.contentType());
    }

    private String policies(Route route) {
        return Stream.of(PolicyPart.values())
                .filter(part -> PolicyWords.summary(part, route.spec().policies()) != null)
                .map(part -> kit.messages().get(part.key()))
                .collect(Collectors.joining(", "));
    }

    private TableColumn<Route, Route> state(Columns columns) {
        TableColumn<Route, Route> column = columns.node("route.state", 100, route -> new Label());
        column.setCellFactory(made -> new RouteStateCell(kit, model.traffic()));
        return column;
    }

    private static Node row(Node badge) {
        HBox box = new HBox(badge);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }
}
