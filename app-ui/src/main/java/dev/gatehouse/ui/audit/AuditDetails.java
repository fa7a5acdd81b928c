package dev.gatehouse.ui.audit;

import dev.gatehouse.model.audit.AuditData;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.ui.offline.Guards;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Question;
import dev.gatehouse.ui.widget.Tone;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** One record: who, what, why, what it was before and after, and the record itself as the log holds it. */
final class AuditDetails extends VBox {

    private static final double WIDTH = 372;
    private static final int LINES = 24;

    private final AuditRecord model;
    private final Kit kit;
    private final VBox content = new VBox(12);
    private final ToggleButton raw = new ToggleButton();

    AuditDetails(AuditRecord model, Kit kit) {
        super(12);
        this.model = model;
        this.kit = kit;
        setId("audit-details");
        getStyleClass().add("surface");
        setMinWidth(WIDTH);
        setPrefWidth(WIDTH);
        setMaxWidth(WIDTH);
        AuditView.whileTrue(this, model.shownProperty().isNotNull());
        raw.setId("audit-raw");
        raw.setGraphic(kit.icon(Feather.CODE));
        raw.textProperty().bind(kit.messages().text("audit.raw"));
        raw.getStyleClass().add("small");
        raw.setOnAction(event -> show());
        content.setPadding(new Insets(0, 8, 0, 0));
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().add(scroll);
        model.shownProperty().addListener((observed, before, now) -> show());
        model.unmaskingProperty().addListener((observed, before, now) -> show());
        kit.followLanguage(this, this::show);
    }

    private void show() {
        AuditEntry entry = model.shownProperty().get();
        if (entry == null) {
            content.getChildren().clear();
            return;
        }
        AuditData data = entry.event().data();
        Label action = new Label(data.action());
        action.getStyleClass().add("dialog-title");
        action.setMinWidth(0);
        Button close = kit.iconButton("action.close", Feather.X);
        close.setId("audit-close");
        close.setOnAction(event -> model.shownProperty().set(null));
        HBox head = new HBox(8, action, kit.spacer(), close);
        head.setAlignment(Pos.CENTER_LEFT);
        Button copy = kit.button("audit.copy", Feather.COPY, "small");
        copy.setId("audit-copy");
        copy.setOnAction(event -> copy(AuditRecord.raw(entry)));
        HBox tools = kit.toolbar(AuditView.badge(kit, data.outcome()), kit.spacer(), raw, copy);
        content.getChildren().setAll(head, tools);
        if (!entry.masked().isEmpty()) {
            content.getChildren().add(masked(entry));
        }
        if (raw.isSelected()) {
            content.getChildren().add(record(entry));
            return;
        }
        content.getChildren().addAll(ways(entry), lines(entry));
        List<JsonDiff.Field> fields = JsonDiff.of(data.before(), data.after());
        if (!fields.isEmpty()) {
            content.getChildren()
                    .addAll(kit.styled("card-title", data.before() == null ? "audit.content" : "audit.change"),
                            diff(fields));
        }
    }

    private static void copy(String text) {
        ClipboardContent copied = new ClipboardContent();
        copied.putString(text);
        Clipboard.getSystemClipboard().setContent(copied);
    }

    /** What is hidden from this operator, and the way to see it. */
    private Node masked(AuditEntry entry) {
        Label words = new Label(kit.messages().get("audit.masked", String.join(", ", entry.masked())));
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        VBox box = new VBox(6, words);
        box.setId("audit-masked");
        box.getStyleClass().addAll("message-box", Tone.CALM.styleClass());
        if (model.mayUnmask()) {
            Button unmask = kit.button("audit.unmask", Feather.EYE, "small");
            unmask.setId("audit-unmask");
            Guards.guard(kit, unmask, model.unmaskVerdict());
            unmask.setDisable(model.unmaskingProperty().get());
            unmask.setOnAction(event -> new Dialogs(kit).ask(
                    new Question("audit.unmaskTitle", Sentence.of("audit.unmaskBody"), "audit.unmask", true),
                    reason -> model.unmask(entry, reason)));
            box.getChildren().add(unmask);
        }
        return box;
    }

    /** Where one can go from here. */
    private Node ways(AuditEntry entry) {
        List<Node> ways = new ArrayList<>();
        way(ways, "audit.openActor", Feather.USER, AuditRecord.actor(entry));
        String resource = AuditRecord.resource(entry);
        if (resource != null && !resource.equals(AuditRecord.actor(entry))) {
            way(ways, "audit.openResource", Feather.CORNER_DOWN_RIGHT, resource);
        }
        way(ways, "audit.openSession", Feather.MONITOR, AuditRecord.session(entry));
        way(ways, "audit.openTrace", Feather.GIT_BRANCH, AuditRecord.trace(entry));
        FlowPane row = new FlowPane(6, 6);
        row.getChildren().addAll(ways);
        row.setManaged(!ways.isEmpty());
        return row;
    }

    private void way(List<Node> ways, String key, Feather sign, @Nullable String target) {
        if (target != null) {
            Button way = kit.button(key, sign, "chip", "small");
            way.setId(key.replace('.', '-'));
            way.setOnAction(event -> model.goTo(target));
            ways.add(way);
        }
    }

    private VBox lines(AuditEntry entry) {
        AuditData data = entry.event().data();
        VBox lines = new VBox(8, line("audit.time", Ages.exact(entry.event().time()), "mono"),
                line("audit.actor", data.actor().name()), line("audit.ip", data.actor().ip(), "mono"),
                line("audit.resource", data.resource(), "mono"), line("audit.reason", data.reason()),
                line("audit.node", data.node(), "mono"), line("audit.position", entry.position().toString(), "mono"),
                line("audit.session", data.actor().session(), "mono"),
                line("audit.trace", entry.event().traceId(), "mono"));
        if (entry.kind() == TopicKind.AUDIT) {
            lines.getChildren()
                    .addAll(line("audit.seq", Long.toString(data.seq()), "mono"),
                            line("audit.hash", data.hash(), "mono"));
        } else {
            lines.getChildren().add(line("audit.kind", kit.messages().get(TopicWords.key(entry.kind()))));
        }
        if (entry.raw() != null && entry.raw().key() != null) {
            lines.getChildren().add(line("audit.key", entry.raw().key(), "mono"));
        }
        return lines;
    }

    private Node line(String key, @Nullable String text, String... styleClasses) {
        Node line = kit.detail(key, text == null || text.isEmpty() ? "–" : text, styleClasses);
        if (!AuditEntry.MASK.equals(text)) {
            return line;
        }
        HBox hidden = new HBox(8, line, kit.icon(Feather.EYE_OFF));
        hidden.setAlignment(Pos.CENTER_LEFT);
        return hidden;
    }

    private static Node record(AuditEntry entry) {
        TextArea area = new TextArea(AuditRecord.raw(entry));
        area.setId("audit-record");
        area.setEditable(false);
        area.setPrefRowCount(LINES);
        area.getStyleClass().addAll("mono", "record-text");
        return area;
    }

    private VBox diff(List<JsonDiff.Field> fields) {
        VBox rows = new VBox(8);
        for (JsonDiff.Field field : fields) {
            Label name = new Label(field.name());
            name.getStyleClass().add("detail-name");
            VBox row = new VBox(2, name);
            if (field.changed()) {
                row.getChildren().addAll(side("−", field.before(), "tone-bad"), side("+", field.after(), "tone-good"));
            } else {
                row.getChildren().add(side(" ", field.after(), "tone-calm"));
            }
            rows.getChildren().add(row);
        }
        return rows;
    }

    private static Label side(String sign, String text, String tone) {
        Label label = new Label(sign + " " + (text.isEmpty() ? "–" : text));
        label.setWrapText(true);
        label.setMaxWidth(Double.MAX_VALUE);
        label.setMinHeight(USE_PREF_SIZE);
        label.getStyleClass().addAll("diff-cell", tone);
        return label;
    }
}
