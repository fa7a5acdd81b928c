package dev.gatehouse.server.gateway;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.StaticAnswer;
import dev.gatehouse.server.call.RequestFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** Answers requests with what the upstreams say, as it comes, or with the fallback where they say nothing. */
final class UpstreamAnswers {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int BUFFER_BYTES = 16 << 10;
    /** What some servers write down for a caller who did not wait; nobody is given it. */
    static final int CALLER_GONE = 499;
    private static final String FALLBACK = "X-Gatehouse-Fallback";

    private final Upstreams upstreams;
    private final TrafficFigures figures;
    private final AnswerCache cache;
    private final LastGood lastGood;
    private final Writes writes;

    UpstreamAnswers(Upstreams upstreams, TrafficServer.Service service) {
        this.upstreams = upstreams;
        this.figures = service.figures();
        this.cache = service.cache();
        this.lastGood = service.figures().lastGood();
        this.writes = new Writes(service);
    }

    /**
     * Answers.
     *
     * @param flight waits for the answer, for the cache
     * @throws RequestFailure where there is no answer, and the response has not begun
     * @throws IOException where the caller is gone or the answer broke off
     */
    void answer(Passage passage, AnswerCache.@Nullable Flight flight) throws IOException {
        long askedAt = lastGood.now();
        try {
            // Before a place in the bulkhead is taken: nobody is kept out while a caller sends.
            boolean repeatable = passage.repeatable();
            RouteState state = figures.stateOf(passage.route());
            if (!passage.enter(state)) {
                throw full();
            }
            answer(passage, flight, new Asking(upstreams, passage, state, null).ask(repeatable), askedAt);
        } catch (Passage.BrokenBody e) {
            if (!passage.isAbandoned() || passage.isOverdue()) {
                throw Attempt.brokenBody(e);
            }
            passage.response().setStatus(CALLER_GONE);
        } finally {
            passage.settle();
        }
    }

    /**
     * Answers a request that has its place and may be sent again, after a first attempt.
     *
     * @param first what that came to
     * @throws RequestFailure where there is no answer, and the response has not begun
     * @throws IOException where the caller is gone or the answer broke off
     */
    void goOn(Passage passage, RouteState state, Outcome first) throws IOException {
        try {
            answer(passage, null, new Asking(upstreams, passage, state, first).ask(true), lastGood.now());
        } finally {
            passage.settle();
        }
    }

    /** The route has no place left. */
    static RequestFailure full() {
        return RequestFailure.later(ErrorCode.ROUTE_FULL, "As many requests as this route takes at once are under way.",
                SOON);
    }

    private void answer(Passage passage, AnswerCache.@Nullable Flight flight, Outcome outcome, long askedAt)
            throws IOException {
        switch (outcome) {
            case Outcome.Begun begun -> begun(passage, begun, flight, askedAt);
            case Outcome.Abandoned _ -> passage.response().setStatus(CALLER_GONE);
            case Outcome.Failed failed -> none(passage, failed.failure(), failed.isNone());
        }
    }

    private void begun(Passage passage, Outcome.Begun begun, AnswerCache.@Nullable Flight flight, long askedAt)
            throws IOException {
        if (begun.isNone() && fallBack(passage)) {
            begun.answer().drop();
            return;
        }
        try {
            pass(passage, begun, flight, askedAt);
        } catch (IOException e) {
            begun.answer().drop();
            if (passage.response().isCommitted() || passage.isAbandoned()) {
                throw e;
            }
            Headers.takeBack(begun.response().getHeaders(), passage.response().getHeaders());
            none(passage, brokenOff(e), true);
        }
    }

    /** An answer has begun and ended before anything of its body came. */
    static RequestFailure brokenOff(Throwable why) {
        return isLate(why)
                ? new RequestFailure(ErrorCode.UPSTREAM_TIMEOUT, "The upstream began to answer and is silent.", why)
                : new RequestFailure(ErrorCode.UPSTREAM_FAILED, "The upstream broke off its answer.", why);
    }

    private static boolean isLate(@Nullable Throwable why) {
        return why != null && (why instanceof TimeoutException || isLate(why.getCause()));
    }

    private void none(Passage passage, RequestFailure failure, boolean mayFallBack) throws IOException {
        if (!mayFallBack || !fallBack(passage)) {
            throw failure;
        }
    }

    /** By what its last good answer is known; absent where none is kept, such as where it says more than its key. */
    private static LastGood.@Nullable Key key(Passage passage) {
        return passage.isBodiless() ? LastGood.key(passage.route(), passage.asked(), passage.userId()) : null;
    }

    private boolean fallBack(Passage passage) throws IOException {
        RoutePolicies.Fallback policy = passage.route().spec().policies().fallback();
        LastGood.Key key = key(passage);
        TrafficAnswer last = key == null ? null : lastGood.find(key, () -> cache.sinceWrite(passage.asked()));
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

    /** Passes an answer on as it comes, and gathers it where somebody wants the whole. */
    private void pass(Passage passage, Outcome.Begun begun, AnswerCache.@Nullable Flight flight, long askedAt)
            throws IOException {
        int status = begun.response().getStatus();
        Map<String, List<String>> headers = Headers.incoming(begun.response().getHeaders());
        writes.answered(passage.asked(), status);
        LastGood.Key wish = key(passage);
        LastGood.Key key = wish != null && LastGood.keeps(status, headers) ? wish : null;
        AnswerCache.Flight sharing = flight != null && flight.wants(status, headers) ? flight : null;
        Replies.head(passage.response(), status, headers);
        if (flight != null) {
            passage.response().getHeaders().put("X-Gatehouse-Cache", "miss");
        }
        long length = length(headers, passage, status);
        InputStream body = begun.answer().body();
        if (sharing != null && length > AnswerCache.MOST_BYTES) {
            sharing.release();
        }
        if ((key == null && sharing == null) || length > AnswerCache.MOST_BYTES) {
            herald(passage, length);
            copy(body, passage.response(), length, 0);
            return;
        }
        if (sharing != null) {
            passage.share();
        }
        Gathering gathering = new Gathering(body, bytes -> {
            TrafficAnswer answer = new TrafficAnswer(status, headers, bytes);
            if (sharing != null) {
                sharing.offer(answer);
            }
            if (key != null) {
                lastGood.keep(key, answer, askedAt);
            }
        }, () -> {
            if (flight != null) {
                flight.release();
            }
        });
        gathered(passage, gathering, length, sharing != null);
    }

    /** Gives the caller the headers before a body for which the upstream may take its time. */
    private static void herald(Passage passage, long length) throws IOException {
        // With a fallback there is something else to say where no body comes.
        if (passage.route().spec().policies().fallback() == null && length != 0) {
            Content.Sink.write(passage.response(), false, ByteBuffer.allocate(0));
        }
    }

    /** @param shared whether others wait for it, so that it is gathered to its end also where the caller is gone */
    private static void gathered(Passage passage, Gathering gathering, long length, boolean shared) throws IOException {
        try {
            herald(passage, length);
            long passed = gathering.passTo(passage.response(), length);
            if (gathering.isTooLarge()) {
                copy(gathering.rest(), passage.response(), length, passed);
            }
        } catch (IOException e) {
            if (shared) {
                gathering.join(Duration.ofMillis(passage.route().spec().policies().timeoutOrDefaultMillis()));
            }
            throw e;
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

    /**
     * Passes a body on.
     *
     * @param length -1 where that is not known
     * @param passed how much of it was passed on before
     */
    private static void copy(InputStream body, Response response, long length, long passed) throws IOException {
        long left = length - passed;
        try (body) {
            byte[] buffer = new byte[BUFFER_BYTES];
            int read = body.read(buffer);
            while (read >= 0) {
                left -= read;
                boolean last = length > 0 && left == 0;
                Content.Sink.write(response, last, ByteBuffer.wrap(buffer, 0, read));
                if (last) {
                    var _ = body.read(); // which tells the connection that the answer is over
                    return;
                }
                read = body.read(buffer);
            }
        }
        Content.Sink.write(response, true, ByteBuffer.allocate(0));
    }
}
