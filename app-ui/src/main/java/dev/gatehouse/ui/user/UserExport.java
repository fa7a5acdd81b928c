package dev.gatehouse.ui.user;

import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.Transfer;
import dev.gatehouse.ui.client.UserCalls;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import org.jspecify.annotations.Nullable;

/** The users that a search finds, on their way into a CSV file; one export at a time. */
public final class UserExport {

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Notices notices;
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ReadOnlyLongWrapper bytes = new ReadOnlyLongWrapper();
    /** Bytes that the screen does not show yet; -1 while it shows all. */
    private final AtomicLong waiting = new AtomicLong(-1);
    private @Nullable Transfer transfer;

    UserExport(ConsoleClient client, TaskRunner tasks, Notices notices) {
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

    /** Writes what {@code search} finds into {@code target}. */
    public void start(UserCalls.Search search, Path target) {
        if (running.get()) {
            return;
        }
        bytes.set(0);
        running.set(true);
        Transfer mine = Transfer.ofBytes(this::moved);
        transfer = mine;
        tasks.when(client.users().export(search, target, mine), file -> {
            running.set(false);
            notices.done(Sentence.of("export.done", file.toString()), null);
        }, failure -> {
            running.set(false);
            if (!(failure instanceof CancellationException)) {
                notices.failed(failure, () -> start(search, target));
            }
        });
    }

    /** Lets the rest go; the file is left as it was before. */
    public void stop() {
        if (transfer != null) {
            transfer.stop();
        }
    }

    private void moved(long soFar) {
        if (waiting.getAndSet(soFar) < 0) {
            tasks.run(() -> bytes.set(waiting.getAndSet(-1)));
        }
    }
}
