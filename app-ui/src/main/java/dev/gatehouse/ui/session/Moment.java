package dev.gatehouse.ui.session;

import dev.gatehouse.ui.text.Sentence;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** A moment of the past, by day and time of day in the desktop's time zone. */
public final class Moment {

    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter READ = DateTimeFormatter.ofPattern("H:mm[:ss]");

    private final Clock clock;
    private final ZoneId zone;
    private final ObjectProperty<@Nullable LocalDate> date = new SimpleObjectProperty<>();
    private final StringProperty timeOfDay = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<@Nullable Sentence> fault = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Instant> chosen;
    private boolean writing;

    Moment(Clock clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
        this.chosen = new ReadOnlyObjectWrapper<>(clock.instant());
        date.addListener((observed, before, now) -> read());
        timeOfDay.addListener((observed, before, now) -> read());
    }

    public ObjectProperty<@Nullable LocalDate> dateProperty() {
        return date;
    }

    /** Such as {@code 14:03} or {@code 14:03:30}. */
    public StringProperty timeOfDayProperty() {
        return timeOfDay;
    }

    /** What is wrong with day and time of day; the moment is then the last good one. */
    public ReadOnlyObjectProperty<@Nullable Sentence> faultProperty() {
        return fault.getReadOnlyProperty();
    }

    /** The moment itself. */
    public ReadOnlyObjectProperty<Instant> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    /** Goes to this moment of time. */
    void toNow() {
        write(clock.instant());
    }

    /** Goes by {@code step}, back where it is negative, and never into the future. */
    public void go(Duration step) {
        Instant wanted = chosen.get().plus(step);
        write(wanted.isAfter(clock.instant()) ? clock.instant() : wanted);
    }

    private void write(Instant at) {
        Instant whole = at.truncatedTo(ChronoUnit.SECONDS);
        ZonedDateTime local = whole.atZone(zone);
        writing = true;
        date.set(local.toLocalDate());
        timeOfDay.set(WRITTEN.format(local));
        writing = false;
        fault.set(null);
        chosen.set(whole);
    }

    private void read() {
        LocalDate day = date.get();
        if (writing || day == null) {
            return;
        }
        try {
            Instant at = day.atTime(LocalTime.parse(timeOfDay.get().strip(), READ)).atZone(zone).toInstant();
            if (at.isAfter(clock.instant())) {
                fault.set(Sentence.of("session.momentAhead"));
            } else {
                fault.set(null);
                chosen.set(at);
            }
        } catch (DateTimeParseException notATime) {
            fault.set(Sentence.of("session.momentFault"));
        }
    }
}
