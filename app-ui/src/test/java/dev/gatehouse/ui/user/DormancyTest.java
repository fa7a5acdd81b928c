package dev.gatehouse.ui.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.user.UserState;
import dev.gatehouse.ui.Rows;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DormancyTest {

    @Test
    void whoNeverCameIsDormantSinceBeingMade() {
        assertThat(Dormancy.days(Rows.user("u1", "alice", UserState.ACTIVE), Rows.NOON.plus(Duration.ofDays(94))))
                .isEqualTo(94);
    }
}
