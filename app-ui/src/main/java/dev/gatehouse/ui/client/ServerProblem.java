package dev.gatehouse.ui.client;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.Problem;

/** The server answered, and refused. Its message is the server's own sentence. */
public final class ServerProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The code of what is not in Gatehouse's form. */
    static final String FOREIGN = "foreign";

    private final transient Problem problem;

    public ServerProblem(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    /** What the server said. */
    public Problem problem() {
        return problem;
    }

    /** Whether no Gatehouse server said so, but a proxy, or another program at that address. */
    public boolean isForeign() {
        return problem.code().equals(FOREIGN);
    }

    /** Whether the server refused for this reason. */
    public boolean is(ErrorCode code) {
        return problem.code().equals(code.code());
    }
}
