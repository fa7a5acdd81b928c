package dev.gatehouse.ui.dashboard;

import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.TimeChart;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** One figure, large, with its last minutes below. */
final class StatTile extends VBox {

    private final Label figure = new Label("–");
    private final TimeChart chart = new TimeChart(DashboardViewModel.SPAN, true);

    StatTile(Kit kit, String nameKey) {
        figure.getStyleClass().add("tile-figure");
        chart.setPrefHeight(32);
        getChildren().addAll(kit.styled("tile-name", nameKey), figure, chart);
        getStyleClass().add("tile");
        HBox.setHgrow(this, Priority.ALWAYS);
        setMinWidth(0);
        setPrefWidth(200);
        accessibleTextProperty().bind(kit.messages().text(nameKey));
    }

    void show(String text, List<TimeChart.Point> points) {
        figure.setText(text);
        chart.show(points);
    }
}
