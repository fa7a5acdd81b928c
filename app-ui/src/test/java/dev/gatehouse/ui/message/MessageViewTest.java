package dev.gatehouse.ui.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.HealthExchange;
import dev.gatehouse.model.api.MessagesExchange;
import dev.gatehouse.model.api.RoomsExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.message.Target;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.StubServer;
import dev.gatehouse.ui.ViewStage;
import dev.gatehouse.ui.task.FxTaskRunner;
import dev.gatehouse.ui.task.Notices;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class MessageViewTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final StubServer server = new StubServer();
    private final MessageViewModel model = new MessageViewModel(server.signedIn(Role.OPERATOR),
            new FxTaskRunner(timer), new Notices());

    @Start
    void show(Stage stage) {
        server.on("GET", HealthExchange.NODES_PATH,
                body -> new HealthExchange.Nodes(List.of(Rows.node("node-1", true))));
        ViewStage shown = new ViewStage(stage, kit -> new MessageView(model, kit));
        assertThat(shown).isNotNull();
    }

    @Stop
    void stop() {
        timer.shutdownNow();
        server.close();
    }

    @Test
    void messageToManyIsAskedAboutInPlace(FxRobot robot) {
        server.on("POST", MessagesExchange.PREVIEW_PATH,
                body -> new MessagesExchange.Preview(2_341, 2_000, Map.of("node-1", 2_341L), 12));
        robot.interact(model.compose()::look);
        await().until(() -> model.compose().previewProperty().get() != null);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(robot.lookup("#preview .tile-figure").queryAllAs(Label.class)).extracting(Label::getText)
                .containsExactly("2,341", "2,000", "12");

        robot.interact(() -> robot.lookup("#message-content").queryAs(TextArea.class).setText("Tide at nine"));
        robot.interact(() -> robot.lookup("#send-message").queryAs(Button.class).fire());

        assertThat(robot.lookup("#message-question").query().isVisible()).isTrue();
        assertThat(robot.lookup("#message-question .label").queryAs(Label.class).getText()).contains("2,353")
                .contains("cannot be taken back");
        assertThat(server.asked()).noneMatch(call -> call.startsWith("POST /api/v1/messages {"));
    }

    @Test
    void roomsAreProposedAndLookedInto(FxRobot robot) {
        robot.interact(() -> model.rooms()
                .apply(new RoomsExchange.Listing(2, List.of(new RoomsExchange.Room("lobby", 40, Map.of("node-1", 40L)),
                        new RoomsExchange.Room("berth-3", 2, Map.of("node-1", 2L))))));
        robot.interact(() -> robot.lookup("#message-room").queryAs(ToggleButton.class).fire());
        robot.interact(() -> robot.lookup("#message-proposals .chip").queryAs(Button.class).fire());
        assertThat(model.compose().nameProperty().get()).isEqualTo("lobby");

        robot.interact(() -> model.openRoom("berth-3"));

        assertThat(robot.lookup("#room-details").query().isVisible()).isTrue();
        await().until(() -> server.asked().stream().anyMatch(call -> call.contains("/rooms/berth-3/members")));
    }

    @Test
    void roomThatWasClosedIsOpenedAgainByItsRow(FxRobot robot) {
        robot.interact(() -> {
            model.tabProperty().set(MessageViewModel.Tab.ROOMS);
            model.rooms()
                    .apply(new RoomsExchange.Listing(1, List.of(new RoomsExchange.Room("lobby", 40, Map.of()))));
        });
        TableView<?> table = robot.lookup("#rooms .table-view").queryAs(TableView.class);
        robot.interact(() -> table.getSelectionModel().select(0));
        assertThat(model.rooms().selectedProperty().get()).isEqualTo("lobby");

        robot.interact(() -> model.rooms().selectedProperty().set(null));
        robot.interact(() -> model.rooms()
                .apply(new RoomsExchange.Listing(1, List.of(new RoomsExchange.Room("lobby", 41, Map.of())))));
        assertThat(model.rooms().selectedProperty().get()).as("a refresh opens nothing").isNull();

        robot.interact(() -> table.getSelectionModel().select(0));
        assertThat(model.rooms().selectedProperty().get()).isEqualTo("lobby");
    }

    @Test
    void anotherRoomShowsNothingOfTheOneBefore(FxRobot robot) {
        server.on("GET", RoomsExchange.PATH + "/lobby/members",
                body -> new RoomsExchange.Members(1, List.of(Rows.session("s1", "alice"))));
        robot.interact(() -> model.openRoom("lobby"));
        await().until(() -> model.rooms().memberCountProperty().get() == 1);

        robot.interact(() -> model.openRoom("berth-3"));

        assertThat(model.rooms().members()).isEmpty();
        assertThat(model.rooms().memberCountProperty().get()).isZero();
    }

    @Test
    void countsOfTheMessageThatIsLookedAtGoOnWithItsRow(FxRobot robot) {
        MessagesExchange.Report report = Rows.report("m1", Target.node("node-1"), 12, 7);
        robot.interact(() -> {
            model.tabProperty().set(MessageViewModel.Tab.SENT);
            model.sent().apply(new MessagesExchange.History(1, List.of(report)));
            model.sent().selectedProperty().set(report);
        });

        robot.interact(() -> model.sent()
                .apply(new MessagesExchange.History(1, List.of(Rows.report("m1", Target.node("node-1"), 12, 11)))));

        assertThat(robot.lookup("#sent-details #message-delivered").queryAs(Label.class).getText()).isEqualTo("11");
    }

    @Test
    void sentMessageShowsItsCountsAndCanBeWrittenAgain(FxRobot robot) {
        MessagesExchange.Report report = Rows.report("m1", Target.node("node-1"), 12, 7);
        robot.interact(() -> {
            model.tabProperty().set(MessageViewModel.Tab.SENT);
            model.sent().apply(new MessagesExchange.History(1, List.of(report)));
            model.sent().selectedProperty().set(report);
        });
        assertThat(robot.lookup("#sent-details .dialog-title").queryAs(Label.class).getText()).isEqualTo("Node node-1");

        robot.interact(() -> robot.lookup("#write-again").queryAs(Button.class).fire());

        assertThat(model.tabProperty().get()).isEqualTo(MessageViewModel.Tab.WRITE);
        assertThat(model.compose().textProperty().get()).isEqualTo("Tide at nine");
        assertThat(model.compose().reachProperty().get()).isEqualTo(ComposeFormModel.Reach.NODE);
        assertThat(model.compose().nameProperty().get()).isEqualTo("node-1");
    }
}
