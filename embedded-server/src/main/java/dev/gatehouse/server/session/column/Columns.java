package dev.gatehouse.server.session.column;

import com.carrotsearch.hppc.IntArrayList;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.session.column.RowText.Field;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Sessions by slot, a number that a session keeps as long as it is there. What the texts of a session are lies in one
 * array of bytes per session, all else in arrays over all slots.
 */
public final class Columns {

    /** No slot. */
    public static final int NONE = SlotTable.NONE;

    private static final List<ClientKind> KINDS = List.of(ClientKind.values());
    private static final int LEAST = 64;

    byte[] @Nullable [] rows = new byte[LEAST][];
    long[] loginAt = new long[LEAST];
    long[] connectedAt = new long[LEAST];
    long[] seenAt = new long[LEAST];
    /** The first characters of sid, username and address, folded: what prefixes are looked for in. */
    long[] sidKey = new long[LEAST];
    long[] usernameKey = new long[LEAST];
    long[] ipKey = new long[LEAST];
    int[] node = new int[LEAST];
    int[] agent = new int[LEAST];
    int[] rooms = new int[LEAST];
    byte[] kind = new byte[LEAST];
    final Dictionary<String> nodes = new Dictionary<>();
    final Dictionary<Optional<String>> agents = new Dictionary<>();
    final Dictionary<List<String>> roomLists = new Dictionary<>();
    private int[] userNext = new int[LEAST];
    private int[] userBefore = new int[LEAST];
    private final SlotTable bySid = new SlotTable(slot -> RowText.hash(row(slot), Field.SID));
    private final SlotTable byUser = new SlotTable(slot -> RowText.hash(row(slot), Field.USER));
    private final Map<String, RoaringBitmap> byNode = new HashMap<>();
    private final Map<String, RoaringBitmap> byRoom = new HashMap<>();
    private final EnumMap<ClientKind, Long> byKind = new EnumMap<>(ClientKind.class);
    private final IntArrayList free = new IntArrayList();
    private int end;

    /** Takes a session in, or what is new of it; gives its slot. */
    public int put(Session session) {
        int slot = find(session.sid());
        if (slot == NONE) {
            slot = free.isEmpty() ? end++ : free.removeLast();
            if (slot == rows.length) {
                grow(slot + (slot >> 2) + LEAST);
            }
            rows[slot] = RowText.of(session.sid(), session.user(), session.username(), session.ip());
            bySid.add(slot);
        } else {
            unlist(slot);
            rows[slot] = RowText.of(session.sid(), session.user(), session.username(), session.ip());
        }
        byte[] row = row(slot);
        sidKey[slot] = RowText.key(row, Field.SID, true);
        usernameKey[slot] = RowText.key(row, Field.USERNAME, true);
        ipKey[slot] = RowText.key(row, Field.IP, true);
        loginAt[slot] = nanos(session.loginAt());
        connectedAt[slot] = nanos(session.connectedAt());
        seenAt[slot] = nanos(session.lastSeenAt());
        kind[slot] = (byte) KINDS.indexOf(session.kind());
        node[slot] = nodes.take(session.node());
        agent[slot] = agents.take(Optional.ofNullable(session.agent()));
        rooms[slot] = roomLists.take(session.rooms());
        list(slot, session);
        return slot;
    }

    /** Notes that a session was seen; gives its slot, or {@link #NONE} where it is not known or was seen later. */
    public int seen(String sid, Instant at) {
        int slot = find(sid);
        long nanos = nanos(at);
        if (slot == NONE || seenAt[slot] >= nanos) {
            return NONE;
        }
        seenAt[slot] = nanos;
        return slot;
    }

    /** Takes a session out; its slot may soon be another's. */
    public void remove(int slot) {
        bySid.remove(slot);
        unlist(slot);
        rows[slot] = null;
        free.add(slot);
    }

    /** The slot of the session with this id, or {@link #NONE}. */
    public int find(String sid) {
        return bySid.find(sid.hashCode(), slot -> RowText.equals(row(slot), Field.SID, sid));
    }

    /** Tells the slots of a user's sessions. */
    public void ofUser(String user, IntConsumer action) {
        for (int slot = byUser.find(user.hashCode(),
                one -> RowText.equals(row(one), Field.USER, user)); slot != NONE; slot = userNext[slot]) {
            action.accept(slot);
        }
    }

    /** Tells the slots of the sessions that a node holds. */
    public void ofNode(String name, IntConsumer action) {
        RoaringBitmap members = byNode.get(name);
        if (members != null) {
            members.forEach((org.roaringbitmap.IntConsumer) action::accept);
        }
    }

    /** Tells the slots of the sessions in a room. */
    public void ofRoom(String room, IntConsumer action) {
        RoaringBitmap members = byRoom.get(room);
        if (members != null) {
            members.forEach((org.roaringbitmap.IntConsumer) action::accept);
        }
    }

    /** How many sessions there are. */
    public int count() {
        return end - free.size();
    }

    /** All slots are less than this. */
    public int end() {
        return end;
    }

    /** Whether a slot holds a session. */
    public boolean holds(int slot) {
        return slot < end && rows[slot] != null;
    }

    /** How many sessions each node holds. */
    public Map<String, Long> countByNode() {
        Map<String, Long> counts = HashMap.newHashMap(byNode.size());
        byNode.forEach((name, members) -> counts.put(name, members.getLongCardinality()));
        return counts;
    }

    /** How many sessions there are of each kind of client. */
    public Map<ClientKind, Long> countByKind() {
        return new EnumMap<>(byKind);
    }

    /** How many members each room has on each node. */
    public Map<String, Map<String, Long>> countByRoom() {
        Map<String, Map<String, Long>> counts = HashMap.newHashMap(byRoom.size());
        byRoom.forEach((room, members) -> {
            Map<String, Long> ofRoom = new TreeMap<>();
            byNode.forEach((name, held) -> {
                int there = RoaringBitmap.andCardinality(members, held);
                if (there > 0) {
                    ofRoom.put(name, (long) there);
                }
            });
            counts.put(room, ofRoom);
        });
        return counts;
    }

    /** Makes the session of a slot, which is not stale. */
    public Session session(int slot) {
        byte[] row = row(slot);
        return new Session(RowText.text(row, Field.SID), RowText.text(row, Field.USER),
                RowText.text(row, Field.USERNAME), node(slot), RowText.text(row, Field.IP), kind(slot),
                agents.value(agent[slot]).orElse(null), instant(loginAt[slot]), instant(connectedAt[slot]),
                instant(seenAt[slot]), rooms(slot), false);
    }

    /** The id of the session of a slot. */
    public String sid(int slot) {
        return RowText.text(row(slot), Field.SID);
    }

    /** The node that holds the session of a slot. */
    public String node(int slot) {
        return nodes.value(node[slot]);
    }

    /** What the session of a slot is a client of. */
    public ClientKind kind(int slot) {
        return KINDS.get(kind[slot]);
    }

    /** The rooms that the session of a slot is in. */
    public List<String> rooms(int slot) {
        return roomLists.value(rooms[slot]);
    }

    /** The texts of a slot that holds a session. */
    byte[] row(int slot) {
        byte[] row = rows[slot];
        if (row == null) {
            throw new IllegalStateException("the slot " + slot + " is empty");
        }
        return row;
    }

    private void list(int slot, Session session) {
        byNode.computeIfAbsent(session.node(), _ -> new RoaringBitmap()).add(slot);
        session.rooms().forEach(room -> byRoom.computeIfAbsent(room, _ -> new RoaringBitmap()).add(slot));
        byKind.merge(session.kind(), 1L, Long::sum);
        int head = byUser.find(session.user().hashCode(),
                one -> RowText.equals(row(one), Field.USER, session.user()));
        userBefore[slot] = NONE;
        userNext[slot] = head;
        if (head == NONE) {
            byUser.add(slot);
        } else {
            byUser.replace(head, slot);
            userBefore[head] = slot;
        }
    }

    private void unlist(int slot) {
        unlist(byNode, node(slot), slot);
        rooms(slot).forEach(room -> unlist(byRoom, room, slot));
        byKind.merge(kind(slot), -1L, Long::sum);
        int before = userBefore[slot];
        int next = userNext[slot];
        if (next != NONE) {
            userBefore[next] = before;
        }
        if (before != NONE) {
            userNext[before] = next;
        } else if (next != NONE) {
            byUser.replace(slot, next);
        } else {
            byUser.remove(slot);
        }
        nodes.giveBack(node[slot]);
        agents.giveBack(agent[slot]);
        roomLists.giveBack(rooms[slot]);
    }

    private static void unlist(Map<String, RoaringBitmap> lists, String key, int slot) {
        lists.computeIfPresent(key, (_, members) -> {
            members.remove(slot);
            return members.isEmpty() ? null : members;
        });
    }

    private void grow(int length) {
        rows = Arrays.copyOf(rows, length);
        loginAt = Arrays.copyOf(loginAt, length);
        connectedAt = Arrays.copyOf(connectedAt, length);
        seenAt = Arrays.copyOf(seenAt, length);
        sidKey = Arrays.copyOf(sidKey, length);
        usernameKey = Arrays.copyOf(usernameKey, length);
        ipKey = Arrays.copyOf(ipKey, length);
        node = Arrays.copyOf(node, length);
        agent = Arrays.copyOf(agent, length);
        rooms = Arrays.copyOf(rooms, length);
        kind = Arrays.copyOf(kind, length);
        userNext = Arrays.copyOf(userNext, length);
        userBefore = Arrays.copyOf(userBefore, length);
    }

    /** Nanoseconds since 1970, as near as they come: what lies before 1677 or after 2262 has no place. */
    static long nanos(Instant moment) {
        long seconds = Math.clamp(moment.getEpochSecond(), Long.MIN_VALUE / 1_000_000_000L + 1,
                Long.MAX_VALUE / 1_000_000_000L - 1);
        return seconds * 1_000_000_000L + moment.getNano();
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    }
}
