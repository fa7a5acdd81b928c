package dev.gatehouse.ui.task;

import dev.gatehouse.ui.text.Failures;
import dev.gatehouse.ui.text.Sentence;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** How the loading of some rows does: waiting, there, or failed with a sentence. */
public final class Load {

    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.WAITING);
    private final ReadOnlyObjectWrapper<@Nullable Sentence> failure = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper(false);

    /** How far it has come. */
    public enum State {
        WAITING,
        READY,
        FAILED
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** What went wrong last; {@code null} where nothing did. */
    public ReadOnlyObjectProperty<@Nullable Sentence> failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** Whether rows have come at least once. */
    public ReadOnlyBooleanProperty loadedProperty() {
        return loaded.getReadOnlyProperty();
    }

    public void waiting() {
        state.set(State.WAITING);
    }

    public void ready() {
        failure.set(null);
        state.set(State.READY);
        loaded.set(true);
    }

    public void failed(Throwable cause) {
        failed(Failures.sentence(cause));
    }

    public void failed(Sentence sentence) {
        failure.set(sentence);
        state.set(State.FAILED);
    }
}
