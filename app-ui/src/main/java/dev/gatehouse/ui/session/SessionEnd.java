package dev.gatehouse.ui.session;

import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.ui.task.TaskRunner;
import java.time.Duration;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Whether the session that is looked at is over, and how it ended. That it is over is known first: nodes tell each other
 * of ends a moment later, so how it ended is asked for a few times.
 */
public final class SessionEnd {

    private static final Duration LATER = Duration.ofSeconds(1);
    private static final int MOST_TRIES = 6;

    private final TaskRunner tasks;
    private final EndedSessions ended;
    private final ReadOnlyBooleanWrapper over = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<@Nullable EndedSession> how = new ReadOnlyObjectWrapper<>();
    private @Nullable Session looked;

    SessionEnd(TaskRunner tasks, EndedSessions ended) {
        this.tasks = tasks;
        this.ended = ended;
    }

    /** Whether it is over. */
    public ReadOnlyBooleanProperty overProperty() {
        return over.getReadOnlyProperty();
    }

    /** How it ended; {@code null} while it is online, or where nobody knows. */
    public ReadOnlyObjectProperty<@Nullable EndedSession> howProperty() {
        return how.getReadOnlyProperty();
    }

    boolean isOver() {
        return over.get();
    }

    /** Another session is looked at, or the same one that has come back by a new socket. */
    void look(@Nullable Session session) {
        if (session == null || looked == null || !isSame(session, looked)) {
            over.set(false);
            how.set(null);
        }
        looked = session;
    }

    /** {@code session} is online no longer. */
    void over(Session session) {
        over.set(true);
        ask(session, MOST_TRIES);
    }

    private void ask(Session session, int tries) {
        if (tries == 0 || looked == null || !isSame(session, looked)) {
            return;
        }
        ended.end(session, found -> {
            if (looked == null || !isSame(session, looked)) {
                return;
            }
            if (found == null) {
                tasks.after(LATER, () -> ask(session, tries - 1));
            } else {
                how.set(found);
            }
        });
    }

    /** Whether two are one socket: a client that comes back keeps its session's id. */
    static boolean isSame(Session one, Session other) {
        return one.sid().equals(other.sid())
                && one.connectedAt().toEpochMilli() == other.connectedAt().toEpochMilli();
    }
}
