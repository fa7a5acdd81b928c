package dev.gatehouse.client.fleet;

import dev.gatehouse.client.fleet.NotSentException.Reason;
import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.ServerFrame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Messages of this client that the fleet has not confirmed yet, oldest first. Not safe for use by several threads. */
final class Outbox {

    private final int most;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** @param most how many may wait at a time */
    Outbox(int most) {
        this.most = most;
    }

    /** One message. */
    static final class Entry {

        private final String id;
        private final ClientFrame frame;
        private final boolean kept;
        private final CompletableFuture<ServerFrame.Receipt> done = new CompletableFuture<>();
        private boolean left;
        private long leftAt;

        /** @param kept whether it is sent again until it is confirmed */
        Entry(String id, ClientFrame frame, boolean kept) {
            this.id = id;
            this.frame = frame;
            this.kept = kept;
        }

        String id() {
            return id;
        }

        ClientFrame frame() {
            return frame;
        }

        boolean kept() {
            return kept;
        }

        CompletableFuture<ServerFrame.Receipt> done() {
            return done;
        }

        /** It left for the node. */
        void leaves(long now) {
            left = true;
            leftAt = now;
        }

        /** It is to be sent again. */
        void returns() {
            left = false;
        }

        /** Whether it left before {@code moment} and nothing was heard of it. */
        boolean overdue(long moment) {
            return left && leftAt - moment < 0;
        }
    }

    /** Takes a message in; false where too many wait. */
    boolean add(Entry entry) {
        if (entries.size() >= most) {
            return false;
        }
        entries.put(entry.id(), entry);
        return true;
    }

    @Nullable
    Entry find(@Nullable String id) {
        return id == null ? null : entries.get(id);
    }

    @Nullable
    Entry remove(String id) {
        return entries.remove(id);
    }

    Collection<Entry> all() {
        return List.copyOf(entries.values());
    }

    /** Takes out those that are wanted. */
    List<Entry> removeIf(Predicate<Entry> wanted) {
        List<Entry> removed = new ArrayList<>();
        entries.values().removeIf(entry -> wanted.test(entry) && removed.add(entry));
        return removed;
    }

    int size() {
        return entries.size();
    }

    static NotSentException lost(Entry entry) {
        return new NotSentException(Reason.UNKNOWN,
                "Nobody knows whether message " + entry.id() + " reached the fleet.", null);
    }
}
