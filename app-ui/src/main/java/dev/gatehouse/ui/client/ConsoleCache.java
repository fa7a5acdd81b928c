package dev.gatehouse.ui.client;

import dev.gatehouse.model.intent.Intent;
import dev.gatehouse.model.outage.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the console keeps of one server for one operator: what it last showed, and changes that no node has yet. Safe
 * for use by several threads. What cannot be written is told in the log, as nothing but looking back depends on it; a
 * change that cannot be kept is told to whoever asked for it.
 */
public interface ConsoleCache extends AutoCloseable {

    /** What was shown, as JSON, and when it was true. */
    record Kept(String value, Instant at) {}

    /** Keeps a value; the same key's earlier one is gone. */
    void keep(String key, String value, Instant at);

    /** What was kept under this key. */
    @Nullable
    Kept find(String key);

    /** Changes that no node has yet, in the order of their making. */
    List<Intent> intents();

    /**
     * Keeps a change, on disk on return; one of the same id keeps its turn.
     *
     * @throws FileTrouble where the file cannot be written
     * @throws Blocked     where nothing is kept
     */
    void put(Intent intent);

    /** A node has it, or nobody wants it any more. */
    void remove(String intentId);

    /** What is not published yet, as JSON, the one kept first at the head. */
    default List<String> drafts() {
        return List.of();
    }

    /**
     * Keeps a draft, on disk on return; one of the same id keeps its turn.
     *
     * @throws FileTrouble where the file cannot be written
     * @throws Blocked     where nothing is kept
     */
    default void putDraft(String id, String value) {
        throw new Blocked(Reason.READ_ONLY);
    }

    /**
     * Nobody wants this draft any more.
     *
     * @throws FileTrouble where the file cannot be written
     */
    default void removeDraft(String id) {}

    /** Deletes all of it, for good. */
    void wipe();

    /** Deletes what was shown, for good; changes and drafts stay. */
    void wipeAnswers();

    @Override
    void close();

    /** Keeps nothing. */
    ConsoleCache NONE = new ConsoleCache() {

        @Override
        public void keep(String key, String value, Instant at) {}

        @Override
        public @Nullable Kept find(String key) {
            return null;
        }

        @Override
        public List<Intent> intents() {
            return List.of();
        }

        @Override
        public void put(Intent intent) {
            throw new Blocked(Reason.NEEDS_SERVER);
        }

        @Override
        public void remove(String intentId) {}

        @Override
        public void wipe() {}

        @Override
        public void wipeAnswers() {}

        @Override
        public void close() {}
    };
}
