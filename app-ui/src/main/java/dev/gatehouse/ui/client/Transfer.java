package dev.gatehouse.ui.client;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;

/** A file on its way from the server: counted, and stopped by whoever asked for it. */
public final class Transfer {

    private final LongConsumer progress;
    private volatile boolean stopped;

    /** @param progress gets the bytes so far, on a thread of the network */
    public Transfer(LongConsumer progress) {
        this.progress = progress;
    }

    /** Lets the rest go; the future then fails with {@link CancellationException}. */
    public void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    void moved(long bytes) {
        progress.accept(bytes);
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
