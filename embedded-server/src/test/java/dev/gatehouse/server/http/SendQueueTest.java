package dev.gatehouse.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.http.SendQueue.Taken;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendQueueTest {

    private static final Encoded MUST = Encoded.utf8(new byte[98]);
    private static final Encoded MAY = MUST.droppable();

    @Test
    void bytesCountUntilTheyAreWritten() {
        SendQueue queue = new SendQueue(250, SlowPolicy.CLOSE);
        assertThat(queue.add(MUST)).isEqualTo(Taken.QUEUED);
        assertThat(queue.nextBatch()).containsExactly(MUST);
        assertThat(queue.add(MUST)).isEqualTo(Taken.QUEUED);
        assertThat(queue.add(MUST)).isEqualTo(Taken.FULL);
        assertThat(queue.bytes()).isEqualTo(200);
        queue.written();
        assertThat(queue.add(MUST)).isEqualTo(Taken.QUEUED);
        assertThat(queue.nextBatch()).hasSize(2);
        queue.written();
        assertThat(queue.bytes()).isZero();
        assertThat(queue.nextBatch()).isEqualTo(List.of());
    }

    @Test
    void messageLargerThanTheQueueIsTakenWhereNothingWaits() {
        SendQueue queue = new SendQueue(10, SlowPolicy.CLOSE);
        assertThat(queue.add(MUST)).isEqualTo(Taken.QUEUED);
        assertThat(queue.add(MUST)).isEqualTo(Taken.FULL);
    }

    @Test
    void oldestThatNeedNotArriveMakesRoom() {
        SendQueue queue = new SendQueue(300, SlowPolicy.DROP);
        queue.add(MUST);
        queue.add(MAY);
        queue.add(MAY);
        assertThat(queue.add(MAY)).isEqualTo(Taken.DROPPED);
        assertThat(queue.add(MUST)).isEqualTo(Taken.DROPPED);
        assertThat(queue.nextBatch()).containsExactly(MUST, MAY, MUST);
        assertThat(queue.dropped()).isEqualTo(2);
        assertThat(queue.add(MUST)).isEqualTo(Taken.FULL);
    }

    @Test
    void nothingThatMustArriveIsDropped() {
        SendQueue queue = new SendQueue(300, SlowPolicy.DROP);
        queue.add(MUST);
        queue.add(MUST);
        queue.add(MUST);
        assertThat(queue.add(MUST)).isEqualTo(Taken.FULL);
        queue.clear();
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void batchIsBounded() {
        SendQueue queue = new SendQueue(1 << 30, SlowPolicy.CLOSE);
        for (int i = 0; i < 1000; i++) {
            queue.add(MUST);
        }
        assertThat(queue.nextBatch()).hasSize(128);
    }
}
