package dev.gatehouse.model.api;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/sessions}: who is online, on all nodes. */
public final class SessionsExchange {

    public static final String PATH = "/api/v1/sessions";
    public static final String KICK_PATH = PATH + "/kick";
    public static final String ENDED_PATH = PATH + "/ended";
    public static final String AT_PATH = PATH + "/at";
    public static final String GHOSTS_PATH = PATH + "/ghosts";

    private SessionsExchange() {}

    /** The path of one session. */
    public static String path(String sid) {
        return PATH + "/" + sid;
    }

    /**
     * {@code GET}.
     *
     * @param age how old the answer is, in milliseconds; 0 with {@code fresh=true}
     */
    public record Listing(long total, List<Session> items, long age) {}

    /**
     * {@code GET /ended?q&offset&limit}: newest first, as far back as this node remembers.
     *
     * @param total how many there are that {@code q} means
     */
    public record Ended(long total, List<EndedSession> items) {}

    /** The path of what one session's socket does, see {@link NodesExchange.SocketDetail}. */
    public static String socketPath(String sid) {
        return path(sid) + "/socket";
    }

    /**
     * {@code GET /at?time&q&node&user&kind&sort&offset&limit}: who was online at a moment of the past.
     *
     * @param since from when on this node remembers without a gap; a moment before it is answered with what is known
     */
    public record Past(Instant time, long total, List<Session> items, Instant since) {}

    /**
     * A session that was listed though nobody was behind it.
     *
     * @param reason one sentence: how it was found out
     * @param kind   the same in one word, see {@link GhostKind}; absent where an earlier version found it
     */
    public record Ghost(Session session, Instant foundAt, String reason, @Nullable String kind) {}

    /** How ghosts are found out. */
    public enum GhostKind {
        /** The node that held it died. */
        NODE_DIED,
        /** The node that held it left without a goodbye. */
        NODE_LEFT,
        /** Its node does not hold it; the goodbye was not heard. */
        UNHEARD,
        /** A node listed it, but there is nothing known of it any more. */
        VANISHED,
        /** A node listed it, but another one holds it. */
        MOVED,
        /** An earlier life of its node left it behind. */
        LEFT_BEHIND,
        /** Its node listed it and does not hold it. */
        NOT_HELD;

        /** As on the wire, such as {@code node-died}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** {@code GET /ghosts}: newest first, those of the last seven days. */
    public record Ghosts(long total, List<Ghost> items) {}

    /**
     * Which sessions are meant: those that match all that is given. At least one field must be.
     *
     * @param q words as in the list's search
     */
    public record Filter(
            @Nullable List<String> sids,
            @Nullable String q,
            @Nullable String node,
            @Nullable String user,
            @Nullable ClientKind kind) {}

    /** {@code POST /kick}. */
    public record KickRequest(@Nullable Filter filter, @Nullable String reason) {}

    /**
     * @param matched     how many sessions the filter met
     * @param enforcement the nodes that hold them
     */
    public record Kicked(long matched, Receipt receipt, List<Enforcement> enforcement) {}
}
