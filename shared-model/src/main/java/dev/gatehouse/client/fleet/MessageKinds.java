package dev.gatehouse.client.fleet;

/** What the first letter of a message's id says, as docs/API.md has it. */
final class MessageKinds {

    private MessageKinds() {}

    /** Whether somebody waits for the acknowledgement: it is a message of an inbox, or an operator's. */
    static boolean isAwaited(String msgId) {
        return !msgId.startsWith("r") && !msgId.startsWith("x");
    }

    /**
     * Whether resuming can go on from it: it is a room's. A message to a user may overtake what was said in rooms before it,
     * and comes again by itself until it is acknowledged.
     */
    static boolean isPlace(String msgId) {
        return msgId.startsWith("r") || msgId.startsWith("R");
    }
}
