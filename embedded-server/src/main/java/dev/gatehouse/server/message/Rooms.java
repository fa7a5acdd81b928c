package dev.gatehouse.server.message;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The rooms that clients of this node are in. Safe for use by several threads. */
final class Rooms {

    private final MessageStore store;
    private final Lanes lanes;
    private final StoreTime time;
    private final BiConsumer<Announcement, Integer> delivered;
    private final Map<String, RoomFeed> feeds = new ConcurrentHashMap<>();

    /** @param delivered told to how many members of this node an announcement went */
    Rooms(MessageStore store, Lanes lanes, StoreTime time, BiConsumer<Announcement, Integer> delivered) {
        this.store = store;
        this.lanes = lanes;
        this.time = time;
        this.delivered = delivered;
    }

    /** Takes a client into a room; where it is in it already, only {@code hold} is heeded. */
    void join(LocalClient client, String room, boolean hold) {
        feeds.compute(room, (_, there) -> {
            RoomFeed feed = there == null
                    ? new RoomFeed(room, store, lanes, Position.beforeMillis(time.now()).back(Replay.JOIN_OVERLAP),
                            delivered)
                    : there;
            feed.add(client, hold);
            return feed;
        });
    }

    void leave(LocalClient client, String room) {
        feeds.computeIfPresent(room, (_, feed) -> feed.remove(client) ? null : feed);
    }

    @Nullable
    Membership member(LocalClient client, String room) {
        RoomFeed feed = feeds.get(room);
        return feed == null ? null : feed.member(client);
    }

    /** Has a client hear what is said in a room, if that was held back. */
    void release(LocalClient client, String room) {
        Membership member = member(client, room);
        if (member != null && !member.release(Position.START)) {
            client.client().send(Resumption.gap(room));
            member.release(Position.START);
        }
    }

    /** Something is said in a room. */
    void accept(Announcement announcement) {
        RoomFeed feed = feeds.get(announcement.room());
        if (feed == null) {
            delivered.accept(announcement, 0);
        } else {
            feed.accept(announcement);
        }
    }

    /** Announcements may have been missed. */
    void missed() {
        feeds.values().forEach(RoomFeed::missed);
    }

    /** Reads histories where that is still to be done. */
    void tend() {
        feeds.values().forEach(RoomFeed::tend);
    }

    /** The store has lost its data. */
    void lost() {
        feeds.values().forEach(RoomFeed::lost);
    }
}
