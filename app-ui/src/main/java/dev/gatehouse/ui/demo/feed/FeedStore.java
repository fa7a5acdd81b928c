package dev.gatehouse.ui.demo.feed;

import dev.gatehouse.model.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Entries in a file, one JSON object per line, on the disk before they are told of. A line that a crash cut off is dropped:
 * nobody was told of it. Not safe for use by several threads.
 */
public final class FeedStore implements AutoCloseable {

    private final FileChannel file;
    private final Map<String, List<FeedEntry>> threads = new TreeMap<>();
    private final Map<String, FeedEntry> byMessage = new HashMap<>();

    /**
     * Opens a file, or makes it, and reads it.
     *
     * @throws IOException where it cannot be read or written, or is no such file
     */
    public FeedStore(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        byte[] bytes = Files.readAllBytes(path);
        int start = 0;
        for (int end = 0; end < bytes.length; end++) {
            if (bytes[end] == '\n') {
                index(Json.STRICT.readValue(bytes, start, end - start, FeedEntry.class));
                start = end + 1;
            }
        }
        file.truncate(start);
        file.position(start);
    }

    /** The threads that have entries. */
    public Set<String> threads() {
        return Set.copyOf(threads.keySet());
    }

    /** What follows {@code after} in a thread, oldest first, {@code limit} entries at most. */
    public FeedPage page(String thread, long after, int limit) {
        List<FeedEntry> all = threads.getOrDefault(thread, List.of());
        int from = Math.clamp(after, 0, all.size());
        return new FeedPage(thread, all.subList(from, Math.min(all.size(), from + limit)), all.size());
    }

    /** The entry that a message brought, if it did. */
    public @Nullable FeedEntry of(String msgId) {
        return byMessage.get(msgId);
    }

    /**
     * Appends an entry; it is on the disk when this returns.
     *
     * @throws IllegalArgumentException where its number is not the thread's next one
     */
    public void append(FeedEntry entry) throws IOException {
        if (entry.number() != page(entry.thread(), 0, 0).last() + 1) {
            throw new IllegalArgumentException("Entry " + entry.number() + " is not the next one of its thread.");
        }
        long before = file.position();
        try {
            ByteBuffer line = StandardCharsets.UTF_8.encode(Json.STRICT.writeValueAsString(entry) + "\n");
            while (line.hasRemaining()) {
                file.write(line);
            }
            file.force(false);
        } catch (IOException e) {
            file.truncate(before);
            throw e;
        }
        index(entry);
    }

    private void index(FeedEntry entry) {
        threads.computeIfAbsent(entry.thread(), absent -> new ArrayList<>()).add(entry);
        byMessage.put(entry.msgId(), entry);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
