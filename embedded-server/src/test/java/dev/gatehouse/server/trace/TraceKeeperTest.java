package dev.gatehouse.server.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.api.TracesExchange.Order;
import dev.gatehouse.model.trace.Span;
import dev.gatehouse.model.trace.SpanKind;
import dev.gatehouse.model.trace.SpanStatus;
import dev.gatehouse.model.trace.TraceSummary;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.call.Tracer;
import dev.gatehouse.server.call.Work;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.trace.sqlite.SqliteTraceStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of the calls is kept, in a real replica. */
class TraceKeeperTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private ReplicaDatabase replica;
    private SqliteTraceStore store;

    @BeforeEach
    void open() {
        replica = new ReplicaDatabase(folder);
        store = new SqliteTraceStore(replica, "n1");
    }

    @AfterEach
    void close() {
        replica.close();
    }

    private TraceKeeper keeper(double share) {
        return new TraceKeeper("n1", store, new TraceKeeper.Terms(share, Duration.ofHours(1), Duration.ofDays(1), 100),
                CLOCK);
    }

    private static Trace called(TraceKeeper keeper, String name, Consumer<Tracer.Measured> body) {
        Trace trace = Trace.begin();
        Tracer.to(keeper, CLOCK).run(trace, name, SpanKind.SERVER, body);
        return trace;
    }

    @Test
    void partsOfACallAreNestedNamedAndTimed() {
        try (TraceKeeper keeper = keeper(1)) {
            Trace trace = called(keeper, "GET /x", _ -> Work.timed("outer", SpanKind.INTERNAL, () -> {
                Work.note("command", "GET");
                Work.note("command", "SET");
                return Work.timed("inner", SpanKind.CLIENT, () -> 1);
            }));

            List<Span> spans = TraceAssembly.of(keeper.find(trace.traceId()).spans());
            assertThat(spans).extracting(Span::name).containsExactly("GET /x", "outer", "inner");
            assertThat(spans.get(1).parentId()).isEqualTo(spans.get(0).spanId()).isEqualTo(trace.spanId());
            assertThat(spans.get(2).parentId()).isEqualTo(spans.get(1).spanId());
            assertThat(spans.get(1).attributes()).containsEntry("command", "GET SET");
            assertThat(spans.get(0).durationMicros()).isGreaterThanOrEqualTo(spans.get(1).durationMicros());
        }
    }

    @Test
    void workCarriedToAnotherThreadBelongsToTheCallThoughItEndsLater() throws InterruptedException {
        try (TraceKeeper keeper = keeper(1)) {
            List<Runnable> carried = new CopyOnWriteArrayList<>();
            Trace trace = called(keeper, "ws publish",
                    _ -> carried.add(Work.carrying(() -> Work.timed("later", SpanKind.CLIENT, () -> 1))));
            assertThat(keeper.find(trace.traceId()).spans()).isEmpty();

            Thread.ofVirtual().start(carried.getFirst()).join();

            assertThat(keeper.find(trace.traceId()).spans()).extracting(Span::name).containsExactly("ws publish",
                    "later");
        }
    }

    @Test
    void whatFailedOrChangedSomethingIsKeptAndTheRestIsNotWhereNoShareIsWanted() {
        try (TraceKeeper keeper = keeper(0)) {
            called(keeper, "quiet", _ -> {});
            called(keeper, "failed", measured -> measured.failed("broken"));
            called(keeper, "changed", Tracer.Measured::keep);

            assertThat(keeper.kept().list(null, Order.NEWEST, 10)).extracting(TraceSummary::name)
                    .containsExactlyInAnyOrder("failed", "changed");
            assertThat(keeper.kept().list(null, Order.FAILED, 10)).extracting(TraceSummary::name)
                    .containsExactly("failed");
        }
    }

    private static KeptWork work(String traceId, String spanId, int spans) {
        return new KeptWork(traceId, IntStream.range(0, spans).mapToObj(at -> new Span(at == 0 ? spanId : spanId + at,
                null, "gatehouse", "n1", "x", SpanKind.SERVER, CLOCK.instant(), 1, SpanStatus.OK, Map.of(), null,
                null)).toList(), false);
    }

    @Test
    void workThatComesTwiceTakesTheRoomOfOne() {
        KeptWork large = work("t1", "a", TraceStore.MOST_SPANS - 1);
        KeptWork last = work("t1", "b", 1);

        store.add(List.of(large, large, last));
        store.add(List.of(large, last));

        TraceStore.Found found = store.find("t1");
        assertThat(found.spans()).hasSize(TraceStore.MOST_SPANS);
        assertThat(found.cut()).isFalse();
        assertThat(store.list(null, Order.NEWEST, 10)).extracting(TraceSummary::spans)
                .containsExactly(TraceStore.MOST_SPANS);
    }

    @Test
    void whatWasNotKeptIsFoundWhileItIsInTheRingAndKeptFromThenOn() {
        try (TraceKeeper keeper = keeper(0)) {
            Trace trace = called(keeper, "quiet", _ -> {});

            assertThat(keeper.find(trace.traceId()).spans()).hasSize(1);
            assertThat(store.list("qui", Order.NEWEST, 10)).extracting(TraceSummary::traceId)
                    .containsExactly(trace.traceId());
        }
    }

    private static Trace calledFromOutside(TraceKeeper keeper, String traceId) {
        Trace trace = Trace.called("00-" + traceId + "-b7ad6b7169203331-01", null);
        Tracer.to(keeper, CLOCK).run(trace, "called", SpanKind.SERVER, () -> {});
        return trace;
    }

    @Test
    void idThatACallerChoseDecidesNothing() {
        try (TraceKeeper keeper = keeper(1e-9)) {
            Trace chosen = calledFromOutside(keeper, "0".repeat(31) + "1");
            assertThat(chosen.traceId()).endsWith("01");
            Tracer.to(keeper, CLOCK).run(Trace.continuing(chosen.traceparent()), "on another node", SpanKind.CONSUMER,
                    () -> {});
            assertThat(keeper.kept().list(null, Order.NEWEST, 10)).isEmpty();
        }
        try (TraceKeeper keeper = keeper(1 - 1e-9)) {
            List<String> told = new CopyOnWriteArrayList<>();
            keeper.onKept(told::addAll);
            Trace chosen = calledFromOutside(keeper, "f".repeat(32));
            assertThat(keeper.kept().list(null, Order.NEWEST, 10)).extracting(TraceSummary::traceId)
                    .containsExactly(chosen.traceId());
            assertThat(told).containsExactly(chosen.traceId());
        }
    }

    @Test
    void idThatANodeMadeIsDrawnByAllNodesAlike() {
        try (TraceKeeper keeper = keeper(1e-9)) {
            Trace made = new Trace("0".repeat(31) + "1", "b7ad6b7169203331", null, Trace.Origin.NODE);
            Tracer.to(keeper, CLOCK).run(Trace.continuing(made.traceparent()), "on another node", SpanKind.CONSUMER,
                    () -> {});
            assertThat(keeper.kept().list(null, Order.NEWEST, 10)).hasSize(1);
        }
    }

    @Test
    void busyNodeDrawsASmallerShareSoThatWhatFailedIsNotPushedOut() {
        int calls = 2_000;
        try (TraceKeeper keeper = new TraceKeeper("n1", store,
                new TraceKeeper.Terms(0.5, Duration.ofHours(1), Duration.ofDays(1), 100_000), CLOCK)) {
            for (int round = 0; round < 4; round++) {
                String name = "round " + round;
                for (int call = 0; call < calls; call++) {
                    called(keeper, name, _ -> {});
                }
                keeper.fitShare();
            }
            Trace failed = called(keeper, "failed", measured -> measured.failed("broken"));

            assertThat(keeper.kept().list("round 0", Order.NEWEST, calls)).isNotEmpty();
            assertThat(keeper.kept().list("round 3", Order.NEWEST, calls)).hasSizeLessThan(calls / 5);
            assertThat(keeper.find(failed.traceId()).spans()).hasSize(1);

            for (int quiet = 0; quiet < 20; quiet++) {
                keeper.fitShare();
            }
            for (int call = 0; call < 40; call++) {
                called(keeper, "after", _ -> {});
            }
            assertThat(keeper.kept().list("after", Order.NEWEST, calls)).isNotEmpty();
        }
    }

    @Test
    void otherNodesAreToldWhatIsKeptAndKeepTheirPart() {
        try (TraceKeeper keeper = keeper(0)) {
            List<String> told = new CopyOnWriteArrayList<>();
            keeper.onKept(told::addAll);
            Trace mine = called(keeper, "mine", Tracer.Measured::keep);
            Trace theirs = called(keeper, "theirs", _ -> {});
            keeper.want(List.of(theirs.traceId()));

            assertThat(keeper.kept().list(null, Order.NEWEST, 10)).hasSize(2);
            assertThat(told).containsExactly(mine.traceId());
        }
    }

    @Test
    void theOldestAreForgottenFirst() {
        for (int i = 0; i < 5; i++) {
            Tracer.to(work -> store.add(List.of(KeptWork.of(work, "n1"))),
                    Clock.offset(CLOCK, Duration.ofHours(-i))).run(Trace.begin(), "call " + i,
                            SpanKind.SERVER, () -> {});
        }

        store.forget(CLOCK.instant().minus(Duration.ofMinutes(210)), 2);

        assertThat(store.list(null, Order.NEWEST, 10)).extracting(TraceSummary::name).containsExactly("call 0",
                "call 1");
    }
}
