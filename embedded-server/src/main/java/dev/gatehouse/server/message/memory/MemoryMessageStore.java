package dev.gatehouse.server.message.memory;

import dev.gatehouse.model.message.DeliveryState;
import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.message.Announcement;
import dev.gatehouse.server.message.MessageId;
import dev.gatehouse.server.message.MessageId.Kind;
import dev.gatehouse.server.message.MessageStore;
import dev.gatehouse.server.message.Note;
import dev.gatehouse.server.message.Position;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Messages in this process's memory; it always answers. */
public final class MemoryMessageStore implements MessageStore {

    private final Limits limits;
    private final Bus bus;
    private final Clock clock;
    private final Map<String, Stream> rooms = new HashMap<>();
    private final Map<String, Stream> inboxes = new HashMap<>();
    private final Map<String, Seen> seen = new LinkedHashMap<>();
    private final Map<String, Past> settled = new LinkedHashMap<>();
    private final Map<String, Left> left = new LinkedHashMap<>();

    /** Messages in order, with what is known of those before them. */
    private static final class Stream {

        private final TreeMap<Position, Entry> entries = new TreeMap<>();
        /** The nodes that have read it. */
        private final Set<String> readers = new HashSet<>();
        private Position last = Position.START;
        private Position cut = Position.START;

        Kept add(String msgId, Position at, Note note, int size, Duration age) {
            Position before = last;
            entries.put(at, new Entry(msgId, at, note));
            last = at;
            while (!entries.isEmpty() && (entries.size() > size
                    || entries.firstKey().millis() < at.millis() - age.toMillis())) {
                cut = entries.pollFirstEntry().getKey();
            }
            return new Kept(msgId, at, before);
        }

        Page after(Position position, int limit) {
            return new Page(entries.tailMap(position, false).values().stream().limit(limit).toList(), last, cut);
        }
    }

    private record Seen(Kept kept, long untilMillis) {}

    private record Past(Note note, long untilMillis) {}

    private record Left(Resumable session, long untilMillis) {}

    /** @param bus on which messages to rooms are announced */
    public MemoryMessageStore(Limits limits, Bus bus, Clock clock) {
        this.limits = limits;
        this.bus = bus;
        this.clock = clock;
    }

    @Override
    public long now() {
        return clock.millis();
    }

    @Override
    public synchronized Kept publish(String room, Note note, @Nullable String origin) {
        Kept earlier = earlier("room/" + room, note);
        if (earlier != null) {
            return earlier;
        }
        Stream stream = rooms.computeIfAbsent(room, _ -> new Stream());
        Position at = stream.last.next(clock.millis());
        String msgId = MessageId.of(origin == null ? Kind.ROOM : Kind.REPORTED_ROOM, at, scope(room));
        Kept kept = stream.add(msgId, at, note, limits.historySize(), limits.historyAge());
        remember("room/" + room, note, kept);
        bus.publish(Announcement.KIND, new Announcement(room, msgId, at, kept.before(), note, origin));
        return kept;
    }

    private static String scope(String room) {
        return "%016x".formatted(room.hashCode() * 0x9E3779B97F4A7C15L ^ room.length());
    }

    @Override
    public synchronized Page history(String room, Position after, int limit) {
        return rooms.getOrDefault(room, new Stream()).after(after, limit);
    }

    @Override
    public synchronized Page historyBefore(String room, @Nullable Position before, int limit) {
        Stream stream = rooms.getOrDefault(room, new Stream());
        List<Entry> newest = (before == null ? stream.entries : stream.entries.headMap(before, false)).descendingMap()
                .values().stream().limit(limit).toList();
        return new Page(newest.reversed(), stream.last, stream.cut);
    }

    @Override
    public synchronized List<Inboxed> keep(String msgId, Map<String, Note> notes) {
        List<Inboxed> kept = new ArrayList<>();
        notes.forEach((user, note) -> kept.add(
                new Inboxed(keep(msgId, user, note), inboxes.getOrDefault(user, new Stream()).readers)));
        return kept;
    }

    private Kept keep(String msgId, String user, Note note) {
        Note named = note.clientId() == null
                ? new Note(note.from(), note.fromName(), note.sender(), msgId, note.to(), note.room(),
                        note.sessions(), note.content(), note.qos())
                : note;
        Kept earlier = earlier("user/" + user, named);
        if (earlier != null) {
            return earlier;
        }
        Stream stream = inboxes.computeIfAbsent(user, _ -> new Stream());
        if (note.sender() != null && stream.entries.size() >= limits.inboxSize()
                && stream.entries.firstKey().millis() >= clock.millis() - limits.inboxAge().toMillis()) {
            throw MessageStore.full();
        }
        Kept kept = stream.add(msgId, stream.last.next(clock.millis()), note, limits.inboxSize(), limits.inboxAge());
        remember("user/" + user, named, kept);
        return kept;
    }

    @Override
    public synchronized Page inbox(String user, String node, Position after, int limit) {
        Stream inbox = inboxes.computeIfAbsent(user, _ -> new Stream());
        inbox.readers.add(node);
        return inbox.after(after, limit);
    }

    @Override
    public synchronized @Nullable Settled settle(String user, String msgId, DeliveryState state) {
        long now = clock.millis();
        forgetFirst(settled.values(), past -> past.untilMillis < now);
        Stream stream = inboxes.getOrDefault(user, new Stream());
        Entry entry = stream.entries.values().stream().filter(there -> there.msgId().equals(msgId)).findFirst()
                .orElse(null);
        String past = user + "/" + msgId;
        if (entry != null) {
            stream.entries.remove(entry.at());
            if (state == DeliveryState.DELIVERED) {
                settled.put(past, new Past(entry.note(), now + limits.inboxAge().toMillis()));
            }
            return new Settled(entry.note(), true);
        }
        Past known = state == DeliveryState.READ ? settled.remove(past) : null;
        return known == null ? null : new Settled(known.note, false);
    }

    @Override
    public synchronized void keepResumable(Map<String, Resumable> sessions) {
        long now = clock.millis();
        forgetFirst(left.values(), session -> session.untilMillis < now);
        sessions.forEach((sid, session) -> left.put(sid, new Left(session, now + limits.resume().toMillis())));
    }

    @Override
    public synchronized @Nullable Resumable resumable(String sid) {
        Left there = left.get(sid);
        return there == null || there.untilMillis < clock.millis() ? null : there.session;
    }

    private @Nullable Kept earlier(String where, Note note) {
        long now = clock.millis();
        forgetFirst(seen.values(), there -> there.untilMillis < now);
        Seen there = note.clientId() == null ? null : seen.get(where + "/" + note.from() + "/" + note.clientId());
        return there == null ? null : new Kept(there.kept.msgId(), there.kept.at(), null);
    }

    /** Takes out the oldest as long as they are over. */
    private static <T> void forgetFirst(Collection<T> oldestFirst, Predicate<T> over) {
        Iterator<T> each = oldestFirst.iterator();
        while (each.hasNext() && over.test(each.next())) {
            each.remove();
        }
    }

    private void remember(String where, Note note, Kept kept) {
        if (note.clientId() != null) {
            seen.put(where + "/" + note.from() + "/" + note.clientId(),
                    new Seen(kept, clock.millis() + REMEMBERED.toMillis()));
        }
    }
}
