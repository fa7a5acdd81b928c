package dev.gatehouse.server.route;

import dev.gatehouse.model.api.RouteReplayExchange.Caller;
import dev.gatehouse.model.api.RouteReplayExchange.Effect;
import dev.gatehouse.model.api.RouteReplayExchange.Example;
import dev.gatehouse.model.api.RouteReplayExchange.Group;
import dev.gatehouse.model.api.RouteReplayExchange.Side;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers the requests that another table would treat otherwise. */
final class ReplaySummary {

    private final Set<String> added;
    private final ReplayScope scope;
    private final boolean hidesCallers;
    private final boolean hidesPaths;
    private final Map<Turn, Gathered> gathered = new LinkedHashMap<>();
    private long changed;

    private record Turn(Effect effect, @Nullable Side before, @Nullable Side after) {}

    /** Who, without how often. */
    private record Somebody(@Nullable String user, String name) {}

    private static final class Gathered {
        private final Map<Somebody, Long> callers = new HashMap<>();
        private final List<Example> examples = new ArrayList<>();
        private long count;
        private long shut;
        private long opened;
    }

    /**
     * @param added  ids of routes that are not saved
     * @param hidden see {@link dev.gatehouse.server.audit.AuditMasks#of}
     * @param scope  how many callers and requests are named
     */
    ReplaySummary(Set<String> added, List<String> hidden, ReplayScope scope) {
        this.added = added;
        this.scope = scope;
        this.hidesCallers = hidden.stream().anyMatch(path -> path.startsWith("data.actor."));
        this.hidesPaths = hidden.stream()
                .anyMatch(path -> path.equals("data.resource") || path.startsWith("data.after"));
    }

    /** Adds a request, the newest ones first. */
    void add(Effect effect, @Nullable Route from, @Nullable Route to, RouteReplay.Request request, boolean admitted,
            boolean admits) {
        changed++;
        Gathered group = gathered.computeIfAbsent(new Turn(effect, side(from), side(to)), turn -> new Gathered());
        group.count++;
        group.shut += admitted && !admits ? 1 : 0;
        group.opened += !admitted && admits ? 1 : 0;
        Somebody who = who(request);
        group.callers.merge(who, 1L, Long::sum);
        if (group.examples.size() < scope.examples()) {
            group.examples.add(new Example(request.at(), request.method(),
                    request.host().isEmpty() ? null : request.host(), hidesPaths ? AuditEntry.MASK : request.path(),
                    request.status(), who.name()));
        }
    }

    private @Nullable Side side(@Nullable Route route) {
        if (route == null) {
            return null;
        }
        RouteSpec spec = route.spec();
        return new Side(added.contains(route.id()) ? null : route.id(), spec.method(), spec.host(), spec.path(),
                spec.permission());
    }

    private Somebody who(RouteReplay.Request request) {
        if (hidesCallers) {
            return new Somebody(null, AuditEntry.MASK);
        }
        String name = request.name() == null ? request.user() : request.name();
        String address = request.ip() == null ? "unknown" : request.ip();
        return new Somebody(request.user(), name == null ? address : name);
    }

    long changed() {
        return changed;
    }

    List<Group> groups() {
        return gathered.entrySet().stream().map(entry -> group(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Group::count).reversed()).toList();
    }

    private Group group(Turn turn, Gathered group) {
        List<Caller> callers = group.callers.entrySet().stream()
                .map(entry -> new Caller(entry.getKey().user(), entry.getKey().name(), entry.getValue()))
                .sorted(Comparator.comparingLong(Caller::count).reversed().thenComparing(Caller::name))
                .limit(scope.callers()).toList();
        return new Group(turn.effect, turn.before, turn.after, group.count, group.shut, group.opened, callers,
                List.copyOf(group.examples), group.callers.size());
    }
}
