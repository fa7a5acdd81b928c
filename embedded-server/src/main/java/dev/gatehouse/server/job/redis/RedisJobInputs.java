package dev.gatehouse.server.job.redis;

import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.job.JobInputs;
import dev.gatehouse.server.redis.RedisConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import redis.clients.jedis.params.SetParams;

/**
 * The files of jobs in Redis, in pieces: {@code job:{<id>}:input:<n>}, and their number in {@code job:{<id>}:input} once
 * all are there. They are removed when the job is over and expire where that is never told.
 */
public final class RedisJobInputs implements JobInputs {

    private static final int PIECE = 256 * 1024;
    private static final Duration KEPT = Duration.ofDays(7);

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

    @Override
    public void publish(String id, Path file) {
        SetParams forAWhile = SetParams.setParams().px(KEPT.toMillis());
        int count = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
                byte[] key = piece(id, count++);
                byte[] value = piece;
                redis.call(jedis -> jedis.set(key, value, forAWhile));
            }
        } catch (IOException e) {
            throw new StorageException("The file " + file + " cannot be read: " + e.getMessage(), e);
        }
        String pieces = Integer.toString(count);
        redis.call(jedis -> jedis.set(key(id), pieces, forAWhile));
    }

    @Override
    public void fetch(String id, Path file) {
        try (OutputStream out = Files.newOutputStream(file)) {
            int count = count(id);
            for (int i = 0; i < count; i++) {
                byte[] key = piece(id, i);
                byte[] piece = redis.call(jedis -> jedis.get(key));
                if (piece == null) {
                    throw gone(id);
                }
                out.write(piece);
            }
        } catch (IOException e) {
            throw new StorageException("The file " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private int count(String id) {
        String pieces = redis.call(jedis -> jedis.get(key(id)));
        if (pieces == null) {
            throw gone(id);
        }
        return Integer.parseInt(pieces);
    }

    private static StorageException gone(String id) {
        return new StorageException("Redis no longer holds the file of job " + id + "; cancel it and begin it anew.",
                null);
    }

    @Override
    public void forget(String id) {
        String pieces = redis.call(jedis -> jedis.get(key(id)));
        int count = pieces == null ? 0 : Integer.parseInt(pieces);
        for (int i = 0; i < count; i++) {
            byte[] key = piece(id, i);
            redis.call(jedis -> jedis.del(key));
        }
        redis.call(jedis -> jedis.del(key(id)));
    }
}
