package dev.gatehouse.ui.audit;

import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.Kit;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.ClosePath;
import javafx.scene.shape.Line;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;

/**
 * Records over time as bars, each parted by how its records ended. Dragging over it, or the arrow keys with Shift and
 * then Enter, chooses a time to look at closer; Backspace goes back.
 */
final class AuditChart extends Region {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM-dd HH:mm");
    private static final double LEFT = 40;
    private static final double BOTTOM = 16;
    private static final double TOP = 6;
    private static final double LEAST_DRAG = 4;
    private static final int LABELS = 5;

    private final Kit kit;
    private final BiConsumer<Instant, Instant> zoom;
    private final Runnable zoomOut;
    private final Rectangle marked = new Rectangle();
    private final Path failed = bars("bar-failed");
    private final Path refused = bars("bar-refused");
    private final Path accepted = bars("bar-accepted");
    private final Line upper = rule();
    private final Line lower = rule();
    private final Text upperValue = words();
    private final Text lowerValue = words();
    /** Times below the bars, from the left edge to the right. */
    private final List<Text> moments = Stream.generate(AuditChart::words).limit(LABELS).toList();
    private final ReadOnlyStringWrapper pointed = new ReadOnlyStringWrapper("");
    private AuditCounts.Histogram histogram = AuditCounts.NOTHING;
    /** The bar at which a choice begins; -1 for none. */
    private int anchor = -1;
    /** The bar at which it ends; also the one that the keyboard stands at. */
    private int head = -1;
    private double pressedAt = -1;

    /**
     * @param zoom    gets the time that was chosen
     * @param zoomOut goes back
     */
    AuditChart(Kit kit, BiConsumer<Instant, Instant> zoom, Runnable zoomOut) {
        this.kit = kit;
        this.zoom = zoom;
        this.zoomOut = zoomOut;
        getStyleClass().add("audit-chart");
        setId("audit-chart");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        marked.getStyleClass().add("chart-marked");
        marked.setVisible(false);
        upperValue.setTextOrigin(VPos.CENTER);
        lowerValue.setTextOrigin(VPos.CENTER);
        getChildren().addAll(upper, lower, upperValue, lowerValue, failed, refused, accepted);
        getChildren().addAll(moments);
        getChildren().add(marked);
        getChildren().forEach(child -> {
            child.setManaged(false);
            child.setMouseTransparent(true);
        });
        setMinSize(120, 56);
        setPrefHeight(76);
        setMaxHeight(76);
        setOnMousePressed(this::pressed);
        setOnMouseDragged(event -> extend(slot(event.getX())));
        setOnMouseReleased(this::released);
        setOnMouseMoved(event -> point(slot(event.getX())));
        setOnMouseExited(event -> point(-1));
        setOnKeyPressed(this::key);
        focusedProperty().addListener((observed, before, now) -> {
            if (!now) {
                choose(-1, -1);
            }
        });
    }

    /** What the bar under the pointer or the keyboard says; empty where there is none. */
    ReadOnlyStringProperty pointedProperty() {
        return pointed.getReadOnlyProperty();
    }

    /** Shows other counts; a time that is being chosen stays chosen, as far as it is in them. */
    void show(AuditCounts.Histogram shown) {
        boolean choosing = anchor >= 0 && slots() > 0;
        Instant from = at(anchor);
        Instant to = at(head);
        histogram = shown;
        if (choosing && slots() > 0 && (within(from) || within(to))) {
            choose(slot(from), slot(to));
        } else {
            choose(-1, -1);
        }
        requestLayout();
    }

    private boolean within(Instant moment) {
        return !moment.isBefore(histogram.from()) && moment.isBefore(histogram.to());
    }

    private int slot(Instant moment) {
        long slot = Math.floorDiv(Duration.between(histogram.from(), moment).toMillis(),
                Math.max(1, histogram.stepMillis()));
        return (int) Math.clamp(slot, 0, slots() - 1L);
    }

    private int slots() {
        long span = Duration.between(histogram.from(), histogram.to()).toMillis();
        return Math.clamp((span + histogram.stepMillis() - 1) / Math.max(1, histogram.stepMillis()), 0, 10_000);
    }

    private double slotWidth() {
        return (getWidth() - LEFT) / Math.max(1, slots());
    }

    private int slot(double x) {
        return slots() == 0 ? -1 : (int) Math.clamp(Math.floor((x - LEFT) / slotWidth()), 0, slots() - 1.0);
    }

    private Instant at(int slot) {
        return histogram.from().plusMillis(slot * histogram.stepMillis());
    }

    @Override
    protected void layoutChildren() {
        double bottom = getHeight() - BOTTOM;
        long most = ceiling(histogram.bars().stream().mapToLong(AuditCounts.Bar::total).max().orElse(0));
        rule(upper, upperValue, TOP, most);
        rule(lower, lowerValue, bottom, 0);
        double width = Math.max(1, slotWidth() - 1);
        List<Path> paths = List.of(failed, refused, accepted);
        paths.forEach(path -> path.getElements().clear());
        for (AuditCounts.Bar bar : histogram.bars()) {
            double x = LEFT + slotOf(bar) * slotWidth();
            double y = part(failed, x, bottom, width, bar.failed(), most);
            y = part(refused, x, y, width, bar.refused(), most);
            part(accepted, x, y, width, bar.accepted(), most);
        }
        times();
        mark();
    }

    private long slotOf(AuditCounts.Bar bar) {
        return Duration.between(histogram.from(), bar.at()).toMillis() / Math.max(1, histogram.stepMillis());
    }

    /** Draws a part of a bar that stands on {@code y}; where its top is. */
    private double part(Path path, double x, double y, double width, long count, long most) {
        if (count == 0) {
            return y;
        }
        double top = y - Math.max(1.5, (getHeight() - BOTTOM - TOP) * count / most);
        path.getElements()
                .addAll(new MoveTo(x, y), new LineTo(x, top), new LineTo(x + width, top), new LineTo(x + width, y),
                        new ClosePath());
        return top;
    }

    private void rule(Line rule, Text text, double y, long value) {
        rule.setStartX(LEFT);
        rule.setEndX(getWidth());
        rule.setStartY(Math.round(y) + 0.5);
        rule.setEndY(Math.round(y) + 0.5);
        text.setText(Figures.brief((double) value));
        text.setX(LEFT - 8 - text.getLayoutBounds().getWidth());
        text.setY(y);
    }

    private void times() {
        boolean isNever = histogram.bars().isEmpty() && histogram.from().equals(Instant.EPOCH);
        Duration span = Duration.between(histogram.from(), histogram.to());
        DateTimeFormatter form = span.toHours() >= 24 ? DAY : span.toMinutes() >= 10 ? MINUTE : CLOCK;
        String before = "";
        for (int step = 0; step < moments.size(); step++) {
            Text text = moments.get(step);
            Instant moment = histogram.from().plus(span.multipliedBy(step).dividedBy(moments.size() - 1L));
            String time = form.format(moment.atZone(ZoneId.systemDefault()));
            text.setVisible(slots() > 0 && !isNever && !time.equals(before));
            before = time;
            text.setText(time);
            double width = text.getLayoutBounds().getWidth();
            double x = LEFT + (getWidth() - LEFT) * step / (moments.size() - 1);
            text.setX(Math.min(getWidth() - width, Math.max(LEFT, x - width / 2)));
            text.setY(getHeight() - 3);
        }
    }

    private static Path bars(String styleClass) {
        Path path = new Path();
        path.setStroke(null);
        path.getStyleClass().add(styleClass);
        return path;
    }

    private static Line rule() {
        Line rule = new Line();
        rule.getStyleClass().add("chart-rule");
        return rule;
    }

    private static Text words() {
        Text text = new Text();
        text.getStyleClass().add("chart-text");
        return text;
    }

    /** The next round count at or above {@code value}: 1, 2, 4, 5 or 8 times a power of ten. */
    private static long ceiling(long value) {
        long power = 1;
        while (power * 10 <= value) {
            power *= 10;
        }
        for (long factor : new long[]{1, 2, 4, 5, 8}) {
            if (value <= factor * power) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private void pressed(MouseEvent event) {
        requestFocus();
        if (event.getButton() == MouseButton.PRIMARY) {
            pressedAt = event.getX();
            choose(slot(event.getX()), slot(event.getX()));
        }
    }

    private void released(MouseEvent event) {
        if (pressedAt >= 0 && Math.abs(event.getX() - pressedAt) >= LEAST_DRAG) {
            closer();
        } else {
            choose(-1, -1);
        }
        pressedAt = -1;
    }

    private void extend(int slot) {
        if (anchor >= 0) {
            choose(anchor, slot);
            point(slot);
        }
    }

    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case LEFT -> step(-1, event.isShiftDown());
            case RIGHT -> step(1, event.isShiftDown());
            case ENTER -> closer();
            case ESCAPE -> choose(-1, -1);
            case BACK_SPACE -> zoomOut.run();
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void step(int by, boolean extending) {
        int last = slots() - 1;
        int next = head < 0 ? (by > 0 ? 0 : last) : Math.clamp(head + by, 0, Math.max(0, last));
        choose(extending && anchor >= 0 ? anchor : next, next);
        point(next);
    }

    private void closer() {
        if (anchor >= 0 && slots() > 0) {
            Instant from = at(Math.min(anchor, head));
            Instant to = at(Math.max(anchor, head) + 1);
            choose(-1, -1);
            zoom.accept(from, to);
        }
    }

    private void choose(int from, int to) {
        anchor = from;
        head = to;
        mark();
    }

    private void mark() {
        marked.setVisible(anchor >= 0);
        if (anchor >= 0) {
            marked.setX(LEFT + Math.min(anchor, head) * slotWidth());
            marked.setWidth((Math.abs(head - anchor) + 1) * slotWidth());
            marked.setY(0);
            marked.setHeight(Math.max(0, getHeight() - BOTTOM));
        }
    }

    private void point(int slot) {
        if (slot < 0) {
            pointed.set("");
            return;
        }
        AuditCounts.Bar bar = histogram.bars()
                .stream()
                .filter(each -> slotOf(each) == slot)
                .findFirst()
                .orElseGet(() -> new AuditCounts.Bar(at(slot), 0, 0, 0));
        ZoneId zone = ZoneId.systemDefault();
        pointed.set(kit.messages()
                .get("audit.chart.bar", CLOCK.format(bar.at().atZone(zone)), CLOCK.format(at(slot + 1).atZone(zone)),
                        bar.accepted(), bar.refused(), bar.failed()));
        setAccessibleText(pointed.get());
    }
}
