package dev.gatehouse.server.job.redis;

import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.job.JobInputGoneException;
import dev.gatehouse.server.job.JobInputs;
import dev.gatehouse.server.redis.RedisConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.params.SetParams;

/**
 * The files of jobs in Redis, sealed and in pieces: {@code job:{<id>}:input:<n>}, and their number and the file's length in
 * bytes in {@code job:{<id>}:input}, which is there first. They are removed when the job is over and expire where that is
 * never told.
 */
public final class RedisJobInputs implements JobInputs {

    private static final int PIECE = 256 * 1024;
    private static final Duration KEPT = Duration.ofDays(3);

    private final RedisConnection redis;

    public RedisJobInputs(RedisConnection redis) {
        this.redis = redis;
    }

    private String key(String id) {
        return redis.key("job:{" + id + "}:input");
    }

    private byte[] piece(String id, int number) {
        return (key(id) + ":" + number).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What there should be.
     *
     * @param bytes the length of the file in clear
     */
    private record Extent(int pieces, long bytes) {

        static Extent of(long bytes) {
            return new Extent(Math.toIntExact((bytes + PIECE - 1) / PIECE), bytes);
        }

        static Extent read(String written) {
            String[] parts = written.split(" ", 2);
            return new Extent(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
        }

        String written() {
            return pieces + " " + bytes;
        }
    }

    @Override
    public void publish(String id, Path file, String secret) {
        SetParams forAWhile = SetParams.setParams().px(KEPT.toMillis());
        try (InputStream in = Files.newInputStream(file)) {
            Extent extent = Extent.of(Files.size(file));
            redis.call(jedis -> jedis.set(key(id), extent.written(), forAWhile));
            SealedPieces sealed = new SealedPieces(id, extent.pieces, secret);
            for (int i = 0; i < extent.pieces; i++) {
                byte[] key = piece(id, i);
                byte[] value = sealed.seal(i, in.readNBytes(PIECE));
                redis.call(jedis -> jedis.set(key, value, forAWhile));
            }
        } catch (IOException e) {
            throw new StorageException("The file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void fetch(String id, Path file, String secret) {
        Extent extent = extent(id);
        if (extent == null) {
            throw gone();
        }
        SealedPieces sealed = new SealedPieces(id, extent.pieces, secret);
        long bytes = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < extent.pieces; i++) {
                byte[] key = piece(id, i);
                byte[] piece = redis.call(jedis -> jedis.get(key));
                byte[] clear = piece == null ? null : sealed.open(i, piece);
                if (clear == null) {
                    throw gone();
                }
                out.write(clear);
                bytes += clear.length;
            }
        } catch (IOException e) {
            throw new StorageException("The file " + file + " cannot be written: " + e.getMessage(), e);
        }
        if (bytes != extent.bytes) {
            throw gone();
        }
    }

    private @Nullable Extent extent(String id) {
        String written = redis.call(jedis -> jedis.get(key(id)));
        return written == null ? null : Extent.read(written);
    }

    private static JobInputGoneException gone() {
        return new JobInputGoneException("Redis no longer holds the table of this job. What was done stays done; begin"
                + " another job for the rest.");
    }

    @Override
    public void forget(String id) {
        Extent extent = extent(id);
        int count = extent == null ? 0 : extent.pieces;
        for (int i = 0; i < count; i++) {
            byte[] key = piece(id, i);
            redis.call(jedis -> jedis.del(key));
        }
        redis.call(jedis -> jedis.del(key(id)));
    }
}
