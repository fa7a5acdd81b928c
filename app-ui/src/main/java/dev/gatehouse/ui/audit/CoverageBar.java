package dev.gatehouse.ui.audit;

import dev.gatehouse.model.audit.Coverage;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/**
 * Which offsets of the log were searched, one stretch per partition: searched, missing from the log, and not indexed
 * yet. Even a single missing record is seen.
 */
final class CoverageBar extends Region {

    private static final double HEIGHT = 10;
    private static final double BETWEEN = 3;
    private static final double LEAST = 3;

    private final List<Node> drawn = new ArrayList<>();
    private List<Coverage.PartitionCoverage> partitions = List.of();

    CoverageBar() {
        getStyleClass().add("coverage-bar");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setMinSize(64, HEIGHT);
        setPrefHeight(HEIGHT);
        setMaxHeight(HEIGHT);
    }

    void show(List<Coverage.PartitionCoverage> shown) {
        partitions = shown.stream().filter(each -> length(each) > 0).toList();
        requestLayout();
    }

    private static long end(Coverage.PartitionCoverage partition) {
        return partition.logEnd() == null ? partition.next() : Math.max(partition.next(), partition.logEnd());
    }

    private static long length(Coverage.PartitionCoverage partition) {
        return end(partition) - partition.from();
    }

    @Override
    protected void layoutChildren() {
        getChildren().removeAll(drawn);
        drawn.clear();
        if (partitions.isEmpty()) {
            stretch(0, getWidth(), "coverage-nothing");
            return;
        }
        double room = getWidth() - BETWEEN * (partitions.size() - 1);
        double equal = room / partitions.size();
        double all = (double) partitions.stream().mapToLong(CoverageBar::length).sum();
        double x = 0;
        for (Coverage.PartitionCoverage partition : partitions) {
            // half by number, half by length: a short partition beside a long one is seen too
            double width = equal / 2 + room / 2 * length(partition) / all;
            draw(partition, x, width);
            x += width + BETWEEN;
        }
    }

    private void draw(Coverage.PartitionCoverage partition, double x, double width) {
        double scale = width / length(partition);
        double indexed = (partition.next() - partition.from()) * scale;
        stretch(x, indexed, "coverage-searched");
        for (Coverage.Gap gap : partition.gaps()) {
            stretch(x + Math.min((gap.from() - partition.from()) * scale, width - LEAST),
                    Math.max(LEAST, (gap.to() - gap.from()) * scale), "coverage-gap");
        }
        if (end(partition) > partition.next()) {
            double left = Math.max(LEAST, width - indexed);
            stretch(x + width - left, left, "coverage-behind");
        }
    }

    private void stretch(double x, double width, String styleClass) {
        Rectangle stretch = new Rectangle(x, 0, Math.max(0, width), HEIGHT);
        stretch.setArcWidth(4);
        stretch.setArcHeight(4);
        stretch.getStyleClass().add(styleClass);
        stretch.setManaged(false);
        drawn.add(stretch);
        getChildren().add(stretch);
    }
}
