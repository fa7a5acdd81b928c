package dev.gatehouse.ui.route;

import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.text.TypedMoments;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** The time whose requests are tried, as it is typed: an hour back from now at first. */
final class ReplaySpan {

    private static final Duration AT_FIRST = Duration.ofHours(1);

    private final Clock clock;
    private final TypedMoments moments;
    private final StringProperty from = new SimpleStringProperty("");
    private final StringProperty to = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<@Nullable Sentence> fault = new ReadOnlyObjectWrapper<>();
    private String proposed = "";

    ReplaySpan(Clock clock, ZoneId zone) {
        this.clock = clock;
        this.moments = new TypedMoments(clock, zone);
        from.addListener((observed, before, now) -> fault.set(check()));
        to.addListener((observed, before, now) -> fault.set(check()));
    }

    /** Where it begins, as it is typed; empty for the first request there is. */
    StringProperty fromProperty() {
        return from;
    }

    /** Where it ends, as it is typed; empty for now. */
    StringProperty toProperty() {
        return to;
    }

    /** What is wrong with what was typed. */
    ReadOnlyObjectProperty<@Nullable Sentence> faultProperty() {
        return fault.getReadOnlyProperty();
    }

    /** Proposes the last hour, up to now, where nothing was typed yet. */
    void propose() {
        boolean typed = !from.get().isBlank() && !from.get().equals(proposed);
        if (!typed && to.get().isBlank()) {
            proposed = moments.shown(clock.instant().minus(AT_FIRST));
            from.set(proposed);
        }
    }

    /** Its first moment; absent where it is open there. */
    @Nullable
    Instant begin() {
        return moments.read(from.get(), false);
    }

    /** The moment after it; absent where it is open there. */
    @Nullable
    Instant end() {
        return moments.read(to.get(), true);
    }

    private @Nullable Sentence check() {
        Instant begin = begin();
        Instant end = end();
        if ((begin == null && !from.get().isBlank()) || (end == null && !to.get().isBlank())) {
            return Sentence.of("range.timeFault");
        }
        return begin != null && end != null && !begin.isBefore(end) ? Sentence.of("range.orderFault") : null;
    }
}
