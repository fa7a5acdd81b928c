package dev.gatehouse.ui.demo.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.client.fleet.ConnectionState;
import dev.gatehouse.client.fleet.FleetConnection;
import dev.gatehouse.client.fleet.FleetListener;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.message.Target;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows one thread: gives every entry once, in order, from the first on. What it misses, because it was away or came
 * late, it asks the host for.
 */
public final class FeedReader implements FleetListener, AutoCloseable {

    private final Target host;
    private final String thread;
    private final Consumer<FeedEntry> reader;
    private final FleetConnection connection;
    private long last;

    /**
     * @param host   the user that hosts the feed
     * @param reader told of each entry
     */
    public FeedReader(Target host, String thread, Consumer<FeedEntry> reader, FeedHost.Door door) {
        this.host = host;
        this.thread = thread;
        this.reader = reader;
        connection = door.to(this);
        connection.join(FeedEntry.room(thread));
        connection.start();
    }

    /** Says something to the thread; it comes back as an entry. */
    public void post(String text) {
        say(FeedRequest.post(thread, text));
    }

    /** Comments on a post of the thread. */
    public void comment(long on, String text) {
        say(FeedRequest.comment(thread, on, text));
    }

    @Override
    public void state(ConnectionState state) {
        if (state == ConnectionState.ONLINE) {
            say(FeedRequest.read(thread, last));
        }
    }

    @Override
    public void message(ServerFrame.Message message) {
        FeedPage page = page(message);
        if (page == null || !thread.equals(page.thread())) {
            return;
        }
        for (FeedEntry entry : page.entries()) {
            if (entry.number() == last + 1) {
                reader.accept(entry);
                last++;
            }
        }
        if (page.last() > last) {
            say(FeedRequest.read(thread, last));
        }
    }

    private static @Nullable FeedPage page(ServerFrame.Message message) {
        try {
            return Json.LENIENT.treeToValue(message.content(), FeedPage.class);
        } catch (JsonProcessingException | IllegalArgumentException notOfTheFeed) {
            return null;
        }
    }

    private void say(FeedRequest request) {
        connection.send(host, Json.LENIENT.valueToTree(request), Qos.AT_LEAST_ONCE);
    }

    /** The connection underneath. */
    public FleetConnection connection() {
        return connection;
    }

    @Override
    public void close() {
        connection.close();
    }
}
