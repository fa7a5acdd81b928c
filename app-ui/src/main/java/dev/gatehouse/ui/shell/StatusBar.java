package dev.gatehouse.ui.shell;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.ui.client.LiveState;
import dev.gatehouse.ui.job.JobsPanel;
import dev.gatehouse.ui.job.JobsViewModel;
import dev.gatehouse.ui.offline.OfflineViewModel;
import dev.gatehouse.ui.offline.WaitingPanel;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.widget.Badge;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import java.time.Instant;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;

/** Whether what is seen is live, how old it is, whose it is, and the last change made. */
final class StatusBar extends HBox {

    private final ShellViewModel model;
    private final Kit kit;
    private final Label connection = new Label();

    StatusBar(ShellViewModel model, Kit kit) {
        this.model = model;
        this.kit = kit;
        getStyleClass().add("status-bar");
        connection.setId("connection");
        connection.setMinWidth(USE_PREF_SIZE);
        Label age = new Label();
        age.setId("data-age");
        kit.follow(age, () -> age.setText(age()), kit.now(), model.dataAtProperty(),
                kit.messages().languageProperty());
        Label node = new Label();
        node.textProperty()
                .bind(Bindings.createStringBinding(() -> kit.messages().get("status.server", model.server()),
                        kit.messages().languageProperty()));
        getChildren().addAll(connection, age, node, kit.spacer(), waiting(), jobs(), receipt());
        kit.follow(this, this::show, model.connectionProperty(), kit.now(), kit.messages().languageProperty());
    }

    /** The jobs that are not over, how far they are, and the way to all of them. */
    private Node jobs() {
        JobsViewModel jobs = model.background().jobs();
        ProgressBar bar = new ProgressBar();
        bar.setPrefWidth(88);
        bar.progressProperty().bind(Bindings.createDoubleBinding(jobs::part, jobs.jobs()));
        bar.visibleProperty().bind(Bindings.createBooleanBinding(() -> !jobs.unfinished().isEmpty(), jobs.jobs()));
        bar.managedProperty().bind(bar.visibleProperty());
        Button open = new Button();
        open.setId("open-jobs");
        open.getStyleClass().addAll("flat", "status-button");
        open.setGraphic(kit.icon(Feather.LIST));
        open.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> jobs.unfinished().isEmpty()
                                ? kit.messages().get("job.title")
                                : kit.messages().get("status.jobs", jobs.unfinished().size()),
                        jobs.jobs(), kit.messages().languageProperty()));
        open.setOnAction(event -> JobsPanel.open(jobs, kit));
        HBox box = new HBox(8, bar, open);
        box.setAlignment(javafx.geometry.Pos.CENTER_RIGHT);
        return box;
    }

    /** How many changes wait, and the way to them; not shown where none do. */
    private Node waiting() {
        OfflineViewModel offline = model.background().offline();
        Button open = new Button();
        open.setId("open-waiting");
        open.getStyleClass().addAll("flat", "status-button");
        open.setGraphic(kit.icon(Feather.CLOCK));
        open.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> kit.messages()
                                .get("offline.waiting", offline.waiting().size() + offline.sealedProperty().get()),
                        offline.waiting(), offline.sealedProperty(), kit.messages().languageProperty()));
        open.visibleProperty()
                .bind(Bindings.isNotEmpty(offline.waiting()).or(offline.sealedProperty().greaterThan(0)));
        open.managedProperty().bind(open.visibleProperty());
        open.setOnAction(event -> WaitingPanel.open(offline, kit));
        return open;
    }

    private HBox receipt() {
        Hyperlink link = new Hyperlink();
        link.setId("last-receipt");
        link.getStyleClass().add("status-link");
        link.textProperty().bind(model.notices().lastReceiptProperty().map(String::valueOf).orElse(""));
        link.setOnAction(event -> {
            Receipt receipt = model.notices().lastReceiptProperty().get();
            if (receipt != null) {
                model.openReceipt(receipt);
            }
        });
        HBox box = new HBox(4, kit.label("status.receipt"), link);
        box.setAlignment(javafx.geometry.Pos.CENTER_RIGHT);
        box.visibleProperty().bind(model.notices().lastReceiptProperty().isNotNull());
        return box;
    }

    private String age() {
        Instant at = model.dataAtProperty().get();
        return at == null
                ? kit.messages().get("status.noData")
                : kit.messages().get("status.age", Ages.since(kit.messages(), at, kit.now().getValue()));
    }

    private void show() {
        LiveState state = model.connectionProperty().get();
        boolean hasData = model.dataAtProperty().get() != null;
        switch (state.status()) {
            case LIVE -> tell(Tone.GOOD, "status.live");
            case CONNECTING -> tell(Tone.CALM, "status.connecting");
            case AWAY -> tell(hasData ? Tone.WARN : Tone.BAD, hasData ? "status.cached" : "status.away");
            case OFF -> tell(Tone.CALM, "status.off");
        }
    }

    private void tell(Tone tone, String key) {
        kit.show(connection, Badge.of(tone, kit.messages().get(key)));
    }
}
