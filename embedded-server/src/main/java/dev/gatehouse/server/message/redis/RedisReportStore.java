package dev.gatehouse.server.message.redis;

import dev.gatehouse.model.api.MessagesExchange.Report;
import dev.gatehouse.server.message.MessageStore;
import dev.gatehouse.server.message.ReportStore;
import dev.gatehouse.server.redis.RedisConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;

/**
 * Reports in Redis: per message the hash {@code report:{<msgId>}} of what was filed and of the counts, the sorted set
 * {@code reports} of ids by time, and per operator and id the string {@code claim:{<operator>}:<id>}.
 */
public final class RedisReportStore implements ReportStore {

    private static final String FILED = "filed";
    private static final String DELIVERED = "delivered";
    private static final String QUEUED = "queued";
    private static final String ACKNOWLEDGED = "acknowledged";
    private static final String READ = "read";

    private final RedisConnection redis;
    private final Answering answering;

    public RedisReportStore(RedisConnection redis) {
        this.redis = redis;
        this.answering = new Answering(redis);
    }

    @Override
    public String claim(String operator, String id, String msgId) {
        return String.valueOf(answering.eval(Scripts.CLAIM, List.of(redis.key("claim:{" + operator + "}:" + id)),
                List.of(msgId, Long.toString(MessageStore.REMEMBERED.toMillis()))));
    }

    @Override
    public void file(Filed filed) {
        Report report = filed.report();
        String key = key(report.msgId());
        answering.pipeline(pipeline -> {
            pipeline.hset(key, FILED, Answering.write(filed));
            pipeline.pexpire(key, KEPT.toMillis());
            pipeline.zadd(index(), (double) report.at().toEpochMilli(), report.msgId());
            pipeline.zremrangeByRank(index(), 0, -MOST_LISTED - 1L);
            pipeline.zremrangeByScore(index(), 0, (double) report.at().minus(KEPT).toEpochMilli());
        });
    }

    @Override
    public void count(Map<String, Counts> more) {
        answering.pipeline(pipeline -> more.forEach((msgId, counts) -> {
            String key = key(msgId);
            add(pipeline, key, DELIVERED, counts.delivered());
            add(pipeline, key, QUEUED, counts.queued());
            add(pipeline, key, ACKNOWLEDGED, counts.acknowledged());
            add(pipeline, key, READ, counts.read());
            pipeline.pexpire(key, KEPT.toMillis());
        }));
    }

    private static void add(AbstractPipeline pipeline, String key, String field, long more) {
        if (more != 0) {
            pipeline.hincrBy(key, field, more);
        }
    }

    @Override
    public @Nullable Filed find(String msgId) {
        return read(List.of(msgId)).stream().findFirst().orElse(null);
    }

    @Override
    public List<Filed> newest(int offset, int limit) {
        List<Response<List<String>>> ids = new ArrayList<>();
        answering.pipeline(pipeline -> ids.add(pipeline.zrevrange(index(), offset, offset + limit - 1L)));
        return read(ids.getFirst().get());
    }

    @Override
    public long total() {
        List<Response<Long>> total = new ArrayList<>();
        answering.pipeline(pipeline -> total.add(pipeline.zcard(index())));
        return total.getFirst().get();
    }

    private List<Filed> read(List<String> ids) {
        List<Response<Map<String, String>>> hashes = new ArrayList<>();
        answering.pipeline(pipeline -> ids.forEach(id -> hashes.add(pipeline.hgetAll(key(id)))));
        return hashes.stream().map(hash -> filed(hash.get())).filter(Objects::nonNull).toList();
    }

    private static @Nullable Filed filed(Map<String, String> hash) {
        String written = hash.get(FILED);
        if (written == null) {
            return null;
        }
        Filed filed = Answering.read(written, Filed.class);
        Report report = filed.report();
        return new Filed(new Report(report.msgId(), report.from(), report.fromName(), report.to(), report.content(),
                report.qos(), report.at(), report.accepted(), report.delivered() + number(hash, DELIVERED),
                Math.max(0, report.queued() + number(hash, QUEUED)),
                report.acknowledged() + number(hash, ACKNOWLEDGED), report.read() + number(hash, READ)),
                filed.receipt());
    }

    private static long number(Map<String, String> hash, String field) {
        return Long.parseLong(hash.getOrDefault(field, "0"));
    }

    private String key(String msgId) {
        return redis.key("report:{" + msgId + "}");
    }

    private String index() {
        return redis.key("reports");
    }
}
