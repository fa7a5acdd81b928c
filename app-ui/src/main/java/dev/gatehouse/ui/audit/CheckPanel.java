package dev.gatehouse.ui.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.ui.offline.Guards;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import java.util.Locale;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Checks whether the book was tampered with, and says in sentences what was found. */
final class CheckPanel extends VBox {

    private final AuditViewModel model;
    private final Kit kit;
    private final VBox result = new VBox(12);
    private final ChangeListener<Object> listener = (observed, before, now) -> show();

    CheckPanel(AuditViewModel model, Kit kit) {
        super(16);
        this.model = model;
        this.kit = kit;
        setId("check-panel");
        ChainCheck check = model.check();
        Label line = kit.styled("muted", "audit.verify.line");
        line.setWrapText(true);
        line.setMinHeight(USE_PREF_SIZE);
        Button start = kit.button("audit.verify.start", Feather.SHIELD, "primary");
        start.setId("verify-start");
        start.getStyleClass().add("first-focus");
        if (check.mayCheck()) {
            start.disableProperty().bind(check.runningProperty());
        } else {
            start.setDisable(true);
        }
        Guards.guard(kit, start, check.verdict());
        start.setOnAction(event -> check.check());
        ProgressBar bar = new ProgressBar(-1);
        bar.setMaxWidth(Double.MAX_VALUE);
        AuditView.whileTrue(bar, check.runningProperty());
        getChildren().addAll(line, new HBox(start), bar, result);
        check.resultProperty().addListener(new WeakChangeListener<>(listener));
        check.load().failureProperty().addListener(new WeakChangeListener<>(listener));
        kit.followLanguage(this, this::show);
    }

    private void show() {
        result.getChildren().clear();
        Sentence failure = model.check().load().failureProperty().get();
        AuditExchange.Verification report = model.check().resultProperty().get();
        if (failure != null) {
            result.getChildren().add(box(Tone.BAD, kit.messages().get(failure), null));
        } else if (report != null) {
            long broken = report.nodes().stream().filter(chain -> chain.broken() != null).count();
            result.getChildren().add(summary(report, broken));
            report.nodes().forEach(chain -> result.getChildren().add(chain(chain)));
        } else if (!model.check().mayCheck()) {
            result.getChildren().add(box(Tone.CALM, kit.messages().get("audit.verify.mayNot"), null));
        }
    }

    private Node summary(AuditExchange.Verification report, long broken) {
        if (broken > 0) {
            return box(Tone.BAD, kit.messages().get("audit.verify.broken", report.checked(), broken,
                    report.nodes().size()), null);
        }
        boolean whole = report.nodes().stream().allMatch(chain -> chain.note() == null);
        return box(whole ? Tone.GOOD : Tone.WARN,
                kit.messages().get(whole ? "audit.verify.whole" : "audit.verify.partly", report.checked(),
                        report.nodes().size()),
                null);
    }

    private Node chain(AuditExchange.ChainVerification chain) {
        String whole = kit.messages()
                .get("audit.verify.chain", chain.node(), chain.records(), chain.first(), chain.last())
                + (chain.note() == null ? "" : " " + chain.note());
        AuditExchange.ChainBreak broken = chain.broken();
        if (broken == null) {
            return box(Tone.CALM,
                    chain.cut() == 0 ? whole : whole + " " + kit.messages().get("audit.verify.cut", chain.cut()),
                    null);
        }
        String words = whole + " " + kit.messages()
                .get("audit.verify.break", broken.seq(),
                        kit.messages().named("break", broken.kind().name().toLowerCase(Locale.ROOT)))
                + " " + broken.detail();
        return box(Tone.BAD, words, link(broken));
    }

    private @Nullable Node link(AuditExchange.ChainBreak broken) {
        if (broken.topic() == null || broken.partition() == null || broken.offset() == null) {
            return null;
        }
        Receipt receipt = new Receipt(broken.topic(), broken.partition(), broken.offset());
        Button link = kit.button("audit.verify.record", Feather.BOOK_OPEN, "small");
        link.getStyleClass().add("break-link");
        link.setOnAction(event -> {
            kit.overlay().hide();
            model.record().open(receipt);
        });
        return link;
    }

    private Node box(Tone tone, String text, @Nullable Node action) {
        Label words = new Label(text, kit.icon(tone.icon()));
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        words.setGraphicTextGap(8);
        VBox box = new VBox(6, words);
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().addAll("message-box", tone.styleClass());
        if (action != null) {
            box.getChildren().add(action);
        }
        return box;
    }
}
