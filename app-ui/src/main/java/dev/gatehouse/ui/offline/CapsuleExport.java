package dev.gatehouse.ui.offline;

import dev.gatehouse.model.api.CapsuleExchange;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.Transfer;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import org.jspecify.annotations.Nullable;

/** What happened in a window of time, on its way into a file; one at a time. */
public final class CapsuleExport {

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Notices notices;
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ReadOnlyLongWrapper bytes = new ReadOnlyLongWrapper();
    private @Nullable Transfer transfer;

    CapsuleExport(ConsoleClient client, TaskRunner tasks, Notices notices) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
    }

    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /** Bytes written so far. */
    public ReadOnlyLongProperty bytesProperty() {
        return bytes.getReadOnlyProperty();
    }

    /** Writes what happened in {@code window} into {@code target}. */
    public void start(CapsuleExchange.Request window, Path target) {
        if (running.get()) {
            return;
        }
        bytes.set(0);
        running.set(true);
        Transfer mine = Transfer.ofBytes(soFar -> tasks.run(() -> bytes.set(soFar)));
        transfer = mine;
        tasks.when(client.capsules().export(window, target, mine), file -> {
            running.set(false);
            notices.done(Sentence.of("capsule.done", file.toString()), null);
        }, failure -> {
            running.set(false);
            if (!(failure instanceof CancellationException)) {
                notices.failed(failure, () -> start(window, target));
            }
        });
    }

    /** Lets the rest go. */
    public void stop() {
        if (transfer != null) {
            transfer.stop();
        }
    }
}
