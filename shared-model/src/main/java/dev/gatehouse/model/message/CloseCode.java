package dev.gatehouse.model.message;

/** Why a node closes a client's WebSocket; numbers from the range that RFC 6455 section 7.4.2 leaves to applications. */
public enum CloseCode {
    NORMAL(1000, "closed"),
    GOING_AWAY(1001, "node stopping"),
    KICKED(4001, "kicked"),
    REPLACED(4002, "replaced elsewhere"),
    BANNED(4003, "banned"),
    SESSION_OVER(4004, "session over"),
    TOO_FAST(4008, "too fast"),
    TOO_SLOW(4009, "too slow"),
    DRAINING(4013, "node draining"),
    BAD_FRAME(4400, "bad frame"),
    NOT_AUTHENTICATED(4401, "not authenticated");

    private final int number;
    private final String phrase;

    CloseCode(int number, String phrase) {
        this.number = number;
        this.phrase = phrase;
    }

    /** The status number of the close frame. */
    public int number() {
        return number;
    }

    /** A few words for people. */
    public String phrase() {
        return phrase;
    }
}
