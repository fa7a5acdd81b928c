package dev.gatehouse.ui.widget;

import dev.gatehouse.model.api.Enforcement;
import dev.gatehouse.ui.task.Enforcing;
import dev.gatehouse.ui.text.Ages;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** How one decision spreads over the nodes: a line of words over a bar, every node in its tooltip. */
public final class EnforcementLine extends VBox {

    private static final double BAR_HEIGHT = 4;

    public EnforcementLine(Kit kit, Enforcing enforcing) {
        super(4);
        getStyleClass().add("enforcement-line");
        Label words = kit.value(kit.messages().sentence(enforcing.sentenceProperty()));
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        words.graphicProperty()
                .bind(Bindings.createObjectBinding(
                        () -> kit.icon(enforcing.completeProperty().get() ? Feather.CHECK : Feather.LOADER),
                        enforcing.completeProperty()));
        ProgressBar bar = new ProgressBar();
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setMinHeight(BAR_HEIGHT);
        bar.setMaxHeight(BAR_HEIGHT);
        bar.progressProperty()
                .bind(Bindings.createDoubleBinding(() -> Enforcing.part(enforcing.nodesProperty().get()),
                        enforcing.nodesProperty()));
        bar.visibleProperty().bind(enforcing.completeProperty().not());
        bar.managedProperty().bind(bar.visibleProperty());
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> enforcing.nodesProperty()
                                .get()
                                .stream()
                                .map(node -> told(kit, node))
                                .collect(Collectors.joining("\n")),
                        enforcing.nodesProperty(), kit.messages().languageProperty()));
        words.setTooltip(tooltip);
        setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(words, bar);
    }

    private static String told(Kit kit, Enforcement node) {
        String state = kit.messages().named("enforcement.state", node.state());
        return node.behindMillis() == 0
                ? node.node() + ": " + state
                : node.node() + ": " + state + ", " + Ages.span(kit.messages(), node.behindMillis() / 1_000);
    }
}
