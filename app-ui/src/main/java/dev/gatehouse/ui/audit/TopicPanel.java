package dev.gatehouse.ui.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import java.util.List;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.collections.ListChangeListener;
import javafx.collections.WeakListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;

/** Each topic: how far it is indexed, how far behind, from when to when, and what is missing, by partition. */
final class TopicPanel extends VBox {

    private final AuditTopics model;
    private final Kit kit;
    private final ListChangeListener<AuditExchange.Topic> listener = change -> show();
    private final ChangeListener<Object> states = (observed, before, now) -> show();

    TopicPanel(AuditTopics model, Kit kit) {
        super(12);
        this.model = model;
        this.kit = kit;
        setId("topic-panel");
        model.topics().addListener(new WeakListChangeListener<>(listener));
        model.load().stateProperty().addListener(new WeakChangeListener<>(states));
        kit.followLanguage(this, this::show);
    }

    private void show() {
        if (model.topics().isEmpty()) {
            Sentence failure = model.load().failureProperty().get();
            Label words = new Label(failure == null ? kit.messages().get("audit.topics.none")
                    : kit.messages().get(failure));
            words.getStyleClass().add("muted");
            words.setWrapText(true);
            getChildren().setAll(legend(), words);
            return;
        }
        getChildren().setAll(legend());
        model.topics().forEach(topic -> getChildren().add(card(topic)));
    }

    private Node legend() {
        HBox legend = new HBox(16, key("coverage-searched", "audit.coverage.searched"),
                key("coverage-behind", "audit.coverage.notYet"), key("coverage-gap", "audit.coverage.missing"));
        legend.setAlignment(Pos.CENTER_LEFT);
        return legend;
    }

    private Node key(String styleClass, String text) {
        Rectangle patch = new Rectangle(10, 10);
        patch.getStyleClass().add(styleClass);
        Label label = kit.styled("muted", text);
        label.setGraphic(patch);
        return label;
    }

    private Node card(AuditExchange.Topic topic) {
        Label name = new Label(topic.topic());
        name.getStyleClass().addAll("card-title", "mono");
        name.setMinWidth(0);
        HBox head = new HBox(8, name, kit.spacer(), lag(topic));
        head.setAlignment(Pos.CENTER_LEFT);
        VBox card = new VBox(8, head, muted(told(topic)));
        card.getStyleClass().add("job-card");
        if (topic.skipped() > 0) {
            card.getChildren().add(muted(kit.messages().get("audit.topics.skipped", topic.skipped())));
        }
        if (topic.since() != null) {
            card.getChildren().add(muted(kit.messages().get("audit.topics.since", Ages.exact(topic.since()))));
        }
        topic.partitions().forEach(partition -> card.getChildren().add(partition(topic, partition)));
        return card;
    }

    private String told(AuditExchange.Topic topic) {
        String kind = kit.messages().get(TopicWords.key(topic.kind()));
        return topic.oldest() == null || topic.newest() == null
                ? kit.messages().get("audit.topics.empty", kind)
                : kit.messages().get("audit.topics.told", kind, topic.records(), Ages.exact(topic.oldest()),
                        Ages.exact(topic.newest()));
    }

    private Node lag(AuditExchange.Topic topic) {
        Long lag = topic.lag();
        if (lag == null) {
            return kit.badge(Tone.WARN, kit.messages().get("audit.topics.away"));
        }
        return lag == 0 ? kit.badge(Tone.GOOD, kit.messages().get("audit.topics.caughtUp"))
                : kit.badge(Tone.ACCENT, kit.messages().get("audit.topics.behind", lag));
    }

    private Node partition(AuditExchange.Topic topic, AuditExchange.Partition partition) {
        Coverage.PartitionCoverage covered = new Coverage.PartitionCoverage(topic.topic(), partition.partition(),
                partition.from(), partition.indexed(), partition.end(), partition.gaps(), topic.newest());
        CoverageBar bar = new CoverageBar();
        bar.show(List.of(covered));
        HBox.setHgrow(bar, Priority.ALWAYS);
        Label number = new Label(Integer.toString(partition.partition()));
        number.getStyleClass().addAll("figure", "muted");
        number.setMinWidth(24);
        String end = partition.end() == null ? "?" : Figures.whole(partition.end());
        Label range = new Label(
                Figures.whole(partition.from()) + "–" + Figures.whole(partition.indexed()) + " / " + end);
        range.getStyleClass().addAll("figure", "muted");
        range.setMinWidth(USE_PREF_SIZE);
        HBox line = new HBox(8, number, bar, range);
        line.setAlignment(Pos.CENTER_LEFT);
        VBox box = new VBox(4, line);
        for (Coverage.Gap gap : partition.gaps()) {
            box.getChildren().add(muted(kit.messages().get("audit.topics.gap", gap.from(), gap.to() - 1)));
        }
        bar.setAccessibleText(range.getText());
        return box;
    }

    private static Label muted(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("muted");
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }
}
