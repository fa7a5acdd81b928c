package dev.gatehouse.server.http;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.server.call.Trace;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what is refused below the endpoints, such as a request that is no HTTP, with a problem as well. */
public final class ProblemErrorHandler extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        boolean stopping = status == ErrorCode.DRAINING.status();
        ErrorCode code = stopping
                ? ErrorCode.DRAINING
                : status >= 500 ? ErrorCode.INTERNAL : ErrorCode.BAD_REQUEST;
        Problem problem = new Problem("urn:gatehouse:error:" + code.code(), code.title(), status,
                stopping ? "This node stops and takes no more requests." : "The request cannot be read as HTTP.",
                code.code(), Trace.begin().traceId(), List.of(),
                null, null, null);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
        if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1) {
            // What follows on the connection may be a part of what was not understood.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        response.write(true, ByteBuffer.wrap(Answers.bytes(problem)), callback);
        return true;
    }
}
