package dev.gatehouse.ui.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.IntentsExchange;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.intent.Intent;
import dev.gatehouse.model.intent.IntentKind;
import dev.gatehouse.model.intent.IntentState;
import dev.gatehouse.model.outage.Fate;
import dev.gatehouse.model.outage.Reason;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.ui.MemoryCache;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.StubServer;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OfflineViewModelTest {

    private static final Intent EDIT = new Intent("01HZZZZZZZZZZZZZZZZZZZZZZZ", IntentKind.USER_UPDATE, "u1", "ann", 1L,
            null, null, "root", Rows.NOON, Rows.NOON.plusSeconds(3600), IntentState.WAITING, null, null, null);

    private final SameThreadTaskRunner tasks = new SameThreadTaskRunner();
    private final StubServer server = new StubServer();
    private final MemoryCache cache = new MemoryCache();

    @AfterEach
    void stop() {
        server.close();
    }

    private long handedIn() {
        return server.asked().stream().filter(call -> call.startsWith("POST " + IntentsExchange.PATH)).count();
    }

    @Test
    void changeThatTheNodeCouldNotTakeIsHandedInAgainByItself() {
        AtomicBoolean ready = new AtomicBoolean();
        server.on("GET", IntentsExchange.PATH, body -> new IntentsExchange.Listing(List.of()));
        server.on("POST", IntentsExchange.PATH, body -> ready.get()
                ? new IntentsExchange.Kept(EDIT, new Receipt("gatehouse.audit", 0, 1))
                : StubServer.problem(503, "draining", "It leaves."));
        ConsoleClient client = server.signedIn(Role.OPERATOR, cache);
        cache.put(EDIT);
        OfflineViewModel model = new OfflineViewModel(client, TestConsole.feedOfNobody(client), tasks, new Notices());
        model.start();
        await().until(() -> handedIn() == 1 && model.waiting().size() == 1);

        ready.set(true);
        await().until(() -> {
            tasks.timePasses();
            return cache.intents().isEmpty();
        });

        await().until(() -> model.waiting().isEmpty());
        model.stop();
    }

    @Test
    void whatOnlyTheServerDoesSaysWhyItIsBlocked() {
        Availability operator = new Availability(server.signedIn(Role.OPERATOR), tasks);

        assertThat(operator.atServer(Role.OPERATOR).getValue()).isEqualTo(Verdict.ALLOWED);
        assertThat(operator.atServer(Role.ADMIN).getValue()).isEqualTo(new Verdict(Fate.BLOCKED, Reason.ROLE));
        assertThat(new Availability(TestConsole.clientOfNobody(), tasks).atServer(Role.VIEWER).getValue().reason())
                .isEqualTo(Reason.ROLE);
    }
}
