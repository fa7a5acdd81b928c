package dev.gatehouse.ui.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.IntentsExchange;
import dev.gatehouse.model.api.RehearsalExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.intent.Intent;
import dev.gatehouse.model.intent.IntentKind;
import dev.gatehouse.model.intent.IntentState;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.outage.Fate;
import dev.gatehouse.model.outage.Reason;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.StubServer;
import dev.gatehouse.ui.ViewStage;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.client.Source;
import dev.gatehouse.ui.task.FxTaskRunner;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.widget.Kit;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kordamp.ikonli.feather.Feather;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** What waits, why a button is blocked, and how old a panel is. */
@ExtendWith(ApplicationExtension.class)
class OfflineViewTest {

    private final StubServer server = new StubServer();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<@Nullable Kit> kit = new AtomicReference<>();
    private final SimpleObjectProperty<Set<Source>> shown = new SimpleObjectProperty<>(EnumSet.of(Source.USERS));
    private final OfflineViewModel model = model();

    private OfflineViewModel model() {
        JsonNode yours = Json.LENIENT.createObjectNode().put("displayName", "Yours");
        JsonNode theirs = Json.LENIENT.createObjectNode().put("displayName", "Theirs").put("version", 3);
        Intent conflict = new Intent("01A", IntentKind.USER_UPDATE, "u1", "ann", 1L, yours, null, "root", Rows.NOON,
                Rows.NOON.plusSeconds(3600), IntentState.CONFLICT, "It is at version 3 now.", theirs, null);
        server.on("GET", IntentsExchange.PATH, body -> new IntentsExchange.Listing(List.of(conflict)));
        server.on("PUT", IntentsExchange.path("01A"), body -> conflict.as(IntentState.WAITING, null));
        server.on("GET", RehearsalExchange.PATH, body -> new RehearsalExchange.Preview(List.of(),
                List.of(new RehearsalExchange.Effect(Deed.READ, Fate.ALLOWED, Reason.NONE),
                        new RehearsalExchange.Effect(Deed.SEND_MESSAGE, Fate.BLOCKED, Reason.NEEDS_LIVE_STATE))));
        ConsoleClient client = server.signedIn(Role.OPERATOR);
        return new OfflineViewModel(client, new LiveClient(client, timer, Clock.systemUTC()),
                new FxTaskRunner(timer), new Notices());
    }

    @Start
    void show(Stage stage) {
        ViewStage stageShown = new ViewStage(stage, made -> {
            kit.set(made);
            Button drain = made.button("offline.submit", Feather.SEND);
            drain.setId("guarded");
            Guards.guard(made, drain, model.verdict(Deed.DRAIN_NODE));
            return new VBox(new AgeBadge(model, made, shown), new CapsuleBanner(model, made),
                    new RehearsalBanner(model, made), drain);
        });
        assertThat(stageShown).isNotNull();
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
        server.close();
    }

    @Test
    void buttonsSayWhyTheyAreBlockedAndThePanelSaysHowOldItIs(FxRobot robot) {
        Button guarded = robot.lookup("#guarded").queryButton();
        assertThat(guarded.getAccessibleText()).isEqualTo("Submit now. Blocked: your role does not allow it");
        assertThat(guarded.getTooltip().getText()).isEqualTo("Blocked: your role does not allow it");
        assertThat(robot.lookup("#panel-age").queryLabeled().getText()).isEqualTo("Nothing kept");

        robot.interact(() -> shown.set(EnumSet.noneOf(Source.class)));

        assertThat(robot.lookup("#panel-age").query().isVisible()).isFalse();
    }

    @Test
    void conflictIsMergedFieldByField(FxRobot robot) {
        model.refresh();
        await().until(() -> model.waiting().size() == 1);
        robot.interact(() -> WaitingPanel.open(model, Objects.requireNonNull(kit.get())));
        await().until(() -> robot.lookup("#edit-intent").tryQuery().isPresent());
        robot.interact(() -> robot.lookup("#edit-intent").queryButton().fire());
        TextField merged = robot.lookup("#merged-displayName").queryAs(TextField.class);
        assertThat(merged.getText()).isEqualTo("Yours");
        robot.interact(() -> robot.lookup("#theirs-displayName").queryButton().fire());
        assertThat(merged.getText()).isEqualTo("Theirs");

        robot.interact(() -> robot.lookup("#save-intent").queryButton().fire());

        await().untilAsserted(() -> assertThat(server.asked()).anyMatch(call -> call.startsWith("PUT ")
                && call.contains("\"displayName\":\"Theirs\"") && call.contains("\"version\":3")));
    }

    @Test
    void rehearsalSaysBeforehandWhatWouldBecomeOfEachAction(FxRobot robot) {
        robot.interact(() -> RehearsalDialog.open(model, Objects.requireNonNull(kit.get())));

        await().until(() -> robot.lookup("Look at everything").tryQuery().isPresent());
        assertThat(robot.lookup("Send messages: it cannot be done without Redis").tryQuery()).isPresent();
        assertThat(robot.lookup("#begin-rehearsal").queryButton().getAccessibleText()).contains("Blocked");
    }
}
