package dev.gatehouse.ui.widget;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/** Figures over the last minutes: a line over a tinted ground, a few quiet grid lines, and the figure under the pointer. */
public final class TimeChart extends Region {

    /** One figure at one moment. */
    public record Point(Instant at, double value) {}

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final double LEFT = 40;
    private static final double BOTTOM = 18;
    private static final double TOP = 8;
    private static final int GRID_LINES = 4;

    private final Duration span;
    private final boolean bare;
    private final Polygon ground = new Polygon();
    private final Polyline line = new Polyline();
    private final Line pointer = new Line();
    private final Text pointed = new Text();
    private final List<Node> scale = new ArrayList<>();
    private List<Point> points = List.of();

    /**
     * @param span the time from the left edge to the right
     * @param bare without scale, for tiles
     */
    public TimeChart(Duration span, boolean bare) {
        this.span = span;
        this.bare = bare;
        ground.getStyleClass().add("chart-ground");
        line.getStyleClass().add("chart-stroke");
        pointer.getStyleClass().add("chart-pointer");
        pointed.getStyleClass().add("chart-pointed");
        getStyleClass().add("time-chart");
        getChildren().addAll(ground, line, pointer, pointed);
        setMinSize(40, 24);
        pointer.setVisible(false);
        if (!bare) {
            setOnMouseMoved(event -> point(event.getX()));
            setOnMouseExited(event -> point(-1));
        }
    }

    /** Shows these points, oldest first; the last one is at the right edge. */
    public void show(List<Point> shown) {
        points = List.copyOf(shown);
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        getChildren().removeAll(scale);
        scale.clear();
        double left = bare ? 0 : LEFT;
        double bottom = getHeight() - (bare ? 1 : BOTTOM);
        double top = bare ? 2 : TOP;
        double most = ceiling(points.stream().mapToDouble(Point::value).max().orElse(0));
        if (!bare) {
            grid(left, top, bottom, most);
        }
        line.getPoints().clear();
        ground.getPoints().clear();
        ground.setVisible(points.size() > 1);
        if (points.size() > 1) {
            for (Point point : points) {
                line.getPoints().addAll(x(point.at(), left), y(point.value(), top, bottom, most));
            }
            ground.getPoints().addAll(line.getPoints());
            ground.getPoints().addAll(getWidth(), bottom, x(points.getFirst().at(), left), bottom);
        }
    }

    private void grid(double left, double top, double bottom, double most) {
        for (int step = 0; step <= GRID_LINES; step++) {
            double value = most * step / GRID_LINES;
            double y = Math.round(y(value, top, bottom, most)) + 0.5;
            Line rule = new Line(left, y, getWidth(), y);
            rule.getStyleClass().add("chart-rule");
            add(rule);
            if (step % 2 == 0) {
                Text text = words(Figures.brief(value));
                text.setX(left - 8 - text.getLayoutBounds().getWidth());
                text.setY(y);
                text.setTextOrigin(VPos.CENTER);
            }
        }
        if (points.isEmpty()) {
            return;
        }
        Instant last = points.getLast().at();
        for (int step = 0; step <= 4; step++) {
            Instant at = last.minus(span).plus(span.multipliedBy(step).dividedBy(4));
            Text text = words(CLOCK.format(at.atZone(ZoneId.systemDefault())));
            double width = text.getLayoutBounds().getWidth();
            text.setX(Math.min(getWidth() - width, Math.max(left, x(at, left) - width / 2)));
            text.setY(getHeight() - 2);
        }
    }

    private Text words(String value) {
        Text text = new Text(value);
        text.getStyleClass().add("chart-text");
        add(text);
        text.applyCss();
        return text;
    }

    private void add(Node node) {
        scale.add(node);
        getChildren().addFirst(node);
    }

    private double x(Instant at, double left) {
        double past = Duration.between(at, points.getLast().at()).toMillis() / (double) span.toMillis();
        return left + (getWidth() - left) * (1 - Math.clamp(past, 0, 1));
    }

    private static double y(double value, double top, double bottom, double most) {
        return bottom - (bottom - top) * value / most;
    }

    /** The next round figure at or above {@code value}: 1, 2 or 5 times a power of ten. */
    private static double ceiling(double value) {
        if (value <= 1) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double factor : new double[]{1, 2, 4, 5, 8}) {
            if (value <= factor * power) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private void point(double x) {
        Point nearest = nearest(x);
        pointer.setVisible(nearest != null);
        pointed.setText("");
        if (nearest != null) {
            double at = Math.round(x(nearest.at(), LEFT)) + 0.5;
            pointer.setStartX(at);
            pointer.setEndX(at);
            pointer.setStartY(TOP);
            pointer.setEndY(getHeight() - BOTTOM);
            pointed.setText(
                    Figures.rate(nearest.value()) + "  " + CLOCK.format(nearest.at().atZone(ZoneId.systemDefault())));
            double width = pointed.getLayoutBounds().getWidth();
            pointed.setX(at + 6 + width > getWidth() ? at - 6 - width : at + 6);
            pointed.setY(TOP + 12);
        }
    }

    private @Nullable Point nearest(double x) {
        Point nearest = null;
        for (Point point : points) {
            if (x >= LEFT
                    && (nearest == null || Math.abs(x(point.at(), LEFT) - x) < Math.abs(x(nearest.at(), LEFT) - x))) {
                nearest = point;
            }
        }
        return nearest;
    }
}
