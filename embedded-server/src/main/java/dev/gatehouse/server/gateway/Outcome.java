package dev.gatehouse.server.gateway;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import org.eclipse.jetty.client.Response;

/** What asking an upstream came to. */
sealed interface Outcome {

    /** Whether asking again may lead to something better. */
    boolean mayBeRepeated();

    /** Whether no upstream gave an answer of its own. */
    boolean isNone();

    /** Whether an upstream that is a gateway itself says so where nobody answers behind it. */
    static boolean isNone(int status) {
        return status >= 502 && status <= 504;
    }

    /** Its answer has begun. */
    record Begun(Awaited answer, Response response) implements Outcome {

        @Override
        public boolean mayBeRepeated() {
            return isNone();
        }

        @Override
        public boolean isNone() {
            return Outcome.isNone(response.getStatus());
        }
    }

    /** Nobody waits for an answer any more; the upstream is not to blame. */
    record Abandoned() implements Outcome {

        @Override
        public boolean mayBeRepeated() {
            return false;
        }

        @Override
        public boolean isNone() {
            return false;
        }
    }

    /** There is none. */
    record Failed(RequestFailure failure) implements Outcome {

        @Override
        public boolean mayBeRepeated() {
            return isNone() && failure.code() != ErrorCode.UPSTREAMS_OPEN
                    && failure.code() != ErrorCode.UPSTREAM_FORBIDDEN;
        }

        @Override
        public boolean isNone() {
            return failure.code() != ErrorCode.BAD_REQUEST;
        }
    }
}
