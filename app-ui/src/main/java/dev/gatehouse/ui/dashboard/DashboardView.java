package dev.gatehouse.ui.dashboard;

import dev.gatehouse.model.health.Stats;
import dev.gatehouse.ui.node.NodeMap;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.RowTable;
import dev.gatehouse.ui.widget.TimeChart;
import dev.gatehouse.ui.widget.Tone;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The overview. */
public final class DashboardView extends VBox {

    private final DashboardViewModel model;
    private final Kit kit;
    private final StatTile online;
    private final StatTile logins;
    private final StatTile requests;
    private final StatTile errors;
    private final StatTile heartbeats;
    private final StatTile messages;
    private final TimeChart onlineChart = new TimeChart(DashboardViewModel.SPAN, false);
    private final TimeChart requestChart = new TimeChart(DashboardViewModel.SPAN, false);
    private final TimeChart messageChart = new TimeChart(DashboardViewModel.SPAN, false);
    private final VBox alarms = new VBox();

    public DashboardView(DashboardViewModel model, Kit kit) {
        this.model = model;
        this.kit = kit;
        online = new StatTile(kit, "dashboard.online");
        logins = new StatTile(kit, "dashboard.logins");
        requests = new StatTile(kit, "dashboard.requests");
        errors = new StatTile(kit, "dashboard.errors");
        errors.getStyleClass().add("bad-line");
        heartbeats = new StatTile(kit, "dashboard.heartbeats");
        messages = new StatTile(kit, "dashboard.messages");
        HBox tiles = new HBox(12, online, logins, requests, errors, heartbeats, messages);
        VBox content = new VBox(12, tiles, grid());
        VBox.setVgrow(content.getChildren().getLast(), Priority.ALWAYS);
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getStyleClass().add("view");
        getChildren().addAll(kit.head("place.overview", "dashboard.line"), scroll);
        model.latestProperty().addListener((observed, before, now) -> showFigures());
        model.alarms().addListener((ListChangeListener<DashboardViewModel.Alarm>) change -> showAlarms());
        kit.followLanguage(this, this::showAlarms);
        showFigures();
    }

    private GridPane grid() {
        GridPane grid = new GridPane(12, 12);
        ColumnConstraints wide = new ColumnConstraints();
        wide.setPercentWidth(58);
        ColumnConstraints narrow = new ColumnConstraints();
        narrow.setPercentWidth(42);
        grid.getColumnConstraints().setAll(wide, narrow);
        ScrollPane nodes = new ScrollPane(new NodeMap(model.nodes(), kit));
        nodes.setFitToWidth(true);
        nodes.getStyleClass().add("edge-to-edge");
        ScrollPane list = new ScrollPane(alarms);
        list.setFitToWidth(true);
        list.getStyleClass().add("edge-to-edge");
        place(grid, kit.card("dashboard.onlineOverTime", onlineChart), 0, 0);
        place(grid, kit.card("dashboard.alarms", list), 1, 0);
        place(grid, kit.card("dashboard.requestsOverTime", requestChart), 0, 1);
        place(grid, kit.card("dashboard.nodes", nodes), 1, 1);
        place(grid, kit.card("dashboard.messagesOverTime", messageChart), 0, 2);
        grid.add(latency(), 1, 2);
        return grid;
    }

    private static void place(GridPane grid, Region card, int column, int row) {
        card.setMinHeight(112);
        card.setPrefHeight(220);
        GridPane.setVgrow(card, Priority.ALWAYS);
        GridPane.setHgrow(card, Priority.ALWAYS);
        grid.add(card, column, row);
    }

    private Node latency() {
        Columns columns = new Columns(kit);
        RowTable<Stats.Layer> table = new RowTable<>(kit, model.layers(), model.load(), "dashboard.noLayers",
                model::refresh);
        table.table()
                .getColumns()
                .setAll(List.of(
                        columns.<Stats.Layer>text("dashboard.layer", 118,
                                layer -> kit.messages().named("layer", layer.name())),
                        columns.<Stats.Layer>figure("dashboard.p50", 88, layer -> Figures.micros(layer.p50Micros())),
                        columns.<Stats.Layer>figure("dashboard.p99", 116, layer -> Figures.micros(layer.p99Micros())),
                        columns.<Stats.Layer>figure("dashboard.calls", 110, layer -> Figures.whole(layer.count()))));
        table.hideBelow(420, "dashboard.calls");
        table.setMinHeight(168);
        table.setPrefHeight(168);
        table.setMaxHeight(168);
        return table;
    }

    private void showFigures() {
        Stats latest = model.latestProperty().get();
        if (latest == null) {
            return;
        }
        online.show(Figures.whole(latest.online()), points(Stats::online));
        logins.show(Figures.rate(latest.logins()), points(Stats::logins));
        requests.show(Figures.rate(latest.requests()), points(Stats::requests));
        errors.show(Figures.rate(latest.errors()), points(Stats::errors));
        heartbeats.show(Figures.rate(latest.heartbeats()), points(Stats::heartbeats));
        messages.show(Figures.rate(latest.messages()), points(Stats::messages));
        onlineChart.show(points(Stats::online));
        requestChart.show(points(Stats::requests));
        messageChart.show(points(Stats::messages));
    }

    private List<TimeChart.Point> points(ToDoubleFunction<Stats> figure) {
        return model.history(figure)
                .stream()
                .map(entry -> new TimeChart.Point(entry.getKey(), entry.getValue()))
                .toList();
    }

    private void showAlarms() {
        if (model.alarms().isEmpty()) {
            Label calm = kit.badge(Tone.GOOD, "");
            calm.textProperty().bind(kit.messages().text("dashboard.noAlarms"));
            alarms.getChildren().setAll(calm);
            return;
        }
        alarms.getChildren().setAll(model.alarms().stream().map(this::alarm).toList());
    }

    private Node alarm(DashboardViewModel.Alarm alarm) {
        Label sentence = new Label(kit.messages().get(alarm.sentence()));
        sentence.setWrapText(true);
        HBox.setHgrow(sentence, Priority.ALWAYS);
        sentence.setMaxWidth(Double.MAX_VALUE);
        Label age = new Label();
        age.textProperty()
                .bind(javafx.beans.binding.Bindings.createStringBinding(
                        () -> Ages.since(kit.messages(), alarm.since(), kit.now().getValue()), kit.now()));
        age.getStyleClass().addAll("figure", "muted");
        age.setMinWidth(Region.USE_PREF_SIZE);
        Label sign = kit.badge(Tone.BAD, kit.messages().get("alarm.word"));
        HBox row = new HBox(8, sign, sentence, age);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("list-row");
        return row;
    }
}
