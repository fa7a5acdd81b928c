package dev.gatehouse.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.api.LiveExchange.View;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.health.NodeInfo;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.fixture.RecordingSocket;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.http.SocketRoute.Listener;
import dev.gatehouse.server.http.SocketRoute.Upgrade;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveFeedTest {

    private final SetRows rows = new SetRows();
    private final LiveFeed feed = new LiveFeed(List.of(rows), (view, query, actor) -> {});
    private final RecordingSocket socket = new RecordingSocket();
    private final Listener client = connected();

    @AfterEach
    void stop() {
        feed.close();
    }

    @Test
    void firstAllRowsThenOnlyWhatChanged() {
        rows.set(List.of(row("a", 1), row("b", 2), row("c", 3)));
        client.text("{\"op\":\"open\",\"id\":\"w\",\"view\":\"nodes\",\"limit\":2}");
        assertThat(socket.last().path("rows")).hasSize(2);
        assertThat(socket.last().path("total").asLong()).isEqualTo(3);

        rows.set(List.of(row("a", 1), row("b", 7), row("c", 3)));

        await().until(() -> socket.frames().size() == 2);
        JsonNode patch = socket.last().path("patch");
        assertThat(socket.last().has("rows")).isFalse();
        assertThat(patch.path("size").asInt()).isEqualTo(2);
        assertThat(patch.path("set")).hasSize(1);
        assertThat(patch.path("set").get(0).path("at").asInt()).isEqualTo(1);
        assertThat(patch.path("set").get(0).path("row").path("sessions").asInt()).isEqualTo(7);
    }

    @Test
    void nothingIsSaidOfWhatTheWindowDoesNotShow() {
        rows.set(List.of(row("a", 1), row("b", 2)));
        client.text("{\"op\":\"open\",\"id\":\"w\",\"view\":\"nodes\",\"limit\":1}");
        long looked = rows.looks.get();

        rows.set(List.of(row("a", 1), row("b", 9)));

        await().until(() -> rows.looks.get() > looked);
        await().during(Duration.ofMillis(300)).until(() -> socket.frames().size() == 1);
    }

    @Test
    void patchesLeadToWhatTheServerHas() {
        Random random = new Random(7);
        rows.set(List.of());
        client.text("{\"op\":\"open\",\"id\":\"w\",\"view\":\"nodes\",\"limit\":20}");
        for (int round = 0; round < 12; round++) {
            rows.set(IntStream.range(0, random.nextInt(30)).mapToObj(i -> row("n" + i, random.nextInt(3))).toList());
            if (round == 6) {
                client.text("{\"op\":\"move\",\"id\":\"w\",\"offset\":5}");
            }
            List<NodeInfo> expected = rows.rows(null, null, round < 6 ? 0 : 5, 20).rows().stream()
                    .map(NodeInfo.class::cast).toList();
            await().until(() -> applied().equals(expected));
        }
    }

    @Test
    void looksAtMostFiveTimesASecond() {
        rows.set(List.of(row("a", 0)));
        client.text("{\"op\":\"open\",\"id\":\"w\",\"view\":\"nodes\"}");
        long begin = System.nanoTime();
        AtomicLong count = new AtomicLong();
        await().pollInterval(Duration.ofMillis(10)).until(() -> {
            rows.set(List.of(row("a", count.incrementAndGet())));
            return System.nanoTime() - begin > 1_500_000_000L;
        });

        assertThat(socket.frames().size()).isBetween(3, 11);
    }

    @Test
    void closedWindowIsSilent() {
        rows.set(List.of(row("a", 1)));
        client.text("{\"op\":\"open\",\"id\":\"w\",\"view\":\"nodes\"}");
        client.text("{\"op\":\"close\",\"id\":\"w\"}");
        rows.set(List.of(row("a", 2)));

        await().during(Duration.ofMillis(400)).until(() -> socket.frames().size() == 1);
    }

    @Test
    void oldDataTellsItsAge() {
        rows.set(List.of(row("a", 1)));
        client.text("{\"op\":\"open\",\"id\":\"w\",\"view\":\"nodes\"}");
        rows.age.set(5000);

        await().until(() -> socket.frames().size() == 2);

        assertThat(socket.last().path("age").asLong()).isEqualTo(5000);
        assertThat(socket.last().path("patch").path("set")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"op\":\"dance\",\"id\":\"w\"}|w|bad-request",
            "{\"op\":\"open\",\"id\":\"w\",\"view\":\"moon\"}|w|bad-request",
            "{\"op\":\"open\",\"id\":\"w\"}|w|invalid",
            "{\"op\":\"open\",\"id\":\"w\",\"view\":\"stats\"}|w|invalid",
            "{\"op\":\"open\",\"id\":\"w\",\"view\":\"nodes\",\"limit\":501}|w|invalid",
            "{\"op\":\"open\",\"id\":\"w\",\"view\":\"nodes\",\"offset\":-1}|w|invalid",
            "{\"op\":\"open\",\"id\":\"w\",\"view\":\"nodes\",\"sort\":\"bad\"}|w|invalid",
            "{\"op\":\"move\",\"id\":\"x\",\"offset\":1}|x|not-found", "{\"op\":|''|bad-request"})
    void faultIsToldAndTheSocketStaysOpen(String message, String id, String code) {
        client.text(message);

        assertThat(socket.last().path("id").asText()).isEqualTo(id);
        assertThat(socket.last().path("problem").path("code").asText()).isEqualTo(code);
        assertThat(socket.closeCode()).isNull();
    }

    @Test
    void windowThatCannotMoveStaysWhereItIs() {
        rows.set(List.of(row("a", 1)));
        client.text("{\"op\":\"open\",\"id\":\"w\",\"view\":\"nodes\"}");
        client.text("{\"op\":\"move\",\"id\":\"w\",\"sort\":\"bad\"}");
        assertThat(socket.last().has("problem")).isTrue();

        rows.set(List.of(row("a", 2)));

        await().until(() -> socket.last().has("patch"));
    }

    @Test
    void windowThatBecomesTooCostlyIsToldSoAndGoesOnWhenItIsNot() {
        rows.set(List.of(row("a", 1)));
        client.text("{\"op\":\"open\",\"id\":\"w\",\"view\":\"nodes\"}");
        rows.costly.set(true);
        rows.set(List.of(row("a", 2)));
        await().until(() -> socket.last().path("problem").path("code").asText().equals("deadline-exceeded"));
        await().during(Duration.ofMillis(300)).until(() -> socket.frames().size() == 2);

        rows.costly.set(false);

        await().until(() -> socket.last().has("patch"));
    }

    @Test
    void lookAtTheAuditHoldsUpNobodyElse() {
        Looking audit = new Looking();
        RecordingSocket other = new RecordingSocket();
        try (LiveFeed both = new LiveFeed(List.of(rows, audit), (view, query, actor) -> {})) {
            rows.set(List.of(row("a", 1)));
            connected(both, socket).text("{\"op\":\"open\",\"id\":\"w\",\"view\":\"audit\"}");
            connected(both, other).text("{\"op\":\"open\",\"id\":\"w\",\"view\":\"nodes\"}");
            await().until(() -> audit.looks.get() == 2);
            rows.set(List.of(row("a", 2)));
            await().until(() -> other.frames().size() == 2);
            audit.go.countDown();
        }
    }

    @Test
    void closingTheFeedClosesItsClients() {
        feed.close();

        assertThat(socket.closeCode()).isEqualTo(1001);
    }

    private Listener connected() {
        return connected(feed, socket);
    }

    private static Listener connected(LiveFeed feed, RecordingSocket socket) {
        Principal principal = new Principal("u", "root", Set.of(Role.VIEWER), "s", "t", ClientKind.ADMIN, Instant.EPOCH,
                Instant.EPOCH, Instant.MAX);
        Listener listener = feed.route().acceptor()
                .accept(new Upgrade(principal, LiveExchange.SUBPROTOCOL, "127.0.0.1", null));
        listener.opened(socket);
        return listener;
    }

    /** The rows that a client has that applied all it was told. */
    private List<NodeInfo> applied() throws JsonProcessingException {
        List<JsonNode> window = new ArrayList<>();
        for (JsonNode update : socket.frames()) {
            if (update.has("rows")) {
                window.clear();
                update.path("rows").forEach(window::add);
            } else {
                JsonNode patch = update.path("patch");
                int size = patch.path("size").asInt();
                while (window.size() > size) {
                    window.removeLast();
                }
                while (window.size() < size) {
                    window.add(Json.LENIENT.nullNode());
                }
                patch.path("set").forEach(cell -> window.set(cell.path("at").asInt(), cell.path("row")));
            }
        }
        List<NodeInfo> nodes = new ArrayList<>();
        for (JsonNode row : window) {
            nodes.add(Json.STRICT.treeToValue(row, NodeInfo.class));
        }
        return nodes;
    }

    private static NodeInfo row(String id, long sessions) {
        return new NodeInfo(id, "", "", Instant.EPOCH, Instant.EPOCH, sessions, true, -1, false, false);
    }

    /** A view of which the second look takes as long as a test wants. */
    private static final class Looking implements LiveView {

        private final AtomicLong looks = new AtomicLong();
        private final CountDownLatch go = new CountDownLatch(1);

        @Override
        public View view() {
            return View.AUDIT;
        }

        @Override
        public long version() {
            return looks.get();
        }

        @Override
        public LiveView.Rows rows(@Nullable String query, @Nullable String sort, int offset, int limit) {
            if (looks.incrementAndGet() > 1) {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return new LiveView.Rows(0, List.of());
        }

        @Override
        public long ageMillis() {
            return 0;
        }
    }

    /** A view whose rows a test sets. */
    private static final class SetRows implements LiveView {

        private final List<NodeInfo> all = new CopyOnWriteArrayList<>();
        private final AtomicLong version = new AtomicLong();
        private final AtomicLong looks = new AtomicLong();
        private final AtomicLong age = new AtomicLong();
        private final AtomicBoolean costly = new AtomicBoolean();

        synchronized void set(List<NodeInfo> rows) {
            all.clear();
            all.addAll(rows);
            version.incrementAndGet();
        }

        @Override
        public View view() {
            return View.NODES;
        }

        @Override
        public long version() {
            return version.get();
        }

        @Override
        public synchronized LiveView.Rows rows(@Nullable String query, @Nullable String sort, int offset,
                int limit) {
            if (Objects.equals(sort, "bad")) {
                throw RequestFailure.invalid("sort", "no such column");
            }
            if (costly.get()) {
                throw new RequestFailure(ErrorCode.DEADLINE_EXCEEDED, "too costly");
            }
            looks.incrementAndGet();
            return new LiveView.Rows(all.size(), all.stream().skip(offset).limit(limit).toList());
        }

        @Override
        public long ageMillis() {
            return age.get();
        }
    }
}
