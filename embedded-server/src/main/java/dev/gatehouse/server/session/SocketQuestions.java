package dev.gatehouse.server.session;

import dev.gatehouse.model.api.NodesExchange.Connections;
import dev.gatehouse.model.api.NodesExchange.SocketDetail;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.bus.Questions;
import dev.gatehouse.server.call.Deadline;
import dev.gatehouse.server.call.RequestFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the sockets of a node do, asked of the node that holds them: over the bus where that is another one, which has a
 * second to answer.
 */
public final class SocketQuestions {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final String self;
    private final ConnectionMonitor monitor;
    private final Questions<Question, Answer> questions;

    /** @param sid the session whose socket is meant; absent for all of the node */
    private record Question(@Nullable String sid) {}

    /**
     * One of the two.
     *
     * @param socket absent, too, where there is no such socket
     */
    private record Answer(@Nullable Connections all, @Nullable SocketDetail socket) {}

    /** Begins to answer what other nodes ask. */
    public SocketQuestions(String self, ConnectionMonitor monitor, Bus bus) {
        this.self = self;
        this.monitor = monitor;
        questions = new Questions<>(bus, "socket.ask", Question.class, Answer.class, this::answer);
    }

    /**
     * The sockets of a node.
     *
     * @throws RequestFailure {@link ErrorCode#LIVE_STATE_UNAVAILABLE} where it does not answer
     */
    Connections connections(String node) {
        Connections all = asked(node, new Question(null)).all;
        if (all == null) {
            throw silent(node);
        }
        return all;
    }

    /**
     * One socket.
     *
     * @throws RequestFailure {@link ErrorCode#LIVE_STATE_UNAVAILABLE} where the node does not answer,
     *         {@link ErrorCode#NOT_FOUND} where it no longer holds the socket
     */
    SocketDetail detail(String node, String sid) {
        SocketDetail detail = asked(node, new Question(sid)).socket;
        if (detail == null) {
            throw new RequestFailure(ErrorCode.NOT_FOUND, "The node " + node + " holds no socket of " + sid + ".");
        }
        return detail;
    }

    private Answer answer(Question question) {
        return question.sid == null
                ? new Answer(monitor.latest(), null)
                : new Answer(null, monitor.detail(question.sid));
    }

    private Answer asked(String node, Question question) {
        if (node.equals(self)) {
            return answer(question);
        }
        try (var asked = questions.ask(node, question)) {
            Answer answer = asked.await(Deadline.budget(PATIENCE));
            if (answer == null) {
                throw silent(node);
            }
            return answer;
        }
    }

    private static RequestFailure silent(String node) {
        return new RequestFailure(ErrorCode.LIVE_STATE_UNAVAILABLE,
                "The node " + node + " did not answer within a second; try again.");
    }
}
