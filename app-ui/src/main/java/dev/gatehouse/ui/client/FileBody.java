package dev.gatehouse.ui.client;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Writes a body into a file as it comes, one buffer at a time; the answer in memory is empty. */
final class FileBody implements HttpResponse.BodySubscriber<byte[]> {

    private final Path file;
    private final Transfer transfer;
    private final CompletableFuture<byte[]> done = new CompletableFuture<>();
    private @Nullable FileChannel channel;
    private Flow.@Nullable Subscription subscription;
    private long bytes;

    private FileBody(Path file, Transfer transfer) {
        this.file = file;
        this.transfer = transfer;
    }

    /** An accepted answer goes into {@code file}, a refusal into memory. */
    static HttpResponse.BodyHandler<byte[]> handler(Path file, Transfer transfer) {
        return answer -> answer.statusCode() >= 400
                ? HttpResponse.BodySubscribers.ofByteArray()
                : new FileBody(file, transfer);
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
        subscription = given;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);
            given.request(1);
        } catch (IOException refused) {
            given.cancel();
            done.completeExceptionally(new FileTrouble(file, refused));
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (channel == null || subscription == null) {
            return;
        }
        if (transfer.isStopped()) {
            end(new CancellationException("stopped"));
            return;
        }
        try {
            for (ByteBuffer buffer : buffers) {
                while (buffer.hasRemaining()) {
                    bytes += channel.write(buffer);
                }
            }
        } catch (IOException full) {
            end(new FileTrouble(file, full));
            return;
        }
        transfer.moved(bytes);
        subscription.request(1);
    }

    private void end(RuntimeException failure) {
        if (subscription != null) {
            subscription.cancel();
        }
        close();
        done.completeExceptionally(failure);
    }

    @Override
    public void onError(Throwable failure) {
        close();
        done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
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
