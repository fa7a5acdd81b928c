package dev.gatehouse.ui.offline;

import dev.gatehouse.model.outage.Fate;
import dev.gatehouse.model.outage.Reason;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.ui.text.Failures;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Kit;
import javafx.beans.binding.StringExpression;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.event.ActionEvent;
import javafx.geometry.Bounds;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

/**
 * Has buttons say what becomes of their action. One that is blocked stays in reach of the keyboard and of screen readers,
 * so that it can say why.
 */
public final class Guards {

    private static final PseudoClass BLOCKED = PseudoClass.getPseudoClass("blocked");
    private static final PseudoClass QUEUED = PseudoClass.getPseudoClass("queued");

    private Guards() {}

    /** Has {@code button} follow {@code verdict}; the reason is its tooltip and part of its accessible text. A button without a word has its name from its tooltip. */
    public static void guard(Kit kit, Button button, ObservableValue<Verdict> verdict) {
        guard(kit, button, verdict, null);
    }

    /**
     * As {@link #guard(Kit, Button, ObservableValue)}.
     *
     * @param against why there is nothing to do, whoever asks; absent where there is something
     */
    public static void guard(Kit kit, Button button, ObservableValue<Verdict> verdict, @Nullable Sentence against) {
        Tooltip tooltip = new Tooltip();
        Tooltip own = button.getTooltip();
        StringExpression name = own == null ? button.textProperty() : own.textProperty();
        button.accessibleTextProperty().unbind();
        kit.follow(button, () -> {
            Verdict now = verdict.getValue();
            String words = now.fate() != Fate.BLOCKED && against != null
                    ? kit.messages().get("fate.blocked", against)
                    : words(kit, now);
            tooltip.setText(words);
            button.setTooltip(words.isEmpty() ? own : tooltip);
            button.setAccessibleText(words.isEmpty() ? name.get() : name.get() + ". " + words);
            button.pseudoClassStateChanged(BLOCKED, against != null || now.fate() == Fate.BLOCKED);
            button.pseudoClassStateChanged(QUEUED, against == null && now.fate() == Fate.QUEUED);
        }, verdict, name, kit.messages().languageProperty());
        button.getProperties().put(Guards.class, verdict);
        button.addEventFilter(ActionEvent.ACTION, event -> {
            if (against != null || verdict.getValue().fate() == Fate.BLOCKED) {
                event.consume();
                Bounds at = button.localToScreen(button.getBoundsInLocal());
                if (at != null) {
                    tooltip.setAutoHide(true);
                    tooltip.show(button, at.getMinX(), at.getMaxY());
                }
            }
        });
    }

    private static String words(Kit kit, Verdict verdict) {
        if (verdict.reason() == Reason.NONE) {
            return "";
        }
        String reason = kit.messages().get(Failures.sentence(verdict.reason()));
        return switch (verdict.fate()) {
            case ALLOWED -> reason;
            case QUEUED -> kit.messages().get("fate.queued", reason);
            case BLOCKED -> kit.messages().get("fate.blocked", reason);
        };
    }
}
