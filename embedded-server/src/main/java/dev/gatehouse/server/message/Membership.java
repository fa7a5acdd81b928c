package dev.gatehouse.server.message;

import dev.gatehouse.server.session.SharedFrame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client of this node in a room. While it is sent what it missed, what is said meanwhile is held back. */
final class Membership {

    /** More than this is read from the history again instead. */
    private static final int MOST_HELD = 2000;

    private final LocalClient client;
    private @Nullable List<Held> held;
    private boolean overflown;
    private Position sent = Position.START;

    private record Held(@Nullable Position at, @Nullable String msgId, SharedFrame frame) {}

    /** @param held whether what is said is held back until {@link #release} */
    Membership(LocalClient client, boolean held) {
        this.client = client;
        this.held = held ? new ArrayList<>() : null;
    }

    /** Holds back what is said from here on. */
    synchronized void hold() {
        if (held == null) {
            held = new ArrayList<>();
            overflown = false;
        }
    }

    /**
     * Something is said in the room, in the order of its history.
     *
     * @param msgId absent where it is no message
     */
    synchronized void offer(@Nullable Position at, @Nullable String msgId, SharedFrame frame) {
        if (held != null) {
            if (held.size() < MOST_HELD) {
                held.add(new Held(at, msgId, frame));
            } else {
                overflown = true;
            }
        } else if (at == null || at.after(sent)) {
            send(msgId, frame);
        }
    }

    private void send(@Nullable String msgId, SharedFrame frame) {
        if (msgId == null) {
            client.client().send(frame);
        } else {
            client.send(msgId, frame);
        }
    }

    /**
     * Sends what was held back, and from here on what is said.
     *
     * @param position all up to here was sent from the history
     * @return false where too much was said meanwhile: then the history is to be read on from {@code position}
     */
    synchronized boolean release(Position position) {
        List<Held> waiting = held;
        if (waiting == null) {
            return true;
        }
        if (overflown) {
            waiting.clear();
            overflown = false;
            return false;
        }
        for (Held one : waiting) {
            if (one.at == null || one.at.after(position)) {
                send(one.msgId, one.frame);
            }
        }
        sent = position.after(sent) ? position : sent;
        held = null;
        return true;
    }

    /** The store has lost its data; places are counted anew. */
    synchronized void lost() {
        sent = Position.START;
    }
}
