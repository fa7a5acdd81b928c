package dev.gatehouse.server.message;

import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.message.MessageStore.Entry;
import dev.gatehouse.server.message.MessageStore.Kept;
import dev.gatehouse.server.message.MessageStore.Page;
import dev.gatehouse.server.session.SharedFrame;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one client what is in its user's inbox, in order and each once. It reads from the place that was sent last, when
 * the client comes and whenever it is told of something that does not follow on it. Safe for use by several threads.
 */
final class InboxReader {

    private static final Logger LOG = LoggerFactory.getLogger(InboxReader.class);
    private static final int PAGE = 50;
    private static final long LOOK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final LocalClient client;
    private final MessageStore store;
    private final Lanes lanes;
    private final String node;
    private Position sent = Position.START;
    /** Whether all that was there is sent. */
    private boolean upToDate;
    private boolean reading;
    private boolean again;
    private long lookedNanos = System.nanoTime();

    InboxReader(LocalClient client, MessageStore store, Lanes lanes, String node) {
        this.client = client;
        this.store = store;
        this.lanes = lanes;
        this.node = node;
    }

    /** Something came in. */
    synchronized void offer(Kept kept, Note note, SharedFrame frame) {
        Position before = kept.before();
        if (reading) {
            again = true;
        } else if (upToDate && before != null && !before.after(sent) && kept.at().after(sent)) {
            sent = kept.at();
            if (client.takes(note)) {
                client.client().send(frame);
            }
        } else if (!upToDate || before == null || kept.at().after(sent)) {
            read();
        }
    }

    /** Reads on: the client came, or something may have been missed. */
    synchronized void read() {
        if (reading) {
            again = true;
        } else {
            reading = true;
            lanes.apart(this::readOn);
        }
    }

    /** Reads on where an earlier attempt failed, or where it has not looked for a while: word may have been lost. */
    synchronized void tend() {
        if (!upToDate || System.nanoTime() - lookedNanos >= LOOK_EVERY_NANOS) {
            read();
        }
    }

    /** The store has lost its data; places are counted anew. */
    synchronized void lost() {
        sent = Position.START;
        read();
    }

    private void readOn() {
        boolean all = false;
        try {
            while (!all && !client.gone()) {
                Position after = begin();
                Page page = lanes.turn(() -> store.inbox(client.user(), node, after, PAGE));
                all = took(page, after);
                if (!all) {
                    client.awaitRoom();
                }
            }
        } catch (RequestFailure e) {
            LOG.debug("The inbox of the user {} cannot be read: {}", client.user(), e.detail());
        } finally {
            if (!all) {
                synchronized (this) {
                    reading = false;
                    upToDate = false;
                }
            }
        }
    }

    private synchronized Position begin() {
        again = false;
        lookedNanos = System.nanoTime();
        return sent;
    }

    /** Sends what was read; true where that was all. */
    private synchronized boolean took(Page page, Position after) {
        if (!sent.equals(after)) {
            return false;
        }
        for (Entry entry : page.entries()) {
            sent = entry.at();
            if (client.takes(entry.note())) {
                client.client().send(entry.note().frame(entry.msgId()));
            }
        }
        if (page.entries().size() == PAGE || again) {
            return false;
        }
        if (page.last().after(sent)) {
            sent = page.last();
        }
        reading = false;
        upToDate = true;
        return true;
    }

    /** Sends what is in the inbox for a session that this client goes on with. */
    void readFor(String sid) {
        Position after = Position.START;
        @Nullable
        Page page = null;
        while (page == null || page.entries().size() == PAGE) {
            Position behind = after;
            page = lanes.turn(() -> store.inbox(client.user(), node, behind, PAGE));
            for (Entry entry : page.entries()) {
                if (entry.note().sessions() != null && entry.note().isFor(sid) && !client.isOwn(entry.note())) {
                    client.client().send(entry.note().frame(entry.msgId()));
                }
                after = entry.at();
            }
            client.awaitRoom();
        }
    }
}
