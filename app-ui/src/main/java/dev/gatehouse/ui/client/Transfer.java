package dev.gatehouse.ui.client;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;

/** A file on its way from the server: counted, and stopped by whoever asked for it. */
public final class Transfer {

    private final Progress progress;
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
        this.progress = progress;
    }

    /** Lets the rest go; the future then fails with {@link CancellationException}. */
    public void stop() {
        stopped = true;
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
