package dev.gatehouse.ui.route;

import dev.gatehouse.model.api.RouteLimitsExchange;
import dev.gatehouse.model.api.RouteLimitsExchange.Used;
import dev.gatehouse.model.api.RouteTrafficExchange.RouteTraffic;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePolicies.RateLimit;
import dev.gatehouse.ui.offline.Guards;
import dev.gatehouse.ui.task.SteadyList;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Badge;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.KeptSelection;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Question;
import dev.gatehouse.ui.widget.RowTable;
import dev.gatehouse.ui.widget.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Who has used how much of a route's limits, and the way to begin them anew. */
final class RouteLimitsPane extends VBox {

    private static final double HEIGHT = 330;
    private static final double BAR_WIDTH = 130;

    private final RouteViewModel model;
    private final RouteCounters counters;
    private final Route route;
    private final Kit kit;
    private final Dialogs dialogs;
    private final SteadyList<Used> shown = new SteadyList<>();

    RouteLimitsPane(RouteViewModel model, Route route, Kit kit, Dialogs dialogs) {
        super(12);
        this.model = model;
        this.counters = model.counters();
        this.route = route;
        this.kit = kit;
        this.dialogs = dialogs;
        setId("route-limits-pane");
        Label name = RouteFields.wrapped(RouteName.of(route.spec()), "mono");
        HBox.setHgrow(name, Priority.ALWAYS);
        name.setMaxWidth(Double.MAX_VALUE);
        HBox head = new HBox(12, name, refused());
        head.setAlignment(Pos.CENTER_LEFT);
        TextField search = kit.search("route.limits.search", counters.searchProperty());
        search.getStyleClass().add("first-focus");
        Label count = new Label();
        count.getStyleClass().add("muted");
        count.textProperty().bind(Bindings.createStringBinding(
                () -> kit.messages().get("table.count", (long) counters.shownProperty().get().size(),
                        counters.totalProperty().get()),
                counters.shownProperty(), counters.totalProperty(), kit.messages().languageProperty()));
        HBox bar = new HBox(8, search, kit.spacer(), count);
        bar.setAlignment(Pos.CENTER_LEFT);
        Label alone = kit.styled("muted", "route.limits.alone");
        alone.setId("limits-alone");
        alone.setWrapText(true);
        RouteFields.shownWhile(alone, counters.sharedProperty().not());
        Label most = kit.label("route.limits.most", RouteLimitsExchange.MOST);
        most.setId("limits-most");
        most.getStyleClass().add("muted");
        most.setWrapText(true);
        RouteFields.shownWhile(most, counters.totalProperty().greaterThanOrEqualTo(RouteLimitsExchange.MOST));
        RowTable<Used> table = table();
        getChildren().addAll(head, bar, table, most, alone);
        sceneProperty().addListener((observed, before, now) -> {
            if (now == null) {
                counters.close();
            } else {
                counters.open(route);
            }
        });
    }

    /** What begins anew: whoever is chosen, or all. */
    Button[] actions() {
        Button one = kit.button("route.limits.resetOne", Feather.ROTATE_CCW);
        one.setId("limits-reset-one");
        one.disableProperty().bind(counters.selectedProperty().isNull());
        Guards.guard(kit, one, counters.verdict());
        one.setOnAction(event -> {
            Used used = counters.selectedProperty().get();
            if (used != null) {
                dialogs.ask(new Question("route.limits.resetTitle",
                        Sentence.of("route.limits.resetBody", RouteCounters.who(used.key()), route.spec().path()),
                        "route.limits.resetOne", true), reason -> counters.reset(route, used.key(), reason));
            }
        });
        Button all = kit.button("route.limits.resetAll", Feather.ROTATE_CCW, "danger");
        all.setId("limits-reset-all");
        Guards.guard(kit, all, counters.verdict(),
                route.spec().policies().limits().isEmpty() ? Sentence.of("route.limits.noneToReset") : null);
        all.setOnAction(event -> dialogs.ask(new Question("route.limits.resetAllTitle",
                Sentence.of("route.limits.resetAllBody", route.spec().path()), "route.limits.resetAll", true),
                reason -> counters.reset(route, null, reason)));
        return new Button[]{one, all};
    }

    private RowTable<Used> table() {
        RowTable<Used> rows = new RowTable<>(kit, shown, counters.load(),
                Bindings.createStringBinding(() -> kit.messages().get(emptyKey()), counters.searchProperty(),
                        kit.messages().languageProperty()),
                counters::refresh);
        Columns columns = new Columns(kit);
        TableColumn<Used, Used> used = columns.node("route.limits.used", 230, this::used);
        used.setMinWidth(230);
        List<TableColumn<Used, ?>> all = List.of(columns.text("route.limits.who", 210, this::who, "mono"),
                columns.text("route.limits.limit", 310, counter -> limit(counter.limit())), used,
                resets());
        all.forEach(column -> column.setSortable(false));
        rows.table().getColumns().setAll(all);
        rows.table().setId("limit-counters");
        rows.setPrefHeight(HEIGHT);
        new KeptSelection<>(rows.table(), shown, RouteCounters::name, this::chosen,
                counters.selectedProperty()::set).restore();
        kit.follow(rows, () -> shown.show(counters.shownProperty().get()), counters.shownProperty());
        return rows;
    }

    private @Nullable String chosen() {
        Used used = counters.selectedProperty().get();
        return used == null ? null : RouteCounters.name(used);
    }

    private String emptyKey() {
        return !counters.searchProperty().get().isBlank() ? "route.limits.noneFound"
                : route.spec().policies().limits().isEmpty() ? "route.limits.noLimits" : "route.limits.none";
    }

    /** In words whose requests are counted. */
    private String who(Used used) {
        return kit.messages().get(RouteCounters.who(used.key()));
    }

    private String limit(RateLimit limit) {
        return kit.messages().get("route.limits.words", limit.permits(), Spans.text(limit.periodMillis()),
                kit.messages().get(PolicyWords.key(limit.kind())), kit.messages().get(PolicyWords.key(limit.per())));
    }

    private Node used(Used used) {
        Region bar = new Region();
        bar.getStyleClass().add("load-bar");
        if (used.left() == 0) {
            bar.getStyleClass().add("away");
        }
        bar.setMaxWidth(BAR_WIDTH * RouteCounters.fullness(used));
        StackPane track = new StackPane(bar);
        track.setAlignment(Pos.CENTER_LEFT);
        track.getStyleClass().add("load-track");
        track.setMinWidth(BAR_WIDTH);
        track.setMaxWidth(BAR_WIDTH);
        Label words = new Label(Figures.whole(used.used()) + " / " + Figures.whole(used.limit().permits()));
        words.getStyleClass().add("figure");
        words.setMinWidth(USE_PREF_SIZE);
        HBox box = new HBox(8, track, words);
        if (used.left() == 0) {
            words.setGraphic(kit.icon(Tone.WARN.icon()));
            words.setAccessibleText(words.getText() + ", " + kit.messages().get("route.limits.full"));
        }
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private TableColumn<Used, Instant> resets() {
        TableColumn<Used, Instant> column = new Columns(kit).age("route.limits.resets", 90, Used::resetAt);
        column.setCellFactory(made -> new CountdownCell(kit));
        return column;
    }

    /** How many requests of the route were refused just now, at this node. */
    private Label refused() {
        Label badge = new Label();
        badge.setMinWidth(USE_PREF_SIZE);
        badge.setId("limits-refused");
        kit.follow(badge, () -> {
            RouteTraffic traffic = model.traffic().figuresProperty().get().get(route.id());
            long refused = traffic == null ? 0 : traffic.limited();
            kit.show(badge, Badge.of(refused > 0 ? Tone.WARN : Tone.CALM,
                    kit.messages().get("route.limits.refused", refused)));
        }, model.traffic().figuresProperty(), kit.messages().languageProperty());
        RouteFields.shownWhile(badge, model.traffic().offeredProperty());
        return badge;
    }

    /** How long until a moment. */
    private static final class CountdownCell extends TableCell<Used, Instant> {

        CountdownCell(Kit kit) {
            getStyleClass().add("figure");
            textProperty().bind(Bindings.createStringBinding(() -> words(kit), itemProperty(), emptyProperty(),
                    kit.now(), kit.messages().languageProperty()));
        }

        private String words(Kit kit) {
            Instant at = getItem();
            if (at == null || isEmpty()) {
                return "";
            }
            Duration left = Duration.between(kit.now().getValue(), at);
            return left.isNegative() ? "–" : Ages.span(kit.messages(), left.toSeconds() + 1);
        }
    }
}
