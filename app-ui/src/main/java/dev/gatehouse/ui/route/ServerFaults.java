package dev.gatehouse.ui.route;

import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.ui.client.ServerProblem;
import dev.gatehouse.ui.text.Sentence;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/** What only the server finds wrong with a route that is typed, by its fields' paths, in the server's words. */
final class ServerFaults {

    /** How the paths begin whose faults stand at a field; what is found elsewhere stands below all fields. */
    private static final List<String> PLACED = List.of("path", "host", "upstreams", "comment", "policies.");

    private final ReadOnlyObjectWrapper<List<FieldError>> errors = new ReadOnlyObjectWrapper<>(List.of());

    ReadOnlyObjectProperty<List<FieldError>> errorsProperty() {
        return errors.getReadOnlyProperty();
    }

    /** Takes what a refusal names; a failure that names nothing tells nothing of what is typed. */
    void tell(Throwable failure) {
        errors.set(failure instanceof ServerProblem problem ? problem.problem().errors() : List.of());
    }

    void forget() {
        errors.set(List.of());
    }

    /** The first fault in {@code beginning}, or in what begins so. */
    @Nullable
    Sentence within(String beginning) {
        return first(field -> field.startsWith(beginning));
    }

    private @Nullable Sentence first(Predicate<String> asked) {
        return errors.get()
                .stream()
                .filter(error -> asked.test(error.field()))
                .findFirst()
                .map(error -> Sentence.verbatim(error.message()))
                .orElse(null);
    }

    /** What the form finds by itself, else what the server finds at this field or in it. */
    ObjectBinding<@Nullable Sentence> or(ObservableValue<? extends @Nullable Sentence> own, String field) {
        return Bindings.createObjectBinding(() -> own.getValue() != null ? own.getValue() : within(field), own, errors);
    }

    /** What the server finds at a field whose path may change, but not in it. */
    ObjectBinding<@Nullable Sentence> at(Supplier<String> field) {
        return Bindings.createObjectBinding(() -> first(field.get()::equals), errors);
    }

    /** {@code own}, else all that stands at no field. */
    ObjectBinding<@Nullable Sentence> orElsewhere(ObservableValue<? extends @Nullable Sentence> own) {
        return Bindings.createObjectBinding(() -> own.getValue() != null ? own.getValue() : elsewhere(), own, errors);
    }

    private @Nullable Sentence elsewhere() {
        String all = errors.get()
                .stream()
                .filter(error -> PLACED.stream().noneMatch(error.field()::startsWith))
                .map(error -> error.field() + ": " + error.message())
                .collect(Collectors.joining("\n"));
        return all.isEmpty() ? null : Sentence.verbatim(all);
    }
}
