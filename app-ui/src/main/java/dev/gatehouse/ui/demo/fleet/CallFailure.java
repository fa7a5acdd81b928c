package dev.gatehouse.ui.demo.fleet;

import org.jspecify.annotations.Nullable;

/** A call that a node refused, or that did not reach it. */
public final class CallFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /**
     * @param status the HTTP status; 0 where there was no answer
     * @param code   the problem's code, or a few words where there was no problem
     */
    CallFailure(int status, String code, String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.status = status;
        this.code = code;
    }

    /** The HTTP status; 0 where there was no answer. */
    public int status() {
        return status;
    }

    /** The problem's code, such as {@code bad-credentials}. */
    public String code() {
        return code;
    }
}
