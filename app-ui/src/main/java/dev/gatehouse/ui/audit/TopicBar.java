package dev.gatehouse.ui.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.ui.offline.Guards;
import dev.gatehouse.ui.widget.Chips;
import dev.gatehouse.ui.widget.Kit;
import java.io.File;
import javafx.collections.ListChangeListener;
import javafx.collections.SetChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Which topics are looked at, and what can be done with the book as a whole. */
final class TopicBar extends HBox {

    private static final int LONGEST = 32;

    private final AuditViewModel model;
    private final Kit kit;
    private final FlowPane topics = new FlowPane(6, 6);

    /** @param choosers the menus of columns */
    TopicBar(AuditViewModel model, Kit kit, Node choosers) {
        super(8);
        this.model = model;
        this.kit = kit;
        setAlignment(Pos.CENTER_LEFT);
        topics.setId("audit-topics");
        topics.setAlignment(Pos.CENTER_LEFT);
        topics.setPrefWrapLength(Chips.ONE_LINE);
        HBox.setHgrow(topics, Priority.ALWAYS);
        AuditPanels panels = new AuditPanels(model, kit);
        Button coverage = action("audit.topics.open", Feather.LAYERS, panels::topics);
        Button verify = action("audit.verify.open", Feather.SHIELD, panels::verify);
        Button watches = action("filter.open", Feather.BELL, panels::filters);
        Button export = action("audit.export.open", Feather.DOWNLOAD, this::export);
        export.disableProperty()
                .bind(model.export().runningProperty().or(model.range().faultProperty().isNotNull()));
        Guards.guard(kit, export, model.exportVerdict());
        getChildren().addAll(topics, coverage, verify, watches, export, choosers);
        model.topics().topics().addListener((ListChangeListener<AuditExchange.Topic>) change -> show());
        model.topics().chosen().addListener((SetChangeListener<String>) change -> show());
        kit.followLanguage(this, this::show);
    }

    private Button action(String key, Feather icon, Runnable deed) {
        Button button = kit.iconButton(key, icon);
        button.setId(key.replace('.', '-'));
        button.setOnAction(event -> deed.run());
        return button;
    }

    private void show() {
        topics.getChildren().clear();
        ToggleButton all = chip(kit.messages().get("audit.topics.all"), model.topics().chosen().isEmpty());
        all.setId("topic-all");
        all.setOnAction(event -> {
            all.setSelected(true);
            model.topics().chosen().clear();
        });
        topics.getChildren().add(all);
        for (AuditExchange.Topic topic : model.topics().topics()) {
            String name = topic.topic().length() <= LONGEST ? topic.topic() : topic.topic().substring(0, LONGEST) + "…";
            long lag = topic.lag() == null ? 0 : topic.lag();
            ToggleButton chip = chip(lag == 0 ? name : kit.messages().get("audit.topics.lagging", name, lag),
                    model.topics().chosen().contains(topic.topic()));
            chip.setId("topic-" + topic.topic());
            chip.setOnAction(event -> model.topics().choose(topic.topic(), chip.isSelected()));
            topics.getChildren().add(chip);
        }
    }

    private static ToggleButton chip(String words, boolean selected) {
        ToggleButton chip = new ToggleButton(words);
        chip.getStyleClass().addAll("chip", "small", "toggle-chip");
        chip.setSelected(selected);
        return chip;
    }

    private void export() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(kit.messages().get("audit.export.open"));
        chooser.setInitialFileName("audit.csv");
        chooser.getExtensionFilters()
                .addAll(new FileChooser.ExtensionFilter("CSV", "*.csv"),
                        new FileChooser.ExtensionFilter("JSON Lines", "*.jsonl"));
        File target = chooser.showSaveDialog(getScene().getWindow());
        if (target != null) {
            model.export(named(target, chooser.getSelectedExtensionFilter()).toPath());
        }
    }

    /** Not every desktop gives a file the ending of the kind that was chosen. */
    private static File named(File target, FileChooser.@Nullable ExtensionFilter kind) {
        String name = target.getName();
        boolean lines = kind != null && kind.getExtensions().contains("*.jsonl");
        return lines && AuditViewModel.format(target.toPath()) == AuditExchange.Format.CSV
                ? new File(target.getParentFile(), name.replaceFirst("\\.csv$", "") + ".jsonl")
                : target;
    }
}
