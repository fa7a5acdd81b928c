package dev.gatehouse.ui;

import dev.gatehouse.model.intent.Intent;
import dev.gatehouse.ui.client.CacheFolder;
import dev.gatehouse.ui.client.ConsoleCache;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A cache of one operator on one server that lies in memory, and the threads that it was used by. */
public final class MemoryCache implements ConsoleCache, CacheFolder {

    private final Map<String, Kept> values = new ConcurrentHashMap<>();
    private final Map<String, Intent> intents = new LinkedHashMap<>();
    private final Map<String, String> drafts = new LinkedHashMap<>();
    private final Set<Thread> users = ConcurrentHashMap.newKeySet();

    /** The threads on which anything was read or written. */
    public Set<Thread> users() {
        return users;
    }

    @Override
    public void keep(String key, String value, Instant at) {
        users.add(Thread.currentThread());
        values.put(key, new Kept(value, at));
    }

    @Override
    public @Nullable Kept find(String key) {
        users.add(Thread.currentThread());
        return values.get(key);
    }

    @Override
    public synchronized List<Intent> intents() {
        users.add(Thread.currentThread());
        return new ArrayList<>(intents.values());
    }

    @Override
    public synchronized void put(Intent intent) {
        users.add(Thread.currentThread());
        intents.put(intent.id(), intent);
    }

    @Override
    public synchronized void remove(String intentId) {
        users.add(Thread.currentThread());
        intents.remove(intentId);
    }

    @Override
    public synchronized List<String> drafts() {
        users.add(Thread.currentThread());
        return new ArrayList<>(drafts.values());
    }

    @Override
    public synchronized void putDraft(String id, String value) {
        users.add(Thread.currentThread());
        drafts.put(id, value);
    }

    @Override
    public synchronized void removeDraft(String id) {
        users.add(Thread.currentThread());
        drafts.remove(id);
    }

    @Override
    public synchronized void wipe() {
        wipeAnswers();
        drafts.clear();
        intents.clear();
    }

    @Override
    public void wipeAnswers() {
        users.add(Thread.currentThread());
        values.clear();
    }

    @Override
    public void close() {
        users.add(Thread.currentThread());
    }

    @Override
    public ConsoleCache begin(URI server, String username, String password) {
        return this;
    }

    @Override
    public @Nullable ConsoleCache unlock(URI server, String username, String password) {
        return this;
    }

    @Override
    public int sealed(URI server, String username) {
        return 0;
    }

    @Override
    public int unseal(URI server, String username, String earlier, ConsoleCache target) {
        return 0;
    }
}
