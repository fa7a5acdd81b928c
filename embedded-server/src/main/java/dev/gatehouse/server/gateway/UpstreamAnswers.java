package dev.gatehouse.server.gateway;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.StaticAnswer;
import dev.gatehouse.server.call.RequestFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** Answers requests with what the upstreams say, as it comes, or with the fallback where they say nothing. */
final class UpstreamAnswers {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int BUFFER_BYTES = 16 << 10;
    /** What some servers write down for a caller who did not wait; nobody is given it. */
    private static final int CALLER_GONE = 499;
    private static final String FALLBACK = "X-Gatehouse-Fallback";

    private final Upstreams upstreams;
    private final TrafficFigures figures;
    private final LastGood lastGood = new LastGood();

    UpstreamAnswers(Upstreams upstreams, TrafficFigures figures) {
        this.upstreams = upstreams;
        this.figures = figures;
    }

    /**
     * Answers.
     *
     * @param flight waits for the answer, for the cache
     * @throws RequestFailure where there is no answer, and the response has not begun
     * @throws IOException where the caller is gone or the answer broke off
     */
    void answer(Passage passage, AnswerCache.@Nullable Flight flight) throws IOException {
        try {
            // Before a place in the bulkhead is taken: nobody is kept out while a caller sends.
            boolean repeatable = passage.repeatable();
            RouteState state = figures.stateOf(passage.route());
            if (!state.enter()) {
                throw full();
            }
            answer(passage, flight, state, repeatable);
        } finally {
            passage.settle();
        }
    }

    /** The route has no place left. */
    static RequestFailure full() {
        return RequestFailure.later(ErrorCode.ROUTE_FULL, "As many requests as this route takes at once are under way.",
                SOON);
    }

    private void answer(Passage passage, AnswerCache.@Nullable Flight flight, RouteState state, boolean repeatable)
            throws IOException {
        try {
            Outcome outcome = new Asking(upstreams, passage, state).ask(repeatable);
            switch (outcome) {
                case Outcome.Begun begun -> begun(passage, begun, flight);
                case Outcome.Abandoned _ -> passage.response().setStatus(CALLER_GONE);
                case Outcome.Failed failed -> none(passage, failed.failure(), failed.isNone());
            }
        } finally {
            state.leave();
        }
    }

    private void begun(Passage passage, Outcome.Begun begun, AnswerCache.@Nullable Flight flight) throws IOException {
        if (begun.isNone() && fallBack(passage)) {
            Asking.drop(begun);
            return;
        }
        try {
            pass(passage, begun, flight);
        } catch (IOException e) {
            Asking.drop(begun);
            throw e;
        }
    }

    private void none(Passage passage, RequestFailure failure, boolean mayFallBack) throws IOException {
        if (!mayFallBack || !fallBack(passage)) {
            throw failure;
        }
    }

    private boolean fallBack(Passage passage) throws IOException {
        RoutePolicies.Fallback policy = passage.route().spec().policies().fallback();
        LastGood.Key key = LastGood.key(passage.route(), passage.asked(), passage.userId());
        TrafficAnswer last = key == null ? null : lastGood.find(key);
        StaticAnswer given = policy == null ? null : policy.answer();
        if (last != null) {
            passage.response().getHeaders().put(FALLBACK, "last-good");
            Replies.kept(passage.response(), last);
        } else if (given != null) {
            passage.response().getHeaders().put(FALLBACK, "static");
            Replies.fixed(passage.response(), given);
        }
        return last != null || given != null;
    }

    /** Passes an answer on as it comes, and collects it where somebody wants the whole. */
    private void pass(Passage passage, Outcome.Begun begun, AnswerCache.@Nullable Flight flight) throws IOException {
        int status = begun.response().getStatus();
        Map<String, List<String>> headers = Headers.incoming(begun.response().getHeaders());
        LastGood.Key key = LastGood.keeps(status, headers)
                ? LastGood.key(passage.route(), passage.asked(), passage.userId())
                : null;
        boolean wanted = flight != null && flight.wants(status, headers);
        ByteArrayOutputStream whole = key != null || wanted ? new ByteArrayOutputStream() : null;
        Replies.head(passage.response(), status, headers);
        if (flight != null) {
            passage.response().getHeaders().put("X-Gatehouse-Cache", "miss");
        }
        boolean complete = copy(begun, passage.response(), whole, length(headers, passage, status));
        if (whole != null && complete) {
            TrafficAnswer answer = new TrafficAnswer(status, headers, ByteBuffer.wrap(whole.toByteArray()));
            if (key != null) {
                lastGood.keep(key, answer);
            }
            if (flight != null && wanted) {
                flight.offer(answer);
            }
        }
    }

    /** How long the body is; -1 where that is not known. */
    private static long length(Map<String, List<String>> headers, Passage passage, int status) {
        if (passage.asked().method().equals("HEAD") || status == 204 || status == 304) {
            return 0;
        }
        List<String> said = headers.getOrDefault("content-length", List.of());
        return said.size() == 1 && said.getFirst().matches("\\d{1,18}") ? Long.parseLong(said.getFirst()) : -1;
    }

    /** @return whether all of it was collected */
    private static boolean copy(Outcome.Begun begun, Response response, @Nullable ByteArrayOutputStream whole,
            long length) throws IOException {
        boolean fits = whole != null;
        long left = length;
        try (InputStream body = Asking.body(begun)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            int read = body.read(buffer);
            while (read >= 0) {
                left -= read;
                if (fits && whole != null && whole.size() + read <= AnswerCache.MOST_BYTES) {
                    whole.write(buffer, 0, read);
                } else {
                    fits = false;
                }
                boolean last = length > 0 && left == 0;
                Content.Sink.write(response, last, ByteBuffer.wrap(buffer, 0, read));
                if (last) {
                    return body.read() < 0 && fits;
                }
                read = body.read(buffer);
            }
        }
        Content.Sink.write(response, true, ByteBuffer.allocate(0));
        return fits;
    }
}
