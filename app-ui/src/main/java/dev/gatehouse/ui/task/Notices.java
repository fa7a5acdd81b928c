package dev.gatehouse.ui.task;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.ui.client.ServerProblem;
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
    private final List<Consumer<String>> guides = new ArrayList<>();
    private final ReadOnlyObjectWrapper<@Nullable Receipt> lastReceipt = new ReadOnlyObjectWrapper<>();
    private @Nullable Undo lastUndo;

    /** How good or bad a notice is. */
    public enum Tone {
        DONE,
        WARNING,
        FAILED
    }

    /**
     * @param receipt   opens the audit record; absent where nothing was written
     * @param retry     does it again; absent where that makes no sense
     * @param undo      the way back; absent where there is none
     * @param enforcing how it spreads over the nodes; absent where it need not
     * @param traceId   the trace of the call that failed; absent where nothing did, or no server was reached
     */
    public record Notice(Tone tone, Sentence sentence, @Nullable Receipt receipt, @Nullable Runnable retry,
            @Nullable Undo undo, @Nullable Enforcing enforcing, @Nullable String traceId) {}

    public void listen(Consumer<Notice> listener) {
        listeners.add(listener);
    }

    /** Calls {@code guide} with each resource that somebody wants to see, such as {@code session/<sid>}. */
    public void guide(Consumer<String> guide) {
        guides.add(guide);
    }

    /** Leads the operator to a resource, such as {@code user/<id>}. */
    public void goTo(String resource) {
        guides.forEach(guide -> guide.accept(resource));
    }

    /** The receipt of the last change that was accepted. */
    public ReadOnlyObjectProperty<@Nullable Receipt> lastReceiptProperty() {
        return lastReceipt.getReadOnlyProperty();
    }

    /** An action took effect. */
    public void done(Sentence sentence, @Nullable Receipt receipt) {
        done(sentence, receipt, null, null);
    }

    /** An action took effect here; it has a way back, or spreads over the nodes still. */
    public void done(Sentence sentence, @Nullable Receipt receipt, @Nullable Undo undo,
            @Nullable Enforcing enforcing) {
        if (receipt != null) {
            lastReceipt.set(receipt);
        }
        if (undo != null) {
            lastUndo = undo;
        }
        tell(new Notice(Tone.DONE, sentence, receipt, null, undo, enforcing, null));
    }

    /** Goes back from the last action that has a way back. Whether there was one. */
    public boolean undoLast() {
        Undo last = lastUndo;
        lastUndo = null;
        if (last == null || !last.isOpen()) {
            return false;
        }
        last.take();
        return true;
    }

    /** Something to look at. */
    public void warn(Sentence sentence) {
        tell(new Notice(Tone.WARNING, sentence, null, null, null, null, null));
    }

    /** Something to look at, with its record. */
    public void warn(Sentence sentence, Receipt receipt) {
        tell(new Notice(Tone.WARNING, sentence, receipt, null, null, null, null));
    }

    /** An action did not take effect. */
    public void failed(Throwable cause, @Nullable Runnable retry) {
        tell(new Notice(Tone.FAILED, Failures.sentence(cause), null, retry, null, null,
                cause instanceof ServerProblem problem ? problem.problem().traceId() : null));
    }

    private void tell(Notice notice) {
        listeners.forEach(listener -> listener.accept(notice));
    }
}
