package dev.gatehouse.server.job;

/** The table of a job is nowhere to be had any more, so that nobody can go on with it; the message says what to do. */
public final class JobInputGoneException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JobInputGoneException(String message) {
        super(message);
    }
}
