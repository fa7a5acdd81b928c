package dev.gatehouse.server.job.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.job.Job;
import dev.gatehouse.model.job.JobState;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.job.JobBatch;
import dev.gatehouse.server.job.JobRecord;
import dev.gatehouse.server.job.JobStore;
import dev.gatehouse.server.job.RowOutcome;
import dev.gatehouse.server.redis.RedisConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.ZRangeParams;

/**
 * Jobs in Redis: {@code job:{<id>}} with a hash of the job as it began and of all that changes, {@code job:{<id>}:outcomes}
 * with the outcomes of each batch by its last line, and the sorted sets {@code jobs} and {@code jobs:open} of ids. Every
 * change is a script that looks at the token first.
 */
public final class RedisJobStore implements JobStore {

    private static final String MINE = """
                                       local function mine()
                                         return redis.call('HGET', KEYS[1], 'token') == ARGV[1]
                                           and redis.call('HEXISTS', KEYS[1], 'ended') == 0
                                       end
                                       """;
    private static final String CLAIM = """
                                        if redis.call('EXISTS', KEYS[1]) == 0 or redis.call('HEXISTS', KEYS[1], 'ended') == 1
                                          or tonumber(redis.call('HGET', KEYS[1], 'token')) > tonumber(ARGV[1])
                                        then return 0 end
                                        redis.call('HSET', KEYS[1], 'token', ARGV[1], 'node', ARGV[2])
                                        return 1""";
    private static final String ADVANCE = MINE
            + """
              if not mine() then return 0 end
              if tonumber(redis.call('HGET', KEYS[1], 'position')) >= tonumber(ARGV[2]) then return 1 end
              redis.call('HSET', KEYS[1], 'position', ARGV[2], 'state', 'running', 'updated', ARGV[5])
              redis.call('HDEL', KEYS[1], 'detail')
              redis.call('HINCRBY', KEYS[1], 'done', ARGV[3])
              redis.call('HINCRBY', KEYS[1], 'failed', ARGV[4])
              redis.call('ZADD', KEYS[2], ARGV[2], ARGV[6])
              redis.call('PEXPIRE', KEYS[2], ARGV[7])
              return 1""";
    private static final String STATE = MINE
            + """
              if not mine() then return 0 end
              redis.call('HSET', KEYS[1], 'state', ARGV[2], 'updated', ARGV[4])
              if ARGV[3] == '' then redis.call('HDEL', KEYS[1], 'detail')
              else redis.call('HSET', KEYS[1], 'detail', ARGV[3]) end
              if ARGV[5] == '1' then redis.call('HSET', KEYS[1], 'ended', ARGV[4]) end
              return 1""";
    private static final Duration KEPT = Duration.ofDays(31);
    private static final int BATCHES = 20;

    private final RedisConnection redis;

    public RedisJobStore(RedisConnection redis) {
        this.redis = redis;
    }

    private String key(String id) {
        return redis.key("job:{" + id + "}");
    }

    private String outcomes(String id) {
        return key(id) + ":outcomes";
    }

    private String all() {
        return redis.key("jobs");
    }

    private String open() {
        return redis.key("jobs:open");
    }

    @Override
    public void create(JobRecord record) {
        Job job = record.job();
        String id = job.id();
        String now = Long.toString(job.createdAt().toEpochMilli());
        redis.pipeline(pipeline -> {
            pipeline.hset(key(id), Map.of("begun", json(record), "token", Long.toString(record.token()), "node",
                    job.node(), "state", written(job.state()), "position", "0", "done", "0", "failed", "0", "updated",
                    now));
            pipeline.pexpire(key(id), KEPT.toMillis());
            pipeline.zadd(all(), (double) job.createdAt().toEpochMilli(), id);
            pipeline.zadd(open(), (double) job.createdAt().toEpochMilli(), id);
        });
    }

    @Override
    public @Nullable JobRecord find(String id) {
        return record(redis.call(jedis -> jedis.hgetAll(key(id))));
    }

    @Override
    public long count() {
        return redis.call(jedis -> jedis.zcard(all()));
    }

    @Override
    public List<Job> newest(int offset, int limit) {
        List<String> ids = redis.call(jedis -> jedis.zrange(all(),
                ZRangeParams.zrangeParams(offset, offset + limit - 1).rev()));
        return records(ids, all()).stream().map(JobRecord::job).toList();
    }

    @Override
    public List<JobRecord> unfinished() {
        List<String> ids = redis.call(jedis -> jedis.zrange(open(), 0, -1));
        List<JobRecord> found = records(ids, open());
        List<JobRecord> unfinished = found.stream().filter(record -> !record.job().state().isOver()).toList();
        found.stream().filter(record -> record.job().state().isOver())
                .forEach(record -> close(record.job().id()));
        return unfinished;
    }

    private void close(String id) {
        redis.call(jedis -> jedis.zrem(open(), id));
    }

    /** The jobs of these ids; an id whose job has expired is taken out of the list that it stood in. */
    private List<JobRecord> records(List<String> ids, String list) {
        if (ids.isEmpty()) {
            return List.of();
        }
        List<Response<Map<String, String>>> answers = new ArrayList<>();
        redis.pipeline(pipeline -> ids.forEach(id -> answers.add(pipeline.hgetAll(key(id)))));
        List<JobRecord> records = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            JobRecord record = record(answers.get(i).get());
            if (record == null) {
                String gone = ids.get(i);
                redis.call(jedis -> jedis.zrem(list, gone));
            } else {
                records.add(record);
            }
        }
        return records;
    }

    @Override
    public boolean claim(String id, long token, String node) {
        return did(CLAIM, List.of(key(id)), List.of(Long.toString(token), node));
    }

    @Override
    public boolean advance(String id, long token, JobBatch batch, Instant at) {
        return did(ADVANCE, List.of(key(id), outcomes(id)),
                List.of(Long.toString(token), Long.toString(batch.position()), Integer.toString(batch.rows().size()),
                        Long.toString(batch.failed()), Long.toString(at.toEpochMilli()), Packed.write(batch.rows()),
                        Long.toString(KEPT.toMillis())));
    }

    @Override
    public boolean state(String id, long token, JobState state, @Nullable String detail, Instant at) {
        boolean kept = did(STATE, List.of(key(id)), List.of(Long.toString(token), written(state),
                Objects.requireNonNullElse(detail, ""), Long.toString(at.toEpochMilli()), state.isOver() ? "1" : "0"));
        if (kept && state.isOver()) {
            close(id);
        }
        return kept;
    }

    private boolean did(String script, List<String> keys, List<String> arguments) {
        Object answer = redis.call(jedis -> jedis.eval(script, keys, arguments));
        return Objects.equals(answer, 1L);
    }

    @Override
    public void askCancel(String id) {
        redis.call(jedis -> jedis.hset(key(id), "cancelled", "1"));
    }

    @Override
    public List<RowOutcome> outcomes(String id, long afterLine, int limit) {
        List<RowOutcome> rows = new ArrayList<>();
        List<String> batches = redis.call(jedis -> jedis.zrange(outcomes(id),
                ZRangeParams.zrangeByScoreParams((double) afterLine + 1, Double.POSITIVE_INFINITY).limit(0, BATCHES)));
        for (String batch : batches) {
            for (RowOutcome row : Packed.read(batch)) {
                if (row.line() > afterLine && rows.size() < limit) {
                    rows.add(row);
                }
            }
        }
        return Collections.unmodifiableList(rows);
    }

    /** Redis forgets them by itself; here their ids are taken out of the list. */
    @Override
    public void forgetEndedBefore(Instant moment) {
        double edge = (double) moment.minus(KEPT).toEpochMilli();
        redis.call(jedis -> jedis.zremrangeByScore(all(), 0, edge));
    }

    private static @Nullable JobRecord record(Map<String, String> fields) {
        String begun = fields.get("begun");
        if (begun == null) {
            return null;
        }
        JobRecord first = read(begun);
        Job job = first.job();
        String ended = fields.get("ended");
        Job now = new Job(job.id(), job.kind(), job.title(), JobState.valueOf(field(fields, "state").toUpperCase(
                Locale.ROOT)), field(fields, "node"), job.by(), job.total(), number(fields, "done"),
                number(fields, "failed"), fields.get("detail"), true, job.createdAt(),
                Instant.ofEpochMilli(number(fields, "updated")),
                ended == null ? null : Instant.ofEpochMilli(Long.parseLong(ended)));
        return new JobRecord(now, first.actor(), first.traceparent(), first.input(), number(fields, "position"),
                number(fields, "token"), fields.containsKey("cancelled"));
    }

    private static String field(Map<String, String> fields, String name) {
        return String.valueOf(fields.get(name));
    }

    private static long number(Map<String, String> fields, String name) {
        return Long.parseLong(field(fields, name));
    }

    private static String written(JobState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String json(JobRecord record) {
        try {
            return Json.LENIENT.writeValueAsString(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A job cannot be written as JSON", e);
        }
    }

    private static JobRecord read(String json) {
        try {
            return Json.LENIENT.readValue(json, JobRecord.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Redis holds a job that cannot be read", e);
        }
    }
}
