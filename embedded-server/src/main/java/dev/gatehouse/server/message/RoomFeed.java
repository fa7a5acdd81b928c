package dev.gatehouse.server.message;

import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.message.MessageStore.Entry;
import dev.gatehouse.server.message.MessageStore.Page;
import dev.gatehouse.server.session.SharedFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said in one room, handed to its members on this node in the order of its history and without a gap: each
 * announcement names the one before it, and where that was not heard the history is read. Safe for use by several threads.
 */
final class RoomFeed {

    private static final Logger LOG = LoggerFactory.getLogger(RoomFeed.class);
    private static final int PAGE = 200;
    private static final int MOST_HELD = 10_000;

    private final String room;
    private final MessageStore store;
    private final Lanes lanes;
    private final Position began;
    private final BiConsumer<Announcement, Integer> delivered;
    private final Map<LocalClient, Membership> members = new LinkedHashMap<>();
    private final List<Announcement> held = new ArrayList<>();
    /** The newest that was handed on; absent before the first. */
    private @Nullable Position last;
    /** The newest of the history when the first member came; absent while it is not known. */
    private @Nullable Position base;
    private boolean filling;
    /** Whether the history is to be read once more: more may be missing, or it could not be read. */
    private boolean behind;

    /**
     * @param began     a place before all that is said from here on
     * @param delivered told to how many members an announcement went
     */
    RoomFeed(String room, MessageStore store, Lanes lanes, Position began,
            BiConsumer<Announcement, Integer> delivered) {
        this.began = began;
        this.room = room;
        this.store = store;
        this.lanes = lanes;
        this.delivered = delivered;
        lanes.apart(this::readBase);
    }

    private void readBase() {
        try {
            Position newest = lanes.turn(() -> store.historyBefore(room, null, 1)).last();
            synchronized (this) {
                base = newest;
            }
        } catch (RequestFailure e) {
            LOG.debug("The history of the room {} cannot be read: {}", room, e.detail());
        }
    }

    /** Takes a member in; one that is there already stays as it is. */
    synchronized void add(LocalClient client, boolean hold) {
        Membership there = members.get(client);
        if (there == null) {
            members.put(client, new Membership(client, hold));
        } else if (hold) {
            there.hold();
        }
    }

    /** Takes a member out; true where the room is empty now. */
    synchronized boolean remove(LocalClient client) {
        members.remove(client);
        return members.isEmpty();
    }

    synchronized @Nullable Membership member(LocalClient client) {
        return members.get(client);
    }

    /** Something is said. */
    synchronized void accept(Announcement announcement) {
        Position at = announcement.at();
        Position before = announcement.before();
        if (at == null || before == null) {
            hand(announcement);
        } else if (filling) {
            if (held.size() < MOST_HELD) {
                held.add(announcement);
            }
        } else if (last == null || at.after(last)) {
            Position expected = last == null ? base : last;
            if (expected != null && before.after(expected)) {
                held.add(announcement);
                fill(expected);
            } else {
                hand(announcement);
                last = at;
            }
        }
    }

    /** Announcements may have been missed: reads the history on. */
    synchronized void missed() {
        behind = true;
        tend();
    }

    /** Reads the history where that is still to be done. */
    synchronized void tend() {
        if (behind && !filling) {
            fill(last == null ? began : last);
        }
    }

    /** The store has lost its data. */
    synchronized void lost() {
        last = null;
        base = null;
        members.values().forEach(Membership::lost);
        lanes.apart(this::readBase);
    }

    private void fill(Position from) {
        filling = true;
        behind = false;
        lanes.apart(() -> readOn(from));
    }

    private void readOn(Position from) {
        Position after = from;
        boolean all = false;
        try {
            while (!all) {
                Position before = after;
                Page page = lanes.turn(() -> store.history(room, before, PAGE));
                all = take(page, after);
                if (!all) {
                    after = page.entries().getLast().at();
                }
            }
        } catch (RequestFailure e) {
            LOG.debug("The history of the room {} cannot be read: {}", room, e.detail());
        } finally {
            if (!all) {
                synchronized (this) {
                    // What was held is in the history.
                    held.clear();
                    filling = false;
                    behind = true;
                }
            }
        }
    }

    /** Hands on what was read; true where that was all. */
    private synchronized boolean take(Page page, Position after) {
        if (page.cut().after(after)) {
            SharedFrame gap = new SharedFrame(Resumption.gap(room));
            members.values().forEach(member -> member.offer(null, null, gap));
        }
        for (Entry entry : page.entries()) {
            if (last == null || entry.at().after(last)) {
                hand(new Announcement(room, entry.msgId(), entry.at(), null, entry.note(), null));
                last = entry.at();
            }
        }
        if (page.entries().size() == PAGE) {
            return false;
        }
        for (Announcement waiting : held) {
            Position at = waiting.at();
            if (at != null && (last == null || at.after(last))) {
                hand(waiting);
                last = at;
            }
        }
        held.clear();
        filling = false;
        return true;
    }

    private void hand(Announcement announcement) {
        ServerFrame.Message message = announcement.note().frame(announcement.msgId());
        SharedFrame frame = new SharedFrame(message);
        members.values().forEach(member -> member.offer(announcement.at(), announcement.msgId(), frame));
        delivered.accept(announcement, members.size());
    }
}
