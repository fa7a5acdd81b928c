package dev.gatehouse.ui.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;

/** A file on its way from the server: counted, and stopped by whoever asked for it, or when nothing comes any more. */
public final class Transfer {

    /** How long nothing may come once it has begun. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Progress progress;
    private final Duration patience;
    private final Deque<Runnable> endings = new ArrayDeque<>();
    private volatile boolean stopped;

    /** Hears how far it has come, on a thread of the network. */
    @FunctionalInterface
    public interface Progress {

        /**
         * @param bytes so far
         * @param lines whole lines so far
         * @param total how many records the server has promised; -1 where it did not say
         */
        void moved(long bytes, long lines, long total);
    }

    /** @param progress gets the bytes so far, on a thread of the network */
    public static Transfer ofBytes(LongConsumer progress) {
        return new Transfer((bytes, lines, total) -> progress.accept(bytes));
    }

    public Transfer(Progress progress) {
        this(progress, PATIENCE);
    }

    /** @param patience how long nothing may come once it has begun */
    public Transfer(Progress progress, Duration patience) {
        this.progress = progress;
        this.patience = patience;
    }

    /** Lets the rest go at once; the future then fails with {@link CancellationException}. */
    public void stop() {
        List<Runnable> ways;
        synchronized (endings) {
            stopped = true;
            ways = List.copyOf(endings);
            endings.clear();
        }
        ways.forEach(Runnable::run);
    }

    /** Has {@code ending} run when it is stopped, before what was given earlier; at once where it is. */
    void onStop(Runnable ending) {
        synchronized (endings) {
            if (!stopped) {
                endings.addFirst(ending);
                return;
            }
        }
        ending.run();
    }

    Duration patience() {
        return patience;
    }

    boolean isStopped() {
        return stopped;
    }

    void moved(long bytes, long lines, long total) {
        progress.moved(bytes, lines, total);
    }

    RuntimeException failure(URI server, Throwable cause) {
        if (stopped) {
            return new CancellationException("stopped");
        }
        if (cause instanceof FileTrouble trouble) {
            return trouble;
        }
        return cause instanceof IOException && cause.getCause() instanceof FileTrouble trouble
                ? trouble
                : new Unreachable(server, cause);
    }
}
