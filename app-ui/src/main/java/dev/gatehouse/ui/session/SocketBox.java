package dev.gatehouse.ui.session;

import dev.gatehouse.model.api.NodesExchange;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.Kit;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What one session's socket does: its queue, its rates, and the last frames. */
final class SocketBox extends VBox {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final SocketWatch model;
    private final Kit kit;
    private final VBox frames = new VBox(2);

    SocketBox(SocketWatch model, Kit kit) {
        super(8);
        this.model = model;
        this.kit = kit;
        setId("socket");
        Label failure = kit.value(kit.messages().sentence(model.load().failureProperty()), "muted");
        failure.setWrapText(true);
        failure.setMinHeight(USE_PREF_SIZE);
        failure.visibleProperty().bind(model.load().stateProperty().isEqualTo(Load.State.FAILED));
        failure.managedProperty().bind(failure.visibleProperty());
        VBox lines = new VBox(6, line("session.protocol", NodesExchange.SocketDetail::subprotocol),
                line("session.queue",
                        detail -> kit.messages().get("session.bytes", Figures.whole(detail.queuedBytes()))),
                line("session.in", detail -> flow(detail.messagesIn(), model.ratesProperty().get().messagesIn())),
                line("session.out", detail -> flow(detail.messagesOut(), model.ratesProperty().get().messagesOut())),
                line("session.bytesIn", detail -> flow(detail.bytesIn(), model.ratesProperty().get().bytesIn())),
                line("session.bytesOut", detail -> flow(detail.bytesOut(), model.ratesProperty().get().bytesOut())),
                line("session.perTen", detail -> Figures.whole(detail.per10s())));
        lines.visibleProperty().bind(model.detailProperty().isNotNull());
        lines.managedProperty().bind(lines.visibleProperty());
        frames.getStyleClass().add("frames");
        VBox last = new VBox(8, kit.styled("card-title", "session.frames"), frames);
        last.visibleProperty().bind(lines.visibleProperty());
        last.managedProperty().bind(last.visibleProperty());
        getChildren().addAll(kit.styled("card-title", "session.socket"), failure, lines, last);
        visibleProperty().bind(model.detailProperty().isNotNull().or(failure.visibleProperty()));
        managedProperty().bind(visibleProperty());
        model.detailProperty().addListener((observed, before, now) -> showFrames());
        showFrames();
    }

    private String flow(long total, double rate) {
        return kit.messages().get("session.flow", Figures.whole(total), Figures.rate(rate));
    }

    private Node line(String key, Function<NodesExchange.SocketDetail, String> value) {
        Label words = kit.value(Bindings.createStringBinding(() -> {
            NodesExchange.SocketDetail detail = model.detailProperty().get();
            return detail == null ? "" : value.apply(detail);
        }, model.detailProperty(), model.ratesProperty(), kit.messages().languageProperty()), "figure");
        words.setMinWidth(0);
        return kit.detail(key, words);
    }

    private void showFrames() {
        NodesExchange.SocketDetail detail = model.detailProperty().get();
        frames.getChildren().clear();
        if (detail == null || detail.frames().isEmpty()) {
            frames.getChildren().add(kit.styled("muted", "session.noFrames"));
            return;
        }
        detail.frames().forEach(frame -> frames.getChildren().add(frame(frame)));
    }

    private Node frame(NodesExchange.Frame frame) {
        FontIcon way = kit.icon(frame.in() ? Feather.ARROW_UP_RIGHT : Feather.ARROW_DOWN_LEFT);
        way.getStyleClass().add(frame.in() ? "frame-in" : "frame-out");
        Label type = new Label(frame.type(), way);
        type.setMinWidth(0);
        type.accessibleTextProperty()
                .bind(kit.messages().text(frame.in() ? "session.frameIn" : "session.frameOut", frame.type()));
        Label size = new Label(Figures.whole(frame.bytes()) + " B");
        size.getStyleClass().addAll("figure", "muted");
        size.setMinWidth(USE_PREF_SIZE);
        Label at = new Label(time(frame.at()));
        at.getStyleClass().addAll("figure", "muted");
        at.setMinWidth(USE_PREF_SIZE);
        HBox row = new HBox(8, at, type, kit.spacer(), size);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static String time(Instant at) {
        return CLOCK.format(at.atZone(ZoneId.systemDefault()));
    }
}
