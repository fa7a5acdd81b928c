package dev.gatehouse.ui.route;

import dev.gatehouse.ui.text.Sentence;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** A number or a length of time as it is typed, with what is wrong with it. */
final class FigureField {

    private final Kind kind;
    private final long least;
    private final long most;
    private final StringProperty text = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<@Nullable Sentence> fault = new ReadOnlyObjectWrapper<>();

    /** What is typed. */
    enum Kind {
        COUNT,
        /** A length of time, in milliseconds; see {@link Spans}. */
        SPAN
    }

    private FigureField(Kind kind, long least, long most, long initial) {
        this.kind = kind;
        this.least = least;
        this.most = most;
        text.addListener((observed, before, now) -> fault.set(faultOf(now)));
        set(initial);
    }

    static FigureField count(long least, long most, long initial) {
        return new FigureField(Kind.COUNT, least, most, initial);
    }

    static FigureField span(long least, long most, long initial) {
        return new FigureField(Kind.SPAN, least, most, initial);
    }

    StringProperty textProperty() {
        return text;
    }

    /** What is wrong with it; {@code null} where nothing is. */
    ReadOnlyObjectProperty<@Nullable Sentence> faultProperty() {
        return fault.getReadOnlyProperty();
    }

    boolean isSound() {
        return faultOf(text.get()) == null;
    }

    void set(long value) {
        text.set(shown(value));
    }

    /** @throws IllegalStateException where something is wrong with it */
    long value() {
        Long value = read(text.get());
        if (value == null) {
            throw new IllegalStateException("not a figure: " + text.get());
        }
        return value;
    }

    private @Nullable Sentence faultOf(String typed) {
        Long value = read(typed);
        return value == null || value < least || value > most
                ? Sentence.of(kind == Kind.COUNT ? "route.form.count" : "route.form.span", bound(least), bound(most))
                : null;
    }

    private Object bound(long value) {
        return switch (kind) {
            case COUNT -> value;
            case SPAN -> Spans.text(value);
        };
    }

    private String shown(long value) {
        return switch (kind) {
            case COUNT -> Long.toString(value);
            case SPAN -> Spans.text(value);
        };
    }

    private @Nullable Long read(String typed) {
        return switch (kind) {
            case COUNT -> typed.strip().matches("\\d{1,12}") ? Long.valueOf(typed.strip()) : null;
            case SPAN -> Spans.millis(typed);
        };
    }
}
