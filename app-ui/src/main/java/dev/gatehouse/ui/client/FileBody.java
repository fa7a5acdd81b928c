package dev.gatehouse.ui.client;

import dev.gatehouse.model.api.AuditExchange;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes a body into a file as it comes, one buffer at a time; the answer in memory is empty. It ends when the transfer is
 * stopped, and when nothing has come for as long as the transfer is patient.
 */
final class FileBody implements HttpResponse.BodySubscriber<byte[]> {

    private final Path file;
    private final Transfer transfer;
    private final long total;
    private final CompletableFuture<byte[]> done = new CompletableFuture<>();
    private @Nullable FileChannel channel;
    private Flow.@Nullable Subscription subscription;
    private long bytes;
    private long lines;
    private volatile long heardNanos;

    private FileBody(Path file, Transfer transfer, long total) {
        this.file = file;
        this.transfer = transfer;
        this.total = total;
    }

    /** An accepted answer goes into {@code file}, a refusal into memory. */
    static HttpResponse.BodyHandler<byte[]> handler(Path file, Transfer transfer) {
        return answer -> answer.statusCode() >= 400
                ? HttpResponse.BodySubscribers.ofByteArray()
                : new FileBody(file, transfer,
                        answer.headers().firstValueAsLong(AuditExchange.TOTAL_HEADER).orElse(-1));
    }

    /** Gives the whole file its name. */
    static Path keep(Path part, Path target) {
        try {
            return Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException refused) {
            drop(part);
            throw new FileTrouble(target, refused);
        }
    }

    /** Takes an unfinished file away. */
    static void drop(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException refused) {
            throw new FileTrouble(part, refused);
        }
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return done;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        synchronized (this) {
            subscription = given;
            if (transfer.isStopped()) {
                end(new CancellationException("stopped"));
                return;
            }
            try {
                channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
            } catch (IOException refused) {
                end(new FileTrouble(file, refused));
                return;
            }
        }
        heardNanos = System.nanoTime();
        transfer.onStop(() -> {
            end(new CancellationException("stopped"));
            drop(file);
        });
        watch(transfer.patience());
        given.request(1);
    }

    /** Looks after {@code wait} whether anything has come meanwhile. */
    private void watch(Duration wait) {
        CompletableFuture.delayedExecutor(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS).execute(() -> {
            Duration left = transfer.patience().minusNanos(System.nanoTime() - heardNanos);
            if (done.isDone()) {
                return;
            }
            if (left.isPositive()) {
                watch(left);
            } else {
                end(new Silence(transfer.patience()));
            }
        });
    }

    /** Nothing came for too long. */
    private static final class Silence extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Silence(Duration patience) {
            super("Nothing came for " + patience.toSeconds() + " s.");
        }
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> buffers) {
        if (channel == null || subscription == null) {
            return;
        }
        heardNanos = System.nanoTime();
        try {
            for (ByteBuffer buffer : buffers) {
                count(buffer);
                while (buffer.hasRemaining()) {
                    bytes += channel.write(buffer);
                }
            }
        } catch (IOException full) {
            end(new FileTrouble(file, full));
            return;
        }
        transfer.moved(bytes, lines, total);
        subscription.request(1);
    }

    private void count(ByteBuffer buffer) {
        for (int at = buffer.position(); at < buffer.limit(); at++) {
            if (buffer.get(at) == '\n') {
                lines++;
            }
        }
    }

    private synchronized void end(RuntimeException failure) {
        if (subscription != null) {
            subscription.cancel();
        }
        close();
        done.completeExceptionally(failure);
    }

    @Override
    public synchronized void onError(Throwable failure) {
        close();
        done.completeExceptionally(failure);
    }

    @Override
    public synchronized void onComplete() {
        close();
        done.complete(new byte[0]);
    }

    private void close() {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException refused) {
            done.completeExceptionally(new FileTrouble(file, refused));
        }
        channel = null;
    }
}
