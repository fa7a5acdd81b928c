package dev.gatehouse.server.job;

/** Another node has taken a job over, or it is over: this one must not go on with it. */
final class JobLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    JobLostException(String message) {
        super(message);
    }
}
