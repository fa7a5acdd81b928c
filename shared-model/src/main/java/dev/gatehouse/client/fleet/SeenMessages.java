package dev.gatehouse.client.fleet;

import java.util.LinkedHashSet;

/** The ids of the last messages that were handled. Not safe for use by several threads. */
final class SeenMessages {

    private final int most;
    private final LinkedHashSet<String> ids = new LinkedHashSet<>();

    /** @param most how many are remembered */
    SeenMessages(int most) {
        this.most = most;
    }

    boolean contains(String msgId) {
        return ids.contains(msgId);
    }

    void add(String msgId) {
        if (ids.add(msgId) && ids.size() > most) {
            ids.removeFirst();
        }
    }
}
