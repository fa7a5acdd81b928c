package dev.gatehouse.ui.cli;

/** A command that could not be done, in one sentence for the one who gave it. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandFailure(int exitCode, String sentence) {
        super(sentence, null, false, false);
        this.exitCode = exitCode;
    }

    /** It was tried and did not work. */
    static CommandFailure failed(String sentence) {
        return new CommandFailure(Program.FAILED, sentence);
    }

    /** It was asked for in a way that cannot be meant. */
    static CommandFailure wrongUsage(String sentence) {
        return new CommandFailure(Program.WRONG_USAGE, sentence);
    }

    int exitCode() {
        return exitCode;
    }
}
