package dev.gatehouse.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageRateTest {

    private final MessageRate rate = new MessageRate();

    @Test
    void countsTheLastTenSeconds() {
        for (int second = 0; second < 10; second++) {
            assertThat(rate.count(second * 1000L)).isEqualTo(second + 1);
        }

        assertThat(rate.current(10_999)).isEqualTo(9);
        assertThat(rate.current(15_000)).isEqualTo(4);
        assertThat(rate.current(60_000)).isZero();
    }

    @Test
    void clockThatIsSetBackBeginsAnew() {
        for (int i = 0; i < 50; i++) {
            rate.count(7_200_000);
        }

        assertThat(rate.count(7_199_500)).as("a little back is as now").isEqualTo(51);
        assertThat(rate.count(3_600_000)).isEqualTo(1);
        assertThat(rate.current(3_611_000)).isZero();
    }
}
