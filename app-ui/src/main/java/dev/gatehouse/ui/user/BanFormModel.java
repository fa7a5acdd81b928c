package dev.gatehouse.ui.user;

import dev.gatehouse.ui.text.Sentence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/** Why and until when somebody is to be kept out, checked as it is typed. */
public final class BanFormModel {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H:mm");

    private final ZoneId zone;
    private final List<String> reasons;
    private final StringProperty reason = new SimpleStringProperty("");
    private final ObjectProperty<BanTime> time = new SimpleObjectProperty<>(BanTime.DAY);
    private final ObjectProperty<@Nullable LocalDate> date = new SimpleObjectProperty<>();
    private final StringProperty timeOfDay = new SimpleStringProperty("12:00");

    /**
     * @param zone    that day and time are meant in
     * @param reasons used before, the last one first
     */
    public BanFormModel(ZoneId zone, List<String> reasons) {
        this.zone = zone;
        this.reasons = List.copyOf(reasons);
    }

    /** Reasons used before, to choose from. */
    public List<String> reasons() {
        return reasons;
    }

    public StringProperty reasonProperty() {
        return reason;
    }

    public ObjectProperty<BanTime> timeProperty() {
        return time;
    }

    public ObjectProperty<@Nullable LocalDate> dateProperty() {
        return date;
    }

    /** Such as {@code 18:30}. */
    public StringProperty timeOfDayProperty() {
        return timeOfDay;
    }

    /** When a ban that begins at {@code now} ends; {@code null} for never, or where day or time cannot be read. */
    public @Nullable Instant until(Instant now) {
        Duration length = time.get().length();
        return time.get() == BanTime.UNTIL ? chosenMoment() : length == null ? null : now.plus(length);
    }

    private @Nullable Instant chosenMoment() {
        LocalDate day = date.get();
        if (day == null) {
            return null;
        }
        try {
            return day.atTime(LocalTime.parse(timeOfDay.get().strip(), TIME)).atZone(zone).toInstant();
        } catch (DateTimeParseException notATime) {
            return null;
        }
    }

    /** What is wrong with day and time at {@code now}. */
    public ObjectBinding<@Nullable Sentence> fault(ObservableValue<Instant> now) {
        return Bindings.createObjectBinding(() -> {
            if (time.get() != BanTime.UNTIL || date.get() == null) {
                return null;
            }
            Instant moment = chosenMoment();
            if (moment == null) {
                return Sentence.of("ban.timeFault");
            }
            return moment.isAfter(now.getValue()) ? null : Sentence.of("ban.pastFault");
        }, time, date, timeOfDay, now);
    }

    /** Whether it can be sent at {@code now}. */
    public BooleanBinding sendable(ObservableValue<Instant> now) {
        return Bindings.createBooleanBinding(() -> {
            Instant moment = chosenMoment();
            boolean ends = time.get() != BanTime.UNTIL || (moment != null && moment.isAfter(now.getValue()));
            return !reason.get().isBlank() && ends;
        }, reason, time, date, timeOfDay, now);
    }
}
