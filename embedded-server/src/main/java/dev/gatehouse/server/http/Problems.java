package dev.gatehouse.server.http;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a failure becomes an answer: a code and a sentence outside, the stack once in the log. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private final FailureTranslator translator;
    private final RefusalObserver refusals;

    Problems(FailureTranslator translator, RefusalObserver refusals) {
        this.translator = translator;
        this.refusals = refusals;
    }

    /** Answers a request that failed. */
    void answer(Context context, Exception thrown, @Nullable ServerCall call) {
        RequestFailure failure = failure(thrown);
        if (failure.code() == ErrorCode.INTERNAL) {
            LOG.error("{} {} failed", context.method(), context.path(), thrown);
        }
        if (call != null && call.endpoint().recordsRefusals() && !failure.recorded()) {
            refusals.refused(call.endpoint(), context.path(), call.actor(), failure);
        }
        Duration retryAfter = failure.hints().retryAfter();
        if (retryAfter != null) {
            context.header("Retry-After", RequestFailure.seconds(retryAfter));
        }
        if (failure.code().status() == 401) {
            context.header("WWW-Authenticate", "Bearer");
        }
        Trace trace = Trace.current();
        Answers.protect(context);
        context.header("X-Trace-ID", trace.traceId());
        context.status(failure.code().status());
        context.contentType(Problem.MEDIA_TYPE);
        context.result(Answers.bytes(failure.problem(trace.traceId())));
    }

    RequestFailure failure(Exception thrown) {
        return switch (thrown) {
            case RequestFailure known -> known;
            case HttpResponseException http -> byStatus(http);
            default -> translator.translate(thrown);
        };
    }

    private static RequestFailure byStatus(HttpResponseException http) {
        return switch (http.getStatus()) {
            case 404 -> new RequestFailure(ErrorCode.NOT_FOUND, "There is nothing at this address.");
            case 405 -> new RequestFailure(ErrorCode.METHOD_NOT_ALLOWED, "This address does not take this method.");
            case 413 -> new RequestFailure(ErrorCode.BODY_TOO_LARGE,
                    "The body is larger than " + HttpServer.MAX_BODY_BYTES / 1024 + " KiB.");
            case 500 -> new RequestFailure(ErrorCode.INTERNAL,
                    "Something broke inside; the node's log has it under this trace id.", http);
            default -> new RequestFailure(ErrorCode.BAD_REQUEST, String.valueOf(http.getMessage()));
        };
    }
}
