package dev.gatehouse.ui.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.MessagesExchange;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.Target;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.StubServer;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ComposeFormModelTest {

    private final SameThreadTaskRunner tasks = new SameThreadTaskRunner();
    private final Notices notices = new Notices();
    private final StubServer server = new StubServer();
    private final ComposeFormModel model = new ComposeFormModel(server.signedIn(Role.OPERATOR), tasks, notices);

    @AfterEach
    void stop() {
        server.close();
    }

    private void reaches(long sockets) {
        server.on("POST", MessagesExchange.PREVIEW_PATH,
                body -> new MessagesExchange.Preview(sockets, sockets, Map.of("node-1", sockets), 3));
    }

    private void takes(long accepted) {
        server.on("POST", MessagesExchange.PATH, body -> new MessagesExchange.Sent("m1", accepted, 0, 0,
                new Receipt("gatehouse.audit", 0, 1)));
        server.on("GET", MessagesExchange.path("m1"), body -> Rows.report("m1", Target.room("lobby"), accepted, 0));
    }

    private long sent() {
        return server.asked().stream().filter(call -> call.startsWith("POST /api/v1/messages {")).count();
    }

    @Test
    void previewIsAskedOnceTypingHasStopped() {
        reaches(40);
        model.aim(ComposeFormModel.Reach.ROOM, "lob");
        model.nameProperty().set("lobby");

        tasks.timePasses();

        await().until(() -> model.previewProperty().get() != null);
        assertThat(model.count()).isEqualTo(43);
        assertThat(server.asked()).filteredOn(call -> call.contains("/preview"))
                .containsExactly("POST /api/v1/messages/preview {\"to\":{\"room\":\"lobby\"}}");
    }

    @Test
    void messageToManyIsAskedAboutFirst() {
        takes(5_000);
        model.apply(new MessagesExchange.Preview(5_000, 4_000, Map.of(), 0));
        model.textProperty().set("Tide at nine");

        model.send();
        assertThat(model.askingProperty().get()).isTrue();
        assertThat(sent()).isZero();

        model.textProperty().set("Tide at ten");
        assertThat(model.askingProperty().get()).as("another message is another question").isFalse();

        model.send();
        model.confirm();
        await().until(() -> model.deliveryProperty().get() != null);
        assertThat(sent()).isOne();
        assertThat(notices.lastReceiptProperty().get()).isNotNull();
    }

    @Test
    void messageToFewGoesAtOnceAndItsCountsGrowUntilAllHaveIt() {
        AtomicLong delivered = new AtomicLong();
        server.on("POST", MessagesExchange.PATH, body -> new MessagesExchange.Sent("m1", 3, 0, 0,
                new Receipt("gatehouse.audit", 0, 1)));
        server.on("GET", MessagesExchange.path("m1"), body -> new MessagesExchange.Report("m1", "01A", "root",
                Target.room("lobby"), Rows.report("m1", Target.everybody(), 3, 0).content(),
                Qos.AT_MOST_ONCE, Rows.NOON, 3, delivered.incrementAndGet(), 0, 0, 0));
        model.aim(ComposeFormModel.Reach.ROOM, "lobby");
        model.apply(new MessagesExchange.Preview(3, 3, Map.of(), 0));
        model.textProperty().set("Tide at nine");

        model.send();

        await().until(() -> model.deliveryProperty().get() != null);
        Delivery delivery = Objects.requireNonNull(model.deliveryProperty().get());
        await().until(() -> {
            tasks.timePasses();
            return !delivery.growingProperty().get();
        });
        assertThat(delivery.reportProperty().get()).extracting(MessagesExchange.Report::delivered).isEqualTo(3L);
        assertThat(model.textProperty().get()).isEmpty();
    }

    @Test
    void jsonThatCannotBeReadSaysWhere() {
        model.aim(ComposeFormModel.Reach.USER, "alice");
        model.formProperty().set(ComposeFormModel.Form.JSON);
        model.textProperty().set("{\n  \"tide\": nine\n}");

        Sentence fault = model.fault().get();
        assertThat(fault).isNotNull().extracting(Sentence::key).isEqualTo("message.notJson");
        assertThat(fault.values().getFirst()).isEqualTo(2);
        assertThat(model.sendable().get()).isFalse();

        model.textProperty().set("{\"tide\": 9}");
        assertThat(model.fault().get()).isNull();
        assertThat(model.sendable().get()).isTrue();
    }

    @Test
    void retryOfAnotherMessageThanTheOneThatFailedAsksFirst() {
        List<Notices.Notice> told = new CopyOnWriteArrayList<>();
        notices.listen(told::add);
        model.aim(ComposeFormModel.Reach.SESSION, "s1");
        model.apply(new MessagesExchange.Preview(1, 1, Map.of(), 0));
        model.textProperty().set("Tide at nine");
        model.send();
        await().until(() -> !told.isEmpty() && !model.sendingProperty().get());
        takes(5_000);
        long before = sent();

        model.aim(ComposeFormModel.Reach.ALL, "");
        model.textProperty().set("The harbour is closed");
        Objects.requireNonNull(told.getFirst().retry()).run();

        assertThat(model.askingProperty().get()).isTrue();
        assertThat(sent()).isEqualTo(before);
    }

    @Test
    void whatIsTypedWhileTheRequestRunsStays() {
        CountDownLatch answer = new CountDownLatch(1);
        takes(1);
        server.on("POST", MessagesExchange.PATH, body -> {
            try {
                answer.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return new MessagesExchange.Sent("m1", 1, 0, 0, new Receipt("gatehouse.audit", 0, 1));
        });
        model.aim(ComposeFormModel.Reach.SESSION, "s1");
        model.apply(new MessagesExchange.Preview(1, 1, Map.of(), 0));
        model.textProperty().set("Tide at nine");

        model.send();
        model.textProperty().set("Tide at ten");
        answer.countDown();

        await().until(() -> model.deliveryProperty().get() != null);
        assertThat(model.textProperty().get()).isEqualTo("Tide at ten");
    }

    @Test
    void whoMayNotSendIsNotAskedWhomItWouldReach() {
        try (StubServer other = new StubServer()) {
            ComposeFormModel viewers = new ComposeFormModel(other.signedIn(Role.VIEWER), tasks, notices);

            viewers.look();

            assertThat(other.asked()).noneMatch(call -> call.contains("/preview"));
            assertThat(viewers.previewLoad().failureProperty().get()).isNull();
        }
    }

    @Test
    void sameMessageSentAgainAfterAFailureBearsTheSameId() {
        List<Notices.Notice> told = new CopyOnWriteArrayList<>();
        notices.listen(told::add);
        model.aim(ComposeFormModel.Reach.SESSION, "s1");
        model.apply(new MessagesExchange.Preview(1, 1, Map.of(), 0));
        model.textProperty().set("Tide at nine");
        model.send();
        await().until(() -> !told.isEmpty() && !model.sendingProperty().get());

        takes(1);
        Objects.requireNonNull(told.getFirst().retry()).run();

        await().until(() -> model.deliveryProperty().get() != null);
        assertThat(server.asked()).filteredOn(call -> call.startsWith("POST /api/v1/messages {"))
                .hasSize(2)
                .extracting(call -> call.replaceAll(".*\"id\":\"([^\"]+)\".*", "$1"))
                .containsOnly(server.asked()
                        .stream()
                        .filter(call -> call.startsWith("POST /api/v1/messages {"))
                        .findFirst()
                        .orElseThrow()
                        .replaceAll(".*\"id\":\"([^\"]+)\".*", "$1"));
    }
}
