package dev.gatehouse.bench;

/** What was measured did not do its work: the round does not count. */
final class WrongAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    WrongAnswerException(String message) {
        super(message);
    }
}
