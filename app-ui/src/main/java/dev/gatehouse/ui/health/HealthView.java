package dev.gatehouse.ui.health;

import dev.gatehouse.model.health.DependencyHealth;
import dev.gatehouse.model.health.Health;
import dev.gatehouse.model.health.NodeInfo;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.text.HealthWords;
import dev.gatehouse.ui.widget.Columns;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.RowTable;
import dev.gatehouse.ui.widget.Tone;
import java.util.List;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;

/** Dependencies as cards, nodes as a table. */
public final class HealthView extends VBox {

    private final HealthViewModel model;
    private final Kit kit;
    private final HBox cards = new HBox(12);

    public HealthView(HealthViewModel model, Kit kit) {
        this.model = model;
        this.kit = kit;
        RowTable<NodeInfo> nodes = nodes();
        VBox.setVgrow(nodes, Priority.ALWAYS);
        getStyleClass().add("view");
        Label title = kit.styled("card-title", "health.nodes");
        getChildren().addAll(kit.head("place.health", "health.line"), cards, title, nodes,
                new DeadLettersPane(model.letters(), kit));
        model.current().addListener((observed, before, now) -> showCards());
        kit.followLanguage(this, this::showCards);
    }

    private RowTable<NodeInfo> nodes() {
        Columns columns = new Columns(kit);
        RowTable<NodeInfo> table = new RowTable<>(kit, model.nodes(), model.nodesLoad(), "health.noNodes",
                model::refresh);
        table.table()
                .getColumns()
                .setAll(List.of(columns.<NodeInfo>text("health.node", 150, NodeInfo::id, "mono"),
                        columns.<NodeInfo>node("health.state", 190, this::state),
                        columns.<NodeInfo>figure("health.sessions", 90, node -> Figures.whole(node.sessions())),
                        columns.<NodeInfo>figure("health.position", 100,
                                node -> node.position() < 0 ? "–" : Figures.whole(node.position())),
                        columns.<NodeInfo>age("health.beat", 100, NodeInfo::lastBeatAt),
                        columns.<NodeInfo>age("health.started", 100, NodeInfo::startedAt),
                        columns.<NodeInfo>text("health.url", 190, NodeInfo::url, "mono"),
                        columns.<NodeInfo>text("health.version", 120, NodeInfo::version)));
        table.hideBelow(900, "health.version").hideBelow(820, "health.url");
        return table;
    }

    private Node state(NodeInfo node) {
        Label badge = node.live()
                ? kit.badge(Tone.GOOD, kit.messages().get("health.nodeLive"))
                : kit.badge(Tone.BAD, kit.messages().get("health.nodeAway"));
        HBox box = new HBox(6, badge);
        if (node.self()) {
            box.getChildren().add(kit.badge(Tone.ACCENT, kit.messages().get("health.self")));
        }
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private void showCards() {
        Health health = model.current().get();
        if (health == null) {
            Label waiting = kit.styled("muted", "table.waiting");
            VBox card = new VBox(waiting);
            card.getStyleClass().add("surface");
            cards.getChildren().setAll(card);
            return;
        }
        cards.getChildren().setAll(health.dependencies().stream().map(this::card).toList());
    }

    private Node card(DependencyHealth dependency) {
        Label name = new Label(kit.messages().named("layer", dependency.name()));
        name.getStyleClass().add("card-title");
        HBox head = new HBox(8, name, kit.spacer(), badge(dependency));
        head.setAlignment(Pos.CENTER_LEFT);
        Label sentence = new Label(kit.messages().get(HealthWords.told(dependency.detail())));
        sentence.setWrapText(true);
        sentence.setMinHeight(Region.USE_PREF_SIZE);
        sentence.setAlignment(Pos.TOP_LEFT);
        sentence.getStyleClass().add("muted");
        VBox lines = new VBox(4);
        lines.getChildren().add(line("health.since", age(dependency)));
        if (dependency.breaker() != null) {
            lines.getChildren().add(line("health.breaker", new Label(breaker(dependency.breaker()))));
        }
        lines.getChildren().add(line("health.queues", new Label(queues(dependency))));
        lines.getChildren()
                .add(line("health.dataAge",
                        new Label(Ages.span(kit.messages(), Math.max(0, dependency.dataAgeMillis()) / 1_000))));
        VBox card = new VBox(12, head, sentence, lines);
        card.getStyleClass().add("surface");
        card.setMinWidth(0);
        card.setPrefWidth(320);
        HBox.setHgrow(card, Priority.ALWAYS);
        return card;
    }

    private Label badge(DependencyHealth dependency) {
        return switch (dependency.state()) {
            case LIVE -> kit.badge(Tone.GOOD, kit.messages().get("health.live"));
            case DEGRADED -> kit.badge(Tone.BAD, kit.messages().get("health.degraded"));
            case OFF -> kit.badge(Tone.CALM, kit.messages().get("health.off"));
        };
    }

    private Label age(DependencyHealth dependency) {
        Label age = new Label();
        age.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> Ages.since(kit.messages(), dependency.since(), kit.now().getValue()), kit.now()));
        return age;
    }

    private String breaker(String state) {
        return kit.messages().named("breaker", state);
    }

    private String queues(DependencyHealth dependency) {
        if (dependency.queues().isEmpty()) {
            return kit.messages().get("health.noQueues");
        }
        return dependency.queues()
                .entrySet()
                .stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .map(entry -> HealthWords.queue(kit.messages(), entry.getKey()) + " " + Figures.whole(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private Node line(String key, Label value) {
        Label name = kit.styled("detail-name", key);
        name.setMinWidth(96);
        value.getStyleClass().add("figure");
        value.setMinWidth(0);
        value.setWrapText(true);
        value.setTextAlignment(TextAlignment.RIGHT);
        Region gap = kit.spacer();
        HBox row = new HBox(8, name, gap, value);
        row.setAlignment(Pos.BASELINE_LEFT);
        return row;
    }
}
