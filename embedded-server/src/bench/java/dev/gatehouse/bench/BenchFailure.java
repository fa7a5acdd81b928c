package dev.gatehouse.bench;

/** A benchmark could not be carried out; the message says in one sentence why. */
final class BenchFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BenchFailure(String message) {
        super(message);
    }
}
