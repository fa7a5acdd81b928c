package dev.gatehouse.server.message.redis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.message.DeliveryState;
import dev.gatehouse.server.bus.redis.RedisBus;
import dev.gatehouse.server.message.Announcement;
import dev.gatehouse.server.message.MessageId.Kind;
import dev.gatehouse.server.message.MessageStore;
import dev.gatehouse.server.message.Note;
import dev.gatehouse.server.message.Position;
import dev.gatehouse.server.redis.RedisConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.SetParams;

/**
 * Messages in Redis. Of a room: the stream {@code room:{<room>}}, the hash {@code room:{<room>}:meta} and the strings
 * {@code room:{<room>}:seen:<user>:<id>}. Of a user: the stream {@code inbox:{<user>}} with {@code :meta}, {@code :ids}
 * (message id to position), {@code :nodes} (who opened it within five minutes), {@code :seen:} and {@code :done:}. Of a
 * session that ended: the string {@code resume:{<sid>}}. All expire. Braces and percent signs in a room's name are
 * written {@code %7B}, {@code %7D}, {@code %25}. Times are those of Redis.
 */
public final class RedisMessageStore implements MessageStore {

    private static final Duration ROUTE = Duration.ofMinutes(5);

    private final RedisConnection redis;
    private final Answering answering;
    private final String node;
    private final Limits limits;

    /** @param node the node that announces */
    public RedisMessageStore(RedisConnection redis, String node, Limits limits) {
        this.redis = redis;
        this.answering = new Answering(redis);
        this.node = node;
        this.limits = limits;
    }

    @Override
    public long now() {
        Object answer = answering.eval("return redis.call('TIME')", List.of(redis.key("time")), List.of());
        List<?> time = Answering.list(answer);
        return Long.parseLong(String.valueOf(time.get(0))) * 1000
                + Long.parseLong(String.valueOf(time.get(1))) / 1000;
    }

    @Override
    public Kept publish(String room, Note note, @Nullable String origin) {
        String key = roomKey(room);
        String written = Answering.write(note);
        ObjectNode body = Json.LENIENT.createObjectNode();
        body.put("room", room);
        body.putRawValue("note", new RawValue(written));
        if (origin != null) {
            body.put("origin", origin);
        }
        String announcement = RedisBus.echoed(Announcement.KIND, node, Answering.write(body));
        Kind kind = origin == null ? Kind.ROOM : Kind.REPORTED_ROOM;
        List<?> answer = Answering.list(answering.eval(Scripts.PUBLISH,
                List.of(key, key + ":meta", seenKey(key, note, note.clientId())),
                List.of(written, Integer.toString(limits.historySize()),
                        Long.toString(limits.historyAge().toMillis()), remembered(note.clientId()),
                        String.valueOf(kind.letter()), scope(room), redis.key("bus"),
                        announcement.substring(0, announcement.length() - 2))));
        return new Kept(String.valueOf(answer.get(1)), position(answer.get(0)),
                answer.size() > 2 ? position(answer.get(2)) : null);
    }

    @Override
    public Page history(String room, Position after, int limit) {
        String key = roomKey(room);
        return page(answering.eval(Scripts.READ, List.of(key, key + ":meta"),
                List.of(after.toString(), Integer.toString(limit))), false);
    }

    @Override
    public Page historyBefore(String room, @Nullable Position before, int limit) {
        String key = roomKey(room);
        return page(answering.eval(Scripts.READ_BACK, List.of(key, key + ":meta"),
                List.of(before == null ? "+" : "(" + before, Integer.toString(limit))), true);
    }

    @Override
    public List<Inboxed> keep(String msgId, Map<String, Note> notes) {
        List<Response<Object>> answers = new ArrayList<>();
        answering.pipeline(pipeline -> notes.forEach((user, note) -> {
            String key = inboxKey(user);
            String id = note.clientId() == null ? msgId : note.clientId();
            answers.add(pipeline.eval(Scripts.KEEP,
                    List.of(key, key + ":meta", seenKey(key, note, id), key + ":ids", key + ":nodes"),
                    List.of(Answering.write(note), Integer.toString(limits.inboxSize()),
                            Long.toString(limits.inboxAge().toMillis()), remembered(id), msgId,
                            note.sender() == null ? "yes" : "no")));
        }));
        return answers.stream().map(answer -> inboxed(Answering.list(answer.get()))).toList();
    }

    private static Inboxed inboxed(List<?> answer) {
        if (answer.isEmpty()) {
            throw MessageStore.full();
        }
        Set<String> nodes = new HashSet<>();
        Answering.list(answer.get(0)).forEach(name -> nodes.add(String.valueOf(name)));
        return new Inboxed(new Kept(String.valueOf(answer.get(2)), position(answer.get(1)),
                answer.size() > 3 ? position(answer.get(3)) : null), nodes);
    }

    @Override
    public Page inbox(String user, String reader, Position after, int limit) {
        String key = inboxKey(user);
        return page(answering.eval(Scripts.READ, List.of(key, key + ":meta", key + ":nodes"),
                List.of(after.toString(), Integer.toString(limit), reader, Long.toString(ROUTE.toMillis()))), false);
    }

    @Override
    public @Nullable Settled settle(String user, String msgId, DeliveryState state) {
        String key = inboxKey(user);
        List<?> answer = Answering.list(answering.eval(Scripts.SETTLE,
                List.of(key, key + ":ids", key + ":done:" + msgId),
                List.of(msgId, state.name().toLowerCase(Locale.ROOT), Long.toString(limits.inboxAge().toMillis()))));
        return answer.isEmpty()
                ? null
                : new Settled(Answering.read(String.valueOf(answer.get(0)), Note.class),
                        answer.get(1) instanceof Long first && first == 1);
    }

    @Override
    public void keepResumable(Map<String, Resumable> sessions) {
        answering.pipeline(pipeline -> sessions.forEach((sid, session) -> pipeline.set(resumeKey(sid),
                Answering.write(session), SetParams.setParams().px(limits.resume().toMillis()))));
    }

    @Override
    public @Nullable Resumable resumable(String sid) {
        String written = answering.get(resumeKey(sid));
        return written == null ? null : Answering.read(written, Resumable.class);
    }

    private static Page page(Object answer, boolean newestFirst) {
        List<?> parts = Answering.list(answer);
        List<Entry> entries = new ArrayList<>();
        for (Object part : Answering.list(parts.get(2))) {
            List<?> entry = Answering.list(part);
            List<?> fields = Answering.list(entry.get(1));
            entries.add(new Entry(String.valueOf(fields.get(1)), position(entry.get(0)),
                    Answering.read(String.valueOf(fields.get(3)), Note.class)));
        }
        return new Page(newestFirst ? entries.reversed() : entries, position(parts.get(0)), position(parts.get(1)));
    }

    private static Position position(Object text) {
        return Position.parse(String.valueOf(text));
    }

    private static String remembered(@Nullable String id) {
        return id == null ? "0" : Long.toString(REMEMBERED.toMillis());
    }

    private static String seenKey(String key, Note note, @Nullable String id) {
        return key + ":seen:" + note.from() + ":" + id;
    }

    private static String scope(String room) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(room.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    private String roomKey(String room) {
        return redis.key("room:{" + room.replace("%", "%25").replace("{", "%7B").replace("}", "%7D") + "}");
    }

    private String inboxKey(String user) {
        return redis.key("inbox:{" + user + "}");
    }

    private String resumeKey(String sid) {
        return redis.key("resume:{" + sid + "}");
    }
}
