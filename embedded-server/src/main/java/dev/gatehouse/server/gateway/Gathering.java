package dev.gatehouse.server.gateway;

import dev.gatehouse.server.call.Work;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * Takes the body of an answer off its upstream on a thread of its own, up to {@link AnswerCache#MOST_BYTES}, however slowly
 * the caller takes it: those who wait for the same answer do not wait for that caller.
 */
final class Gathering {

    private static final int PART_BYTES = 16 << 10;
    /** How long the caller's thread waits for the whole to be kept; longer than any store takes. */
    private static final Duration USED_WITHIN = Duration.ofSeconds(30);

    private final InputStream body;
    private final Thread thread;
    private final Object monitor = new Object();
    // Guarded by the monitor; what stands before count never changes.
    private byte[] bytes = new byte[PART_BYTES];
    private int count;
    private @Nullable End end;
    private @Nullable IOException failure;

    private enum End {
        WHOLE, TOO_LARGE, BROKEN
    }

    /**
     * Begins.
     *
     * @param whole    given all of it, on the gathering thread; not where it breaks off or is too large
     * @param tooLarge run where it is, on the gathering thread
     */
    Gathering(InputStream body, Consumer<ByteBuffer> whole, Runnable tooLarge) {
        this.body = body;
        this.thread = Thread.ofVirtual().name("gathering").unstarted(Work.carrying(() -> run(whole, tooLarge)));
        thread.start();
    }

    private void run(Consumer<ByteBuffer> whole, Runnable tooLarge) {
        try {
            byte[] part = new byte[PART_BYTES];
            int read = body.read(part);
            while (read >= 0) {
                if (!add(part, read)) {
                    tooLarge.run();
                    ended(End.TOO_LARGE);
                    return;
                }
                read = body.read(part);
            }
            body.close();
            ended(End.WHOLE);
            whole.accept(ByteBuffer.wrap(Arrays.copyOf(bytes, count))); // which may be kept for long
        } catch (IOException e) {
            synchronized (monitor) {
                failure = e;
            }
        } finally {
            ended(End.BROKEN);
        }
    }

    /** @return whether there may be more */
    private boolean add(byte[] part, int read) {
        synchronized (monitor) {
            if (count + read > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(count + read, 2 * bytes.length));
            }
            System.arraycopy(part, 0, bytes, count, read);
            count += read;
            monitor.notifyAll();
            return count <= AnswerCache.MOST_BYTES;
        }
    }

    private void ended(End how) {
        synchronized (monitor) {
            end = end == null ? how : end;
            monitor.notifyAll();
        }
    }

    /**
     * Passes on what comes, until it ends or is too large; waits until it was made use of.
     *
     * @param length how long the body is; -1 where that is not known
     * @return how much was passed on
     * @throws IOException where the caller is gone or the answer broke off
     */
    long passTo(Response response, long length) throws IOException {
        int passed = 0;
        ByteBuffer part = after(passed);
        while (part != null) {
            passed += part.remaining();
            Content.Sink.write(response, passed == length, part);
            part = after(passed);
        }
        if (isTooLarge()) {
            return passed;
        }
        if (passed != length || length == 0) {
            Content.Sink.write(response, true, ByteBuffer.allocate(0));
        }
        join(USED_WITHIN);
        return passed;
    }

    /** Waits for what comes after a place; absent where nothing does. */
    private @Nullable ByteBuffer after(int place) throws IOException {
        synchronized (monitor) {
            while (count == place && end == null) {
                try {
                    monitor.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("This node stops");
                }
            }
            if (count > place) {
                return ByteBuffer.wrap(bytes, place, count - place);
            }
            if (end == End.BROKEN) {
                throw new IOException("The answer broke off", failure);
            }
            return null;
        }
    }

    /** Whether it ended as it is too large; then the {@link #rest} is still to be read. */
    boolean isTooLarge() {
        synchronized (monitor) {
            return end == End.TOO_LARGE;
        }
    }

    /** What was not gathered. */
    InputStream rest() {
        return body;
    }

    /** Waits for its end, and until it was made use of, but not longer. */
    void join(Duration patience) {
        try {
            var _ = thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
