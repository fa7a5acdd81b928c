package dev.gatehouse.server.session;

/** What a client sent is not a frame; the message says what is wrong with it in a few words. */
final class NotAFrameException extends Exception {

    private static final long serialVersionUID = 1L;

    NotAFrameException(String reason) {
        super(reason);
    }

    /** What is wrong, in a few words for whoever wrote the client. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
