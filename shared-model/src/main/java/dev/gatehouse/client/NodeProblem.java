package dev.gatehouse.client;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.Problem;

/** A node refused a call. */
public final class NodeProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    NodeProblem(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    /** What the node said. */
    public Problem problem() {
        return problem;
    }

    /** Whether it was refused for this reason. */
    public boolean is(ErrorCode code) {
        return code.code().equals(problem.code());
    }
}
