package dev.gatehouse.ui.task;

import dev.gatehouse.ui.client.Transfer;
import dev.gatehouse.ui.text.Sentence;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** A file on its way from the server onto the operator's disk; one at a time. */
public final class FileExport {

    private final TaskRunner tasks;
    private final Notices notices;
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Progress> progress = new ReadOnlyObjectWrapper<>(Progress.BEGIN);
    /** What the screen does not show yet; {@code null} while it shows all. */
    private final AtomicReference<@Nullable Progress> waiting = new AtomicReference<>();
    private @Nullable Transfer transfer;

    /**
     * How far a file has come.
     *
     * @param bytes   so far
     * @param records so far
     * @param total   how many it will be; -1 while nobody knows
     */
    public record Progress(long bytes, long records, long total) {

        static final Progress BEGIN = new Progress(0, 0, -1);

        /** 0 to 1; -1 while nobody knows. */
        public double part() {
            return total < 0 ? -1 : total == 0 ? 1 : Math.min(1, records / (double) total);
        }
    }

    /**
     * A file to be written.
     *
     * @param headLines how many of its lines come before the first record
     * @param source    what writes it
     * @param done      what is said when it is whole
     */
    public record Wanted(Path target, int headLines, Source source, Function<Path, Sentence> done) {}

    /** Writes a file, and leaves what was there as it was where that does not succeed. */
    @FunctionalInterface
    public interface Source {

        /** The file, once it is whole. */
        CompletableFuture<Path> into(Path target, Transfer transfer);
    }

    public FileExport(TaskRunner tasks, Notices notices) {
        this.tasks = tasks;
        this.notices = notices;
    }

    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Progress> progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /** Writes a file, unless another is being written. */
    public void start(Wanted wanted) {
        if (running.get()) {
            return;
        }
        progress.set(Progress.BEGIN);
        running.set(true);
        Transfer mine = new Transfer((bytes, lines, total) -> moved(
                new Progress(bytes, Math.max(0, lines - wanted.headLines), total)));
        transfer = mine;
        tasks.when(wanted.source.into(wanted.target, mine), file -> {
            running.set(false);
            notices.done(wanted.done.apply(file), null);
        }, failure -> {
            running.set(false);
            if (!(failure instanceof CancellationException)) {
                notices.failed(failure, () -> start(wanted));
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
