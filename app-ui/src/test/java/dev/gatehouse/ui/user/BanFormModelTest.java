package dev.gatehouse.ui.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ui.Rows;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.Test;

class BanFormModelTest {

    private final SimpleObjectProperty<Instant> now = new SimpleObjectProperty<>(Rows.NOON);
    private final BanFormModel form = new BanFormModel(ZoneId.of("Asia/Shanghai"), List.of("spam"));

    @Test
    void reasonIsNeeded() {
        var sendable = form.sendable(now);
        assertThat(sendable.get()).isFalse();

        form.reasonProperty().set("spam");

        assertThat(sendable.get()).isTrue();
        assertThat(form.until(Rows.NOON)).isEqualTo(Rows.NOON.plusSeconds(86_400));
    }

    @Test
    void dayAndTimeAreMeantInTheZoneOfTheDesk() {
        form.timeProperty().set(BanTime.UNTIL);
        form.dateProperty().set(LocalDate.of(2026, 12, 24));
        form.timeOfDayProperty().set("8:05");

        assertThat(form.until(Rows.NOON)).isEqualTo("2026-12-24T00:05:00Z");
    }

    @Test
    void momentThatIsOverOrUnreadableIsRefusedWithAWord() {
        form.reasonProperty().set("spam");
        var fault = form.fault(now);
        var sendable = form.sendable(now);
        form.timeProperty().set(BanTime.UNTIL);
        assertThat(sendable.get()).as("without a day").isFalse();

        form.dateProperty().set(LocalDate.of(2026, 11, 21));
        form.timeOfDayProperty().set("19:59");
        assertThat(java.util.Objects.requireNonNull(fault.get()).key()).isEqualTo("ban.pastFault");
        assertThat(sendable.get()).isFalse();

        form.timeOfDayProperty().set("20h");
        assertThat(java.util.Objects.requireNonNull(fault.get()).key()).isEqualTo("ban.timeFault");

        form.timeOfDayProperty().set("20:01");
        assertThat(fault.get()).isNull();
        assertThat(sendable.get()).isTrue();
    }

    @Test
    void banForGoodHasNoEnd() {
        form.timeProperty().set(BanTime.FOREVER);

        assertThat(form.until(Rows.NOON)).isNull();
    }
}
