package dev.gatehouse.ui.audit;

import dev.gatehouse.ui.settings.SavedFilter;
import dev.gatehouse.ui.task.Debounce;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.text.TypedMoments;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the book is searched: a time until now, the time between two moments, or the records between two
 * offsets. Moments are typed in the desktop's time zone, as {@code 14:03}, {@code 2026-11-21} or both.
 */
public final class AuditRange {

    private static final Pattern OFFSET = Pattern.compile("\\d{1,18}");

    private final Clock clock;
    private final TypedMoments moments;
    private final ObjectProperty<SavedFilter.Range> kind = new SimpleObjectProperty<>(SavedFilter.Range.ALL);
    private final StringProperty from = new SimpleStringProperty("");
    private final StringProperty to = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<@Nullable Sentence> fault = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper zoomed = new ReadOnlyBooleanWrapper();
    private final Deque<State> wider = new ArrayDeque<>();
    private final Debounce typing;
    private Runnable changed = () -> {};
    private boolean quiet;
    /** What the texts were made of; {@code null} once one of them was edited. An hour of autumn comes twice, as text. */
    private @Nullable Bounds exact;

    /**
     * How it stood before a zoom.
     *
     * @param exact what the texts were made of; absent where they were typed
     */
    private record State(SavedFilter.Range kind, String from, String to, @Nullable Bounds exact) {}

    /** Two moments, each absent where the range is open there. */
    public record Bounds(@Nullable Instant from, @Nullable Instant to) {}

    AuditRange(Clock clock, ZoneId zone, TaskRunner tasks) {
        this.clock = clock;
        this.moments = new TypedMoments(clock, zone);
        this.typing = new Debounce(tasks, () -> changed.run());
        kind.addListener((observed, before, now) -> tell());
        from.addListener((observed, before, now) -> typed());
        to.addListener((observed, before, now) -> typed());
    }

    /** Calls {@code listener} after each change, and after a pause in typing, also where it makes no sense. */
    void onChange(Runnable listener) {
        changed = listener;
    }

    public ObjectProperty<SavedFilter.Range> kindProperty() {
        return kind;
    }

    /** Where it begins, as it is typed; empty for the first record. */
    public StringProperty fromProperty() {
        return from;
    }

    /** Where it ends, as it is typed; empty for the last record. */
    public StringProperty toProperty() {
        return to;
    }

    /** What is wrong with what was typed. */
    public ReadOnlyObjectProperty<@Nullable Sentence> faultProperty() {
        return fault.getReadOnlyProperty();
    }

    /** Whether there is a wider range to go back to. */
    public ReadOnlyBooleanProperty zoomedProperty() {
        return zoomed.getReadOnlyProperty();
    }

    /** Whether all records are meant. */
    public boolean isAll() {
        return kind.get() == SavedFilter.Range.ALL;
    }

    /** Narrows it to the time between two moments, in whole seconds; {@link #zoomOut} goes back. */
    public void zoom(Instant first, Instant last) {
        wider.push(new State(kind.get(), from.get(), to.get(), exact));
        Bounds whole = new Bounds(first.truncatedTo(ChronoUnit.SECONDS),
                last.plusMillis(999).truncatedTo(ChronoUnit.SECONDS));
        show(new State(SavedFilter.Range.TIME, moments.shown(first), moments.shown(last.plusMillis(999)), whole));
    }

    /** Goes back to how it was before the last zoom. */
    public void zoomOut() {
        if (!wider.isEmpty()) {
            show(wider.pop());
        }
    }

    /** Shows the range that a filter was saved with. */
    void show(SavedFilter filter) {
        wider.clear();
        show(new State(filter.range(), filter.from(), filter.to(), null));
    }

    /** All records again. */
    void clear() {
        wider.clear();
        show(new State(SavedFilter.Range.ALL, "", "", null));
    }

    private void show(State state) {
        quiet = true;
        kind.set(state.kind());
        from.set(state.from());
        to.set(state.to());
        exact = state.exact();
        quiet = false;
        tell();
    }

    private void tell() {
        if (quiet) {
            return;
        }
        typing.forget();
        look();
        changed.run();
    }

    private void typed() {
        if (!quiet) {
            exact = null;
            look();
            typing.typed();
        }
    }

    private void look() {
        zoomed.set(!wider.isEmpty());
        fault.set(check());
    }

    /** In the words of the search; empty where all records are meant. What cannot be read is left out. */
    String words() {
        if (kind.get() == SavedFilter.Range.OFFSETS) {
            return between("offset", offset(from.get()), offset(to.get()));
        }
        Bounds bounds = bounds();
        return between("time", bounds.from(), bounds.to());
    }

    private static String between(String field, @Nullable Object first, @Nullable Object last) {
        if (first == null && last == null) {
            return "";
        }
        if (first == null) {
            return field + ":<=" + last;
        }
        return last == null ? field + ":>=" + first : field + ":" + first + ".." + last;
    }

    /** As moments; both absent for all records, or for offsets. */
    public Bounds bounds() {
        return switch (kind.get()) {
            case ALL, OFFSETS -> new Bounds(null, null);
            case HOUR -> back(Duration.ofHours(1));
            case DAY -> back(Duration.ofDays(1));
            case WEEK -> back(Duration.ofDays(7));
            case TIME -> times();
        };
    }

    private Bounds times() {
        Bounds made = exact;
        return made == null ? new Bounds(moments.read(from.get(), false), moments.read(to.get(), true)) : made;
    }

    private Bounds back(Duration duration) {
        return new Bounds(clock.instant().minus(duration), null);
    }

    private @Nullable Sentence check() {
        return switch (kind.get()) {
            case ALL, HOUR, DAY, WEEK -> null;
            case TIME -> {
                Instant first = times().from();
                Instant last = times().to();
                yield unread(from.get(), first) || unread(to.get(), last) ? Sentence.of("range.timeFault")
                        : first != null && last != null && last.isBefore(first) ? Sentence.of("range.orderFault")
                                : null;
            }
            case OFFSETS -> {
                Long first = offset(from.get());
                Long last = offset(to.get());
                yield unread(from.get(), first) || unread(to.get(), last) ? Sentence.of("range.offsetFault")
                        : first != null && last != null && last < first ? Sentence.of("range.orderFault") : null;
            }
        };
    }

    private static boolean unread(String text, @Nullable Object value) {
        return !text.isBlank() && value == null;
    }

    private static @Nullable Long offset(String text) {
        return OFFSET.matcher(text.strip()).matches() ? Long.parseLong(text.strip()) : null;
    }
}
