package dev.gatehouse.ui.demo.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.client.fleet.FleetConnection;
import dev.gatehouse.client.fleet.FleetListener;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.message.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Takes posts and comments that are sent to its user, stores each once, and pushes it to the thread's room. One host per
 * feed. What it could not store it does not acknowledge, so it comes again.
 */
public final class FeedHost implements FleetListener, AutoCloseable {

    private static final int PAGE = 20;

    private final FeedStore store;
    private final FleetConnection connection;

    /** Makes a connection that is not begun yet. */
    @FunctionalInterface
    public interface Door {

        /** One that tells {@code listener}. */
        FleetConnection to(FleetListener listener);
    }

    public FeedHost(FeedStore store, Door door) {
        this.store = store;
        connection = door.to(this);
        connection.start();
        // Whoever missed a push because an earlier host ended before it finds the gap by this.
        store.threads().forEach(thread -> push(store.page(thread, Long.MAX_VALUE, 0)));
    }

    @Override
    public void message(ServerFrame.Message message) {
        if (message.room() != null) {
            return;
        }
        FeedRequest request;
        try {
            request = Json.LENIENT.treeToValue(message.content(), FeedRequest.class);
        } catch (JsonProcessingException notForTheFeed) {
            return;
        }
        if (request == null || request.thread() == null) {
            return;
        }
        if (request.after() != null) {
            say(Target.user(message.from()), store.page(request.thread(), request.after(), PAGE));
        } else if (request.text() != null) {
            take(message, request, request.text());
        }
    }

    private void take(ServerFrame.Message message, FeedRequest request, String text) {
        FeedEntry entry = store.of(message.msgId());
        if (entry == null) {
            long last = store.page(request.thread(), 0, 0).last();
            entry = new FeedEntry(request.thread(), last + 1, request.on(), message.from(), message.fromName(), text,
                    message.timestamp(), message.msgId());
            try {
                store.append(entry);
            } catch (IOException e) {
                throw new UncheckedIOException("the entry could not be stored", e);
            }
        }
        push(new FeedPage(entry.thread(), List.of(entry), store.page(entry.thread(), 0, 0).last()));
    }

    private void push(FeedPage page) {
        connection.publish(FeedEntry.room(page.thread()), Json.LENIENT.valueToTree(page), Qos.AT_LEAST_ONCE);
    }

    private void say(Target to, FeedPage page) {
        connection.send(to, Json.LENIENT.valueToTree(page), Qos.AT_LEAST_ONCE);
    }

    @Override
    public void close() {
        connection.close();
    }
}
