package dev.gatehouse.ui.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.Transfer;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** The whole result of a search on its way into a file; one export at a time. */
public final class AuditExport {

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Notices notices;
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Progress> progress = new ReadOnlyObjectWrapper<>(Progress.BEGIN);
    /** What the screen does not show yet; {@code null} while it shows all. */
    private final AtomicReference<@Nullable Progress> waiting = new AtomicReference<>();
    private @Nullable Transfer transfer;

    /**
     * @param records so far
     * @param total   how many it will be; -1 while nobody knows
     * @param bytes   so far
     */
    public record Progress(long records, long total, long bytes) {

        static final Progress BEGIN = new Progress(0, -1, 0);

        /** 0 to 1; -1 while nobody knows. */
        public double part() {
            return total < 0 ? -1 : total == 0 ? 1 : Math.min(1, records / (double) total);
        }
    }

    AuditExport(ConsoleClient client, TaskRunner tasks, Notices notices) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
    }

    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Progress> progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /** JSON Lines where the file is called so, CSV otherwise. */
    static AuditExchange.Format format(Path target) {
        String name = target.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".jsonl") || name.endsWith(".ndjson") || name.endsWith(".json")
                ? AuditExchange.Format.JSONL
                : AuditExchange.Format.CSV;
    }

    /** Writes all that {@code words} find into {@code target}, in the format that its name says. */
    void start(String words, Path target) {
        if (running.get()) {
            return;
        }
        progress.set(Progress.BEGIN);
        running.set(true);
        AuditExchange.Format format = format(target);
        Transfer mine = new Transfer((bytes, lines, total) -> moved(
                new Progress(format == AuditExchange.Format.CSV ? Math.max(0, lines - 1) : lines, total, bytes)));
        transfer = mine;
        tasks.when(client.audit().export(words, format, target, mine), file -> {
            running.set(false);
            notices.done(Sentence.of("audit.export.done", progress.get().records(), file.toString()), null);
        }, failure -> {
            running.set(false);
            if (!(failure instanceof CancellationException)) {
                notices.failed(failure, () -> start(words, target));
            }
        });
    }

    /** Lets the rest go; the file is left as it was before. */
    public void stop() {
        if (transfer != null) {
            transfer.stop();
        }
    }

    private void moved(Progress now) {
        if (waiting.getAndSet(now) == null) {
            tasks.run(() -> {
                Progress last = waiting.getAndSet(null);
                if (last != null) {
                    progress.set(last);
                }
            });
        }
    }
}
