package dev.gatehouse.server.session.redis;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.redis.RedisConnection;
import dev.gatehouse.server.session.NodeBeat;
import dev.gatehouse.server.session.PresenceStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.params.ZRangeParams;

/**
 * Presence in Redis:
 * <ul>
 * <li>{@code <prefix>session:{<sid>}} hash, see {@link SessionHash}, with the lifetime as its TTL
 * <li>{@code <prefix>node:<node>:sessions} sorted set, sid to the moment of expiry in milliseconds
 * <li>{@code <prefix>user:{<uid>}:sessions} the same for a user
 * <li>{@code <prefix>nodes} sorted set, node to its last beat in milliseconds
 * <li>{@code <prefix>nodeinfo:<node>} hash url, version, startedAt, sessions, position, draining
 * <li>{@code <prefix>claim:<what>} a string with a TTL, see {@link #claim}
 * </ul>
 * Commands go out in pipelines of {@value #BATCH} sessions.
 */
public final class RedisPresenceStore implements PresenceStore {

    private static final int BATCH = 500;

    private final RedisConnection redis;
    private final Duration lifetime;
    private final Clock clock;

    /** A store whose entries live for {@code lifetime}. */
    public RedisPresenceStore(RedisConnection redis, Duration lifetime, Clock clock) {
        this.redis = redis;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    @Override
    public void put(Collection<Session> sessions) {
        inBatches(sessions, batch -> pipeline(pipeline -> write(pipeline, batch)));
    }

    @Override
    public void touch(Collection<Session> sessions) {
        inBatches(sessions, batch -> {
            List<Response<Boolean>> there = new ArrayList<>(batch.size());
            pipeline(pipeline -> batch.forEach(
                    session -> there.add(pipeline.hexists(sessionKey(session.sid()), SessionHash.USER))));
            List<Session> lost = new ArrayList<>();
            List<Session> kept = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                (there.get(i).get() ? kept : lost).add(batch.get(i));
            }
            pipeline(pipeline -> {
                write(pipeline, lost);
                for (Session session : kept) {
                    String key = sessionKey(session.sid());
                    pipeline.hset(key, SessionHash.LAST_SEEN_AT, SessionHash.millis(session.lastSeenAt()));
                    pipeline.pexpire(key, lifetime.toMillis());
                }
                list(pipeline, kept);
            });
        });
    }

    @Override
    public void remove(Collection<Session> sessions) {
        inBatches(sessions, batch -> {
            List<Response<String>> holders = new ArrayList<>(batch.size());
            pipeline(pipeline -> batch
                    .forEach(session -> holders.add(pipeline.hget(sessionKey(session.sid()), SessionHash.NODE))));
            pipeline(pipeline -> {
                for (int i = 0; i < batch.size(); i++) {
                    Session session = batch.get(i);
                    String holder = holders.get(i).get();
                    if (holder == null || holder.equals(session.node())) {
                        pipeline.del(sessionKey(session.sid()));
                        pipeline.zrem(userKey(session.user()), session.sid());
                    }
                    pipeline.zrem(nodeKey(session.node()), session.sid());
                }
            });
        });
    }

    @Override
    public void unlist(String node, Collection<String> sids) {
        inBatches(sids, batch -> pipeline(pipeline -> pipeline.zrem(nodeKey(node), batch.toArray(String[]::new))));
    }

    @Override
    public boolean claim(String what, Duration until) {
        return answered(() -> redis.call(jedis -> "OK".equals(jedis.set(redis.key("claim:" + what), "1",
                SetParams.setParams().nx().px(until.toMillis())))));
    }

    @Override
    public Set<String> sidsOfNode(String node) {
        return listed(nodeKey(node));
    }

    @Override
    public Set<String> sidsOfUser(String userId) {
        return listed(userKey(userId));
    }

    @Override
    public List<Session> read(Collection<String> sids) {
        List<Session> sessions = new ArrayList<>(sids.size());
        inBatches(sids, batch -> {
            List<Response<Map<String, String>>> hashes = new ArrayList<>(batch.size());
            pipeline(pipeline -> batch.forEach(sid -> hashes.add(pipeline.hgetAll(sessionKey(sid)))));
            for (int i = 0; i < batch.size(); i++) {
                Session session = SessionHash.session(batch.get(i), hashes.get(i).get());
                if (session != null) {
                    sessions.add(session);
                }
            }
        });
        return sessions;
    }

    @Override
    public boolean beat(NodeBeat beat) {
        Map<String, String> info = new HashMap<>();
        info.put("url", beat.url());
        info.put("version", beat.version());
        info.put("startedAt", SessionHash.millis(beat.startedAt()));
        info.put("sessions", Long.toString(beat.sessions()));
        info.put("position", Long.toString(beat.position()));
        info.put("draining", Boolean.toString(beat.draining()));
        List<Response<Long>> added = new ArrayList<>(1);
        pipeline(pipeline -> {
            added.add(pipeline.zadd(redis.key("nodes"), (double) beat.at().toEpochMilli(), beat.id()));
            pipeline.hset(infoKey(beat.id()), info);
        });
        return added.getFirst().get() > 0;
    }

    @Override
    public List<NodeBeat> beats() {
        Map<String, Long> lastBeats = new LinkedHashMap<>();
        answered(() -> redis.call(jedis -> jedis.zrangeWithScores(redis.key("nodes"), 0, -1)))
                .forEach(tuple -> lastBeats.put(tuple.getElement(), (long) tuple.getScore()));
        Map<String, Response<Map<String, String>>> infos = new LinkedHashMap<>();
        pipeline(pipeline -> lastBeats.keySet().forEach(node -> infos.put(node, pipeline.hgetAll(infoKey(node)))));
        List<NodeBeat> beats = new ArrayList<>();
        infos.forEach((node, response) -> {
            Map<String, String> info = response.get();
            beats.add(new NodeBeat(node, info.getOrDefault("url", ""), info.getOrDefault("version", ""),
                    SessionHash.instant(info.get("startedAt")),
                    SessionHash.instant(Long.toString(lastBeats.getOrDefault(node, 0L))),
                    Long.parseLong(info.getOrDefault("sessions", "0")),
                    Long.parseLong(info.getOrDefault("position", "-1")),
                    Boolean.parseBoolean(info.getOrDefault("draining", "false"))));
        });
        return beats;
    }

    @Override
    public void forget(String node) {
        pipeline(pipeline -> {
            pipeline.zrem(redis.key("nodes"), node);
            pipeline.del(infoKey(node));
            pipeline.del(nodeKey(node));
        });
    }

    private void write(AbstractPipeline pipeline, List<Session> sessions) {
        for (Session session : sessions) {
            String key = sessionKey(session.sid());
            pipeline.hset(key, SessionHash.fields(session));
            pipeline.pexpire(key, lifetime.toMillis());
        }
        list(pipeline, sessions);
    }

    private void list(AbstractPipeline pipeline, List<Session> sessions) {
        long now = clock.millis();
        Map<String, Map<String, Double>> scores = new HashMap<>();
        for (Session session : sessions) {
            double expiry = now + lifetime.toMillis();
            scores.computeIfAbsent(nodeKey(session.node()), _ -> new HashMap<>()).put(session.sid(), expiry);
            scores.computeIfAbsent(userKey(session.user()), _ -> new HashMap<>()).put(session.sid(), expiry);
        }
        scores.forEach((key, members) -> {
            pipeline.zremrangeByScore(key, 0, (double) now);
            pipeline.zadd(key, members);
            pipeline.pexpire(key, lifetime.toMillis());
        });
    }

    private Set<String> listed(String key) {
        double now = clock.millis();
        return new HashSet<>(answered(() -> redis
                .call(jedis -> jedis.zrange(key, ZRangeParams.zrangeByScoreParams(now, Double.POSITIVE_INFINITY)))));
    }

    private void pipeline(Consumer<AbstractPipeline> commands) {
        answered(() -> {
            redis.pipeline(commands);
            return true;
        });
    }

    private static <T> T answered(Supplier<T> work) {
        try {
            return work.get();
        } catch (LiveStateUnavailableException e) {
            throw new RequestFailure(ErrorCode.LIVE_STATE_UNAVAILABLE,
                    "Redis is away, so nothing fresh is known of other nodes' sessions; try again later.", e);
        }
    }

    private static <T> void inBatches(Collection<T> all, Consumer<List<T>> action) {
        List<T> list = List.copyOf(all);
        for (int from = 0; from < list.size(); from += BATCH) {
            action.accept(list.subList(from, Math.min(from + BATCH, list.size())));
        }
    }

    private String sessionKey(String sid) {
        return redis.key("session:{" + sid + "}");
    }

    private String nodeKey(String node) {
        return redis.key("node:" + node + ":sessions");
    }

    private String userKey(String userId) {
        return redis.key("user:{" + userId + "}:sessions");
    }

    private String infoKey(String node) {
        return redis.key("nodeinfo:" + node);
    }
}
