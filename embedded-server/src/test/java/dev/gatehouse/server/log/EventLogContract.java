package dev.gatehouse.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.audit.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every event log does, whatever it stands on. */
public abstract class EventLogContract {

    protected static final Duration LONG = Duration.ofSeconds(30);

    private final List<EventLog.Subscription> subscriptions = new ArrayList<>();
    protected EventLog log;

    /** A topic of its own that answers, with one partition. */
    protected abstract EventLog open();

    /** The same topic once more, as after a restart. */
    protected abstract EventLog reopen();

    /** Closes what the log stands on, after the log. */
    protected void closeStore() {}

    /** Has the log forget the offsets before {@code offset}. */
    protected abstract void truncate(long offset);

    /** A reader that remembers. */
    public static final class Seen implements EventLog.Reader {

        final List<EventLog.Entry> entries = Collections.synchronizedList(new ArrayList<>());
        final List<String> gaps = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void read(List<EventLog.Entry> read) {
            entries.addAll(read);
        }

        @Override
        public void gap(int partition, long from, long to) {
            gaps.add(partition + ":" + from + "-" + to);
        }

        public List<String> values() {
            return List.copyOf(entries).stream().map(EventLog.Entry::value).toList();
        }
    }

    @BeforeEach
    void openLog() {
        log = open();
        await().atMost(LONG).ignoreExceptions().until(() -> log.ends().equals(Map.of(0, 0L)));
    }

    @AfterEach
    final void closeLog() {
        subscriptions.forEach(EventLog.Subscription::close);
        log.close();
        closeStore();
    }

    @Test
    void recordsAreReadInOrderWithTheirPositions() {
        Seen seen = subscribe(Map.of());
        List<Receipt> receipts = IntStream.range(0, 50).mapToObj(i -> append("v" + i)).toList();
        await().atMost(LONG).until(() -> seen.entries.size() == 50);
        assertThat(seen.values()).isEqualTo(IntStream.range(0, 50).mapToObj(i -> "v" + i).toList());
        assertThat(seen.entries).extracting(EventLog.Entry::position).isEqualTo(receipts);
        assertThat(seen.entries.getFirst().key()).isEqualTo("k");
        assertThat(receipts.getFirst()).isEqualTo(new Receipt(log.topic(), 0, 0));
        assertThat(log.ends()).isEqualTo(Map.of(0, 50L));
    }

    @Test
    void recordsAppendedAtOnceKeepTheOrderOfTheCalls() {
        List<CompletableFuture<Receipt>> appended = IntStream.range(0, 500).mapToObj(i -> log.append("k", "v" + i))
                .toList();
        List<Long> offsets = appended.stream().map(done -> join(done).offset()).toList();
        assertThat(offsets).isEqualTo(IntStream.range(0, 500).mapToObj(Long::valueOf).toList());
    }

    @Test
    void readingStartsAtTheOffsetAskedFor() {
        IntStream.range(0, 10).forEach(i -> append("v" + i));
        Seen seen = subscribe(Map.of(0, 7L));
        await().atMost(LONG).until(() -> seen.entries.size() == 3);
        assertThat(seen.values()).containsExactly("v7", "v8", "v9");
        assertThat(seen.gaps).isEmpty();
    }

    @Test
    void severalReadersEachGetEverything() {
        Seen first = subscribe(Map.of());
        Seen second = subscribe(Map.of());
        append("v");
        await().atMost(LONG).until(() -> first.entries.size() == 1 && second.entries.size() == 1);
    }

    @Test
    void readerThatThrowsGetsTheSameRecordsAgain() {
        AtomicInteger calls = new AtomicInteger();
        Seen seen = new Seen();
        subscriptions.add(log.subscribe(Map.of(), new EventLog.Reader() {
            @Override
            public void read(List<EventLog.Entry> entries) {
                if (calls.incrementAndGet() <= 2) {
                    throw new IllegalStateException("not now");
                }
                seen.read(entries);
            }

            @Override
            public void gap(int partition, long from, long to) {
                seen.gap(partition, from, to);
            }
        }));
        append("v0");
        append("v1");
        await().atMost(LONG).until(() -> seen.entries.size() >= 2);
        assertThat(seen.values()).containsExactly("v0", "v1");
    }

    @Test
    void offsetsThatAreNoLongerThereAreTold() {
        IntStream.range(0, 10).forEach(i -> append("v" + i));
        truncate(6);
        Seen late = subscribe(Map.of(0, 2L));
        Seen fresh = subscribe(Map.of());
        await().atMost(LONG).until(() -> late.entries.size() == 4 && fresh.entries.size() == 4);
        assertThat(late.gaps).containsExactly("0:2-6");
        assertThat(late.values()).first().isEqualTo("v6");
        assertThat(fresh.gaps).isEmpty();
    }

    @Test
    void recordsSurviveReopening() {
        append("v0");
        log.close();
        log = reopen();
        await().atMost(LONG).ignoreExceptions().until(() -> append("v1").offset() == 1);
        Seen seen = subscribe(Map.of());
        await().atMost(LONG).until(() -> seen.entries.size() == 2);
    }

    @Test
    void closedSubscriptionDeliversNothingMore() {
        Seen seen = new Seen();
        EventLog.Subscription subscription = log.subscribe(Map.of(), seen);
        append("v0");
        await().atMost(LONG).until(() -> seen.entries.size() == 1);
        subscription.close();
        Seen other = subscribe(Map.of());
        append("v1");
        await().atMost(LONG).until(() -> other.entries.size() == 2);
        assertThat(seen.values()).containsExactly("v0");
    }

    @Test
    void closedLogTakesNothing() {
        log.close();
        assertThatThrownBy(() -> log.append("k", "v").get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(LogUnavailableException.class);
    }

    protected Seen subscribe(Map<Integer, Long> from) {
        Seen seen = new Seen();
        subscriptions.add(log.subscribe(from, seen));
        return seen;
    }

    protected Receipt append(String value) {
        return join(log.append("k", value));
    }

    protected static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
    }
}
