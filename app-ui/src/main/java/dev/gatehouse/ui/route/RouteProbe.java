package dev.gatehouse.ui.route;

import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Failures;
import dev.gatehouse.ui.text.Sentence;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** Which route takes a request, with what its parameters stand for, and which others would. */
public final class RouteProbe {

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final ObservableList<Route> routes;
    private final StringProperty method = new SimpleStringProperty("GET");
    private final StringProperty host = new SimpleStringProperty("");
    private final StringProperty path = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<@Nullable Answer> answer = new ReadOnlyObjectWrapper<>();
    private long asked;

    /** What became of the question. */
    public enum Outcome {
        /** A route takes the request. */
        TAKEN,
        /** No route takes it. */
        NOBODY,
        /** There is no answer. */
        FAILED
    }

    /**
     * @param sentence what is said of the request
     * @param route    the one that takes it; absent unless it is {@link Outcome#TAKEN}
     * @param others   those that would take it too if that one were not there
     */
    public record Answer(Outcome outcome, Sentence sentence, @Nullable Route route, List<Route> others) {}

    RouteProbe(ConsoleClient client, TaskRunner tasks, ObservableList<Route> routes) {
        this.client = client;
        this.tasks = tasks;
        this.routes = routes;
        List.of(method, host, path).forEach(field -> field.addListener((observed, before, now) -> forget()));
    }

    /** What was found is about another request; so is an answer that is under way. */
    private void forget() {
        asked++;
        answer.set(null);
    }

    public StringProperty methodProperty() {
        return method;
    }

    /** Empty for any. */
    public StringProperty hostProperty() {
        return host;
    }

    public StringProperty pathProperty() {
        return path;
    }

    /** What was found; {@code null} until there is an answer to what is typed. */
    public ReadOnlyObjectProperty<@Nullable Answer> answerProperty() {
        return answer.getReadOnlyProperty();
    }

    /** Asks which route takes the request that is typed. */
    public void ask() {
        forget();
        long mine = asked;
        String wanted = path.get().strip();
        if (wanted.isEmpty()) {
            return;
        }
        String at = host.get().isBlank() ? null : host.get().strip();
        RoutesExchange.ProbeRequest request = new RoutesExchange.ProbeRequest(method.get(), wanted, at);
        tasks.when(client.routes().probe(request), found -> {
            if (mine == asked) {
                answer.set(told(request, found));
            }
        }, failure -> {
            if (mine == asked) {
                answer.set(new Answer(Outcome.FAILED, Failures.sentence(failure), null, List.of()));
            }
        });
    }

    private Answer told(RoutesExchange.ProbeRequest request, RoutesExchange.ProbeResponse found) {
        Route route = found.route();
        if (!found.matched() || route == null) {
            return new Answer(Outcome.NOBODY,
                    Sentence.of("route.probe.none", String.valueOf(request.method()), String.valueOf(request.path())),
                    null, List.of());
        }
        RouteSpec spec = route.spec();
        String shown = spec.method() + " " + spec.path();
        Sentence sentence = found.params().isEmpty()
                ? Sentence.of("route.probe.found", shown)
                : Sentence.of("route.probe.foundWith", shown, words(found.params()));
        return new Answer(Outcome.TAKEN, sentence, route, routes.stream()
                .filter(other -> !other.id().equals(route.id()) && RouteMatch.takes(other.spec(), request))
                .toList());
    }

    private static String words(Map<String, String> params) {
        return new TreeMap<>(params).entrySet()
                .stream()
                .map(entry -> entry.getKey() + " = " + Objects.toString(entry.getValue(), ""))
                .collect(Collectors.joining(", "));
    }
}
