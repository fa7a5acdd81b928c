package dev.gatehouse.server.route;

import dev.gatehouse.model.api.RouteReplayExchange;
import dev.gatehouse.model.api.RouteReplayExchange.Edit;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.log.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table with some edits that nobody has saved.
 *
 * @param added the ids that stand for new routes
 */
record DraftTable(RouteTree tree, Set<String> added) {

    /**
     * Makes these edits.
     *
     * @throws RequestFailure naming every field that cannot work
     */
    static DraftTable of(RouteTable table, @Nullable List<Edit> edits) {
        if (edits == null || edits.isEmpty() || edits.size() > RouteReplayExchange.MOST_EDITS) {
            throw RequestFailure.invalid("edits",
                    "are needed: from 1 to " + RouteReplayExchange.MOST_EDITS + " of them.");
        }
        List<FieldError> errors = new ArrayList<>();
        Set<String> added = new HashSet<>();
        Set<String> edited = new HashSet<>();
        RouteTree tree = table.tree();
        for (int at = 0; at < edits.size(); at++) {
            String field = "edits[" + at + "]";
            Edit edit = edits.get(at);
            String id = edit.id();
            Route before = id == null ? null : table.find(id);
            if (id != null && (before == null || !edited.add(id))) {
                errors.add(new FieldError(field + ".id", before == null
                        ? "names no route; somebody may have deleted it."
                        : "is edited twice."));
                continue;
            }
            RoutesExchange.Draft draft = edit.draft();
            if (before == null && draft == null) {
                errors.add(new FieldError(field, "needs an id, a draft, or both."));
                continue;
            }
            RouteSpec spec = draft == null ? null : checked(draft, field, errors);
            tree = before == null ? tree : tree.without(before);
            if (spec != null) {
                Route after = before == null
                        ? new Route(Ids.next(), spec, Instant.EPOCH, Instant.EPOCH, "", 0)
                        : new Route(before.id(), spec, before.createdAt(), before.updatedAt(), before.updatedBy(),
                                before.version());
                if (before == null) {
                    added.add(after.id());
                }
                tree = tree.with(after);
            }
        }
        if (!errors.isEmpty()) {
            throw RequestFailure.invalid(errors);
        }
        return new DraftTable(tree, Set.copyOf(added));
    }

    private static @Nullable RouteSpec checked(RoutesExchange.Draft draft, String field, List<FieldError> errors) {
        try {
            return RouteRules.checked(draft);
        } catch (RequestFailure e) {
            if (e.code() != ErrorCode.INVALID) {
                throw e;
            }
            e.hints().errors().forEach(
                    error -> errors.add(new FieldError(field + ".draft." + error.field(), error.message())));
            return null;
        }
    }
}
