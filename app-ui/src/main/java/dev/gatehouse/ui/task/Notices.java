package dev.gatehouse.ui.task;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.ui.text.Failures;
import dev.gatehouse.ui.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** Where view models tell the operator how an action ended; the shell shows it. */
public final class Notices {

    private final List<Consumer<Notice>> listeners = new ArrayList<>();
    private final ReadOnlyObjectWrapper<@Nullable Receipt> lastReceipt = new ReadOnlyObjectWrapper<>();

    /** How good or bad a notice is. */
    public enum Tone {
        DONE,
        WARNING,
        FAILED
    }

    /**
     * @param receipt opens the audit record; absent where nothing was written
     * @param retry   does it again; absent where that makes no sense
     */
    public record Notice(Tone tone, Sentence sentence, @Nullable Receipt receipt, @Nullable Runnable retry) {}

    public void listen(Consumer<Notice> listener) {
        listeners.add(listener);
    }

    /** The receipt of the last change that was accepted. */
    public ReadOnlyObjectProperty<@Nullable Receipt> lastReceiptProperty() {
        return lastReceipt.getReadOnlyProperty();
    }

    /** An action took effect. */
    public void done(Sentence sentence, @Nullable Receipt receipt) {
        if (receipt != null) {
            lastReceipt.set(receipt);
        }
        tell(new Notice(Tone.DONE, sentence, receipt, null));
    }

    /** Something to look at. */
    public void warn(Sentence sentence) {
        tell(new Notice(Tone.WARNING, sentence, null, null));
    }

    /** An action did not take effect. */
    public void failed(Throwable cause, @Nullable Runnable retry) {
        tell(new Notice(Tone.FAILED, Failures.sentence(cause), null, retry));
    }

    private void tell(Notice notice) {
        listeners.forEach(listener -> listener.accept(notice));
    }
}
