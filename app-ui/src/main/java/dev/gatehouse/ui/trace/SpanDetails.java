package dev.gatehouse.ui.trace;

import dev.gatehouse.model.trace.Span;
import dev.gatehouse.model.trace.SpanKind;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.TreeMap;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** All that is known of one span. */
final class SpanDetails extends VBox {

    private static final double WIDTH = 320;
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS");

    private final TraceViewModel model;
    private final Kit kit;
    private final VBox content = new VBox(12);

    SpanDetails(TraceViewModel model, Kit kit) {
        this.model = model;
        this.kit = kit;
        setId("span-details");
        getStyleClass().add("surface");
        setMinWidth(WIDTH);
        setPrefWidth(WIDTH);
        setMaxWidth(WIDTH);
        visibleProperty().bind(model.selectedProperty().isNotNull());
        managedProperty().bind(visibleProperty());
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().add(scroll);
        model.selectedProperty().addListener((observed, before, now) -> show());
        kit.followLanguage(this, this::show);
    }

    private void show() {
        SpanRow row = model.selectedProperty().get();
        if (row == null) {
            content.getChildren().clear();
            return;
        }
        Span span = row.span();
        Label name = new Label(span.name());
        name.getStyleClass().add("card-title");
        name.setWrapText(true);
        HBox.setHgrow(name, Priority.ALWAYS);
        name.setMaxWidth(Double.MAX_VALUE);
        Button close = kit.iconButton("action.close", Feather.X);
        close.setOnAction(event -> model.selectedProperty().set(null));
        HBox head = new HBox(8, name, close);
        head.setAlignment(Pos.TOP_LEFT);
        VBox lines = new VBox(8,
                kit.detail("trace.started", EXACT.format(span.startedAt().atZone(ZoneId.systemDefault())),
                        "mono"),
                kit.detail("trace.took", Figures.micros(span.durationMicros()), "mono"),
                kit.detail("trace.node", span.node(), "mono"), kit.detail("trace.service", span.service(), "mono"),
                kit.detail("trace.kind", kit.messages().get(key(span.kind()))),
                kit.detail("trace.span", span.spanId(), "mono"));
        content.getChildren().setAll(head, new HBox(row.failed()
                ? kit.badge(Tone.BAD, kit.messages().get("trace.bad"))
                : kit.badge(Tone.GOOD, kit.messages().get("trace.good"))), lines);
        Long skew = span.skewMicros();
        if (skew != null) {
            content.getChildren().add(told(kit.messages().get("trace.skew", Figures.micros(skew)), "tone-warn-plain"));
        }
        if (span.error() != null) {
            content.getChildren().add(told(span.error(), "tone-bad-plain"));
        }
        VBox attributes = new VBox(6);
        new TreeMap<>(span.attributes())
                .forEach((key, value) -> attributes.getChildren().add(kit.namedDetail(key, value)));
        if (!attributes.getChildren().isEmpty()) {
            content.getChildren().addAll(kit.styled("card-title", "trace.attributes"), attributes);
        }
    }

    private static Label told(String text, String styleClass) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.getStyleClass().add(styleClass);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }

    private static String key(SpanKind kind) {
        return switch (kind) {
            case INTERNAL -> "trace.kind.internal";
            case SERVER -> "trace.kind.server";
            case CLIENT -> "trace.kind.client";
            case PRODUCER -> "trace.kind.producer";
            case CONSUMER -> "trace.kind.consumer";
        };
    }
}
