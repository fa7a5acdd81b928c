package dev.gatehouse.ui.message;

import dev.gatehouse.model.api.MessagesExchange;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.Kit;
import java.util.function.ToLongFunction;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** How far one message has come: a line over a bar, and the counts. */
final class DeliveryCard extends VBox {

    private final Delivery delivery;
    private final Kit kit;

    DeliveryCard(Delivery delivery, Kit kit) {
        super(8);
        this.delivery = delivery;
        this.kit = kit;
        setId("delivery");
        Label words = kit.value(Bindings.createStringBinding(this::told, delivery.reportProperty(),
                delivery.growingProperty(), kit.messages().languageProperty()));
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        words.graphicProperty()
                .bind(Bindings.createObjectBinding(
                        () -> kit.icon(delivery.growingProperty().get() ? Feather.LOADER : Feather.CHECK),
                        delivery.growingProperty()));
        words.getStyleClass().add("delivery-words");
        ProgressBar bar = new ProgressBar();
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.accessibleTextProperty().bind(kit.messages().text("message.delivery"));
        bar.progressProperty().bind(Bindings.createDoubleBinding(() -> {
            MessagesExchange.Report report = delivery.reportProperty().get();
            return report == null ? -1 : Delivery.part(report);
        }, delivery.reportProperty()));
        getChildren().addAll(words, bar, line("message.accepted", MessagesExchange.Report::accepted),
                line("message.delivered", MessagesExchange.Report::delivered),
                line("message.queued", MessagesExchange.Report::queued),
                line("message.acknowledged", MessagesExchange.Report::acknowledged),
                line("message.read", MessagesExchange.Report::read));
    }

    private String told() {
        MessagesExchange.Report report = delivery.reportProperty().get();
        if (report == null) {
            return kit.messages()
                    .get(delivery.growingProperty().get()
                            ? "message.asking"
                            : delivery.forgottenProperty().get() ? "message.forgotten" : "message.noReport");
        }
        return kit.messages()
                .get(delivery.growingProperty().get() ? "message.growing" : "message.stands", report.delivered(),
                        report.accepted());
    }

    private HBox line(String key, ToLongFunction<MessagesExchange.Report> figure) {
        ObservableValue<String> text = Bindings.createStringBinding(() -> {
            MessagesExchange.Report report = delivery.reportProperty().get();
            return report == null ? "–" : Figures.whole(figure.applyAsLong(report));
        }, delivery.reportProperty());
        Label name = kit.styled("detail-name", key);
        Label value = kit.value(text, "figure");
        value.setId(key.replace('.', '-'));
        name.setLabelFor(value);
        HBox line = new HBox(8, name, kit.spacer(), value);
        line.setAlignment(Pos.BASELINE_LEFT);
        return line;
    }
}
