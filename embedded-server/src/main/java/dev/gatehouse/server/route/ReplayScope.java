package dev.gatehouse.server.route;

import dev.gatehouse.model.api.RouteReplayExchange;
import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.server.audit.Criterion;
import dev.gatehouse.server.call.RequestFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which records a replay looks at, and how much it tells of them.
 *
 * @param most     how many records at most
 * @param begins   whether only those from some time on
 * @param callers  how many callers are named of each kind of change at most
 * @param examples how many requests are named of each kind of change at most
 * @param criteria what the records must meet
 */
record ReplayScope(int most, boolean begins, int callers, int examples, List<Criterion> criteria) {

    /** A moment from which on the index counts no time. */
    private static final Instant LATEST = Instant.parse("6400-01-01T00:00:00Z");
    private static final int DEFAULT_CALLERS = 10;
    private static final int DEFAULT_EXAMPLES = 5;

    ReplayScope {
        criteria = List.copyOf(criteria);
    }

    /**
     * What is asked for.
     *
     * @throws RequestFailure naming every field that cannot work
     */
    static ReplayScope of(RouteReplayExchange.Request asked) {
        Instant from = asked.from();
        Instant to = asked.to();
        List<FieldError> errors = new ArrayList<>();
        check("last", asked.last(), RouteReplayExchange.MOST_LAST, errors);
        check("named", asked.named(), RouteReplayExchange.MOST_NAMED, errors);
        check("from", from, errors);
        check("to", to, errors);
        if (from != null && to != null && !from.isBefore(to)) {
            errors.add(new FieldError("to", "must be later than from."));
        }
        if (!errors.isEmpty()) {
            throw RequestFailure.invalid(errors);
        }
        List<Criterion> criteria = new ArrayList<>(List.of(new Criterion.KindIs(TopicKind.ACCESS)));
        if (from != null) {
            criteria.add(new Criterion.From(from));
        }
        if (to != null) {
            criteria.add(new Criterion.Until(to));
        }
        int whole = from == null && to == null ? RouteReplayExchange.DEFAULT_LAST : RouteReplayExchange.MOST_LAST;
        return new ReplayScope(given(asked.last(), whole), from != null, given(asked.named(), DEFAULT_CALLERS),
                given(asked.named(), DEFAULT_EXAMPLES), criteria);
    }

    private static int given(@Nullable Integer number, int otherwise) {
        return number == null ? otherwise : number;
    }

    private static void check(String field, @Nullable Integer number, int most, List<FieldError> errors) {
        if (number != null && (number < 1 || number > most)) {
            errors.add(new FieldError(field, "must be from 1 to " + most + "."));
        }
    }

    private static void check(String field, @Nullable Instant time, List<FieldError> errors) {
        if (time != null && (time.isBefore(Instant.EPOCH) || !time.isBefore(LATEST))) {
            errors.add(new FieldError(field, "must be a time of the years 1970 to 6399."));
        }
    }
}
