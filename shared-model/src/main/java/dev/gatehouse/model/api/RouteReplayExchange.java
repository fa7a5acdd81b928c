package dev.gatehouse.model.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gatehouse.model.route.RoutePermission;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/routes/replay}: what would have become of the last requests if the table were another one. */
public final class RouteReplayExchange {

    public static final String PATH = RoutesExchange.PATH + "/replay";
    /** How many requests are looked at where nothing is said, not even a time. */
    public static final int DEFAULT_LAST = 1000;
    /** How many requests are looked at at most. */
    public static final int MOST_LAST = 10_000;
    /** How many edits there may be. */
    public static final int MOST_EDITS = 1000;
    /** How many requests, and how many callers, are named of each kind of change at most. */
    public static final int MOST_NAMED = 1000;

    private RouteReplayExchange() {}

    /**
     * The table as it stands, with some edits.
     *
     * @param edits at least one, at most {@link #MOST_EDITS}
     * @param last  how many of the last access records, from 1 to {@link #MOST_LAST}; absent: {@link #DEFAULT_LAST}, or
     *              {@link #MOST_LAST} where a time is given
     * @param from  only records of this time or later; absent: from the first one on
     * @param to    only records before this time; absent: until now
     * @param named how many requests and how many callers are named of each kind of change, from 1 to
     *              {@link #MOST_NAMED}; absent: five and ten
     */
    public record Request(@Nullable List<Edit> edits, @Nullable Integer last, @Nullable Instant from,
            @Nullable Instant to, @Nullable Integer named) {}

    /**
     * One edit of the table: a new route, another form of a route, or its end.
     *
     * @param id    the route that is replaced or taken away; absent for a new one
     * @param draft what it would be; absent where it would be gone
     */
    public record Edit(@Nullable String id, RoutesExchange.@Nullable Draft draft) {}

    /**
     * What would change.
     *
     * @param looked   how many records were looked at
     * @param changed  how many of them would be treated otherwise
     * @param complete whether that many records were there and there was time for all, or, where it was asked from when on,
     *                 all since then were looked at; else the newest were
     * @param from     the time of the oldest record; absent where there was none
     * @param to       the time of the newest record
     * @param groups   those that change, by where they came from and where they would go, most frequent first
     * @param stop     why no more records were looked at
     */
    public record Response(long looked, long changed, boolean complete, @Nullable Instant from, @Nullable Instant to,
            List<Group> groups, @Nullable Stop stop) {}

    /** Why no more records were looked at. */
    public enum Stop {
        /** As many as were asked for were. */
        @JsonProperty("last")
        LAST,
        /** There are no more, or none of that time. */
        @JsonProperty("records")
        RECORDS,
        /** There was no time for more. */
        @JsonProperty("time")
        TIME
    }

    /**
     * Requests that one edit turns the same way.
     *
     * @param before      the route that takes them; absent where none does
     * @param after       the route that would; absent where none would
     * @param shut        how many of them were let in and would not be
     * @param opened      how many of them were kept out and would be let in
     * @param callers     who sent most of them, as many as are named
     * @param examples    the newest of them, as many as are named
     * @param callerCount how many callers sent them
     */
    public record Group(Effect effect, @Nullable Side before, @Nullable Side after, long count, long shut, long opened,
            List<Caller> callers, List<Example> examples, long callerCount) {}

    /** How a request would be treated otherwise. */
    public enum Effect {
        /** No route took it; one would. */
        @JsonProperty("gained")
        GAINED,
        /** A route took it; none would. */
        @JsonProperty("lost")
        LOST,
        /** Another route would take it. */
        @JsonProperty("moved")
        MOVED,
        /** The same route would take it, with other callers admitted or another target. */
        @JsonProperty("altered")
        ALTERED
    }

    /**
     * A route on one side.
     *
     * @param id absent for a new route
     */
    public record Side(@Nullable String id, String method, String host, String path, RoutePermission permission) {}

    /**
     * Somebody whose requests change.
     *
     * @param user the user's id; absent for requests without one
     * @param name the user's name at that time, else the address
     */
    public record Caller(@Nullable String user, String name, long count) {}

    /** A request of the access log; {@code host} is absent where the record does not tell. */
    public record Example(Instant at, String method, @Nullable String host, String path, int status,
            @Nullable String caller) {}
}
