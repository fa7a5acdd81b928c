package dev.gatehouse.ui.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.ViewStage;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.WindowRows;
import dev.gatehouse.ui.settings.SavedFilter;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class AuditViewTest {

    private final ConsoleClient client = TestConsole.clientOfNobody();
    private final AuditViewModel model = TestAudit.model(client, new SameThreadTaskRunner(), new Notices());

    @Start
    void show(Stage stage) {
        ViewStage shown = new ViewStage(stage, kit -> new AuditView(model, kit));
        assertThat(shown).isNotNull();
    }

    private static String text(FxRobot robot, String query) {
        return robot.lookup(query).queryAs(Label.class).getText();
    }

    @Test
    void chosenRecordShowsBeforeAndAfter(FxRobot robot) {
        robot.interact(() -> model.record().shownProperty().set(Rows.audit(7, "user.ban")));

        assertThat(robot.lookup("− active").tryQuery()).isPresent();
        assertThat(robot.lookup("+ banned").tryQuery()).isPresent();
    }

    @Test
    void sameRowOpensItsDetailsAgainAfterTheyWereShut(FxRobot robot) {
        robot.interact(() -> model.tail().apply(Rows.window(Rows.audit(7, "user.ban"))));
        TableView<?> table = robot.lookup(".table-view").match(Node::isVisible).queryAs(TableView.class);
        robot.interact(() -> {
            table.requestFocus();
            table.getSelectionModel().select(0);
        });
        robot.clickOn("user.ban");
        assertThat(robot.lookup("#audit-details").query().isVisible()).isTrue();
        robot.interact(() -> robot.lookup("#audit-close").queryAs(Button.class).fire());
        assertThat(robot.lookup("#audit-details").query().isVisible()).isFalse();

        robot.clickOn("user.ban");

        assertThat(robot.lookup("#audit-details").query().isVisible()).isTrue();
    }

    @Test
    void detailsStayWhenRowsMove(FxRobot robot) {
        robot.interact(() -> model.tail().apply(Rows.window(Rows.audit(7, "user.ban"))));
        robot.clickOn("user.ban");

        robot.interact(() -> model.tail()
                .apply(Rows.window(Rows.audit(8, "user.unban"), Rows.audit(7, "user.ban"))));

        assertThat(model.record().shownProperty().get()).isEqualTo(Rows.audit(7, "user.ban"));
    }

    @Test
    void burstAndPauseAreToldAboveTheRows(FxRobot robot) {
        robot.interact(() -> {
            model.tail().apply(new WindowRows<>(List.of(Rows.audit(1, "user.ban")), 1, 0, Rows.NOON, null));
            model.tail().apply(new WindowRows<>(List.of(Rows.audit(1_242, "user.ban")), 1_242, 0, Rows.NOON, null));
        });
        assertThat(text(robot, "#audit-skipped")).startsWith("1,240 more");

        robot.interact(() -> {
            robot.lookup("#audit-pause").queryAs(ToggleButton.class).fire();
            model.tail().apply(new WindowRows<>(List.of(Rows.audit(1_250, "user.ban")), 1_250, 0, Rows.NOON, null));
        });

        assertThat(text(robot, "#audit-waiting")).isEqualTo("Paused. 8 records wait.");
    }

    @Test
    void maskedFieldsAreNamedAndRawRecordIsShown(FxRobot robot) {
        AuditEntry whole = Rows.audit(7, "order.paid");
        AuditEntry.Raw raw = new AuditEntry.Raw(AuditEntry.Format.HEX, "order-7", "cafe01");
        robot.interact(() -> model.record()
                .shownProperty()
                .set(new AuditEntry(whole.position(), whole.event(), TopicKind.FOREIGN, raw,
                        List.of("data.after.card"))));

        assertThat(robot.lookup("#audit-masked").query().isVisible()).isTrue();
        assertThat(robot.lookup("Hidden from you: data.after.card").tryQuery()).isPresent();
        robot.interact(() -> robot.lookup("#audit-raw").queryAs(ToggleButton.class).fire());

        assertThat(robot.lookup("#audit-record").queryAs(TextArea.class).getText()).startsWith("000000  cafe01");
    }

    @Test
    void rangeOfItsOwnHasFieldsAndSaysWhatIsWrong(FxRobot robot) {
        assertThat(robot.lookup("#range-from").query().getParent().isVisible()).isFalse();
        robot.interact(() -> {
            model.range().kindProperty().set(SavedFilter.Range.TIME);
            robot.lookup("#range-from").queryAs(TextField.class).setText("yesterday");
        });

        assertThat(text(robot, "#range-fault")).startsWith("Write a day");
    }

    @Test
    void topicsAreChosenByTheirChips(FxRobot robot) {
        robot.interact(() -> model.topics()
                .apply(List.of(TestAudit.topic("gatehouse.audit", 10, 12L), TestAudit.topic("orders", 5, 5L))));
        assertThat(robot.lookup("gatehouse.audit · 2 behind").tryQuery()).isPresent();

        robot.interact(() -> robot.lookup("#topic-orders").queryAs(ToggleButton.class).fire());

        assertThat(model.topics().chosen()).containsExactly("orders");
    }

    @Test
    void topicPanelShowsLagAndGaps(FxRobot robot) {
        robot.interact(() -> model.topics()
                .apply(List.of(TestAudit.topic("gatehouse.audit", 10, 12L, new Coverage.Gap(3, 5)))));

        robot.interact(() -> robot.lookup("#audit-topics-open").queryAs(Button.class).fire());

        assertThat(robot.lookup("2 behind").tryQuery()).isPresent();
        assertThat(robot.lookup("Offsets 3 to 4 are missing from the log.").tryQuery()).isPresent();
    }

    @Test
    void brokenChainIsNamedWithItsRecord(FxRobot robot) {
        robot.interact(() -> robot.lookup("#audit-verify-open").queryAs(Button.class).fire());
        robot.interact(() -> model.check()
                .apply(new AuditExchange.Verification(90,
                        List.of(new AuditExchange.ChainVerification("node-1", 1, 60, 60, 0, "", null, null),
                                new AuditExchange.ChainVerification("node-2", 1, 30, 30, 0, "",
                                        new AuditExchange.ChainBreak(17, "gatehouse.audit", 0, 40L,
                                                AuditExchange.BreakKind.CHANGED, "Its hash is another."),
                                        null)))));

        assertThat(robot.lookup("Checked 90 records. Broken chains: 1 of 2.").tryQuery())
                .isPresent();
        assertThat(robot.lookup("node-2: 30 records, numbers 1 to 30. Its chain breaks at record 17: this record was"
                + " changed. Its hash is another.").tryQuery()).isPresent();
        assertThat(robot.lookup(".break-link").tryQuery()).isPresent();
    }

    @Test
    void searchIsSavedAndWatched(FxRobot robot) {
        robot.interact(() -> {
            model.searchProperty().set("action:user.ban");
            model.filters().save(model.filter("Bans"));
        });
        robot.interact(() -> robot.lookup("#audit-filters").queryAs(MenuButton.class).getItems().stream()
                .filter(item -> "filter-open".equals(item.getId())).forEach(MenuItem::fire));

        robot.interact(() -> robot.lookup("#filter-panel .check-box").queryAs(CheckBox.class)
                .fire());

        assertThat(model.filters().isWatched(model.filters().filters().getFirst())).isTrue();
    }

    @Test
    void newFilterIsInTheMenuWhichStaysShut(FxRobot robot) {
        robot.interact(() -> model.filters().save(model.filter("Kicks")));

        MenuButton menu = robot.lookup("#audit-filters").queryAs(MenuButton.class);
        assertThat(menu.getItems().getFirst().getText()).isEqualTo("Kicks");
        assertThat(menu.isShowing()).isFalse();
    }

    @Test
    void nameThatIsTypedStaysWhileRecordsMatch(FxRobot robot) {
        robot.interact(() -> {
            model.filters().save(model.filter("Bans"));
            model.filters().watch(model.filters().filters().getFirst(), true);
            model.watches().start();
        });
        SavedFilter bans = model.filters().filters().getFirst();
        robot.interact(() -> robot.lookup("#audit-filters").queryAs(MenuButton.class).getItems().stream()
                .filter(item -> "filter-open".equals(item.getId())).forEach(MenuItem::fire));
        TextField name = robot.lookup("#filter-name-" + bans.id()).queryAs(TextField.class);
        robot.interact(() -> {
            name.requestFocus();
            name.setText("Bans of the ni");
        });

        robot.interact(() -> {
            model.watches().tail(bans)
                    .apply(new WindowRows<>(List.of(Rows.audit(1, "user.ban")), 1, 0, Rows.NOON, null));
            model.watches().tail(bans)
                    .apply(new WindowRows<>(List.of(Rows.audit(2, "user.ban")), 2, 0, Rows.NOON.plusSeconds(1), null));
        });

        assertThat(robot.lookup("#filter-name-" + bans.id()).queryAs(TextField.class)).isSameAs(name);
        assertThat(name.getText()).isEqualTo("Bans of the ni");
        assertThat(robot.lookup("#filter-panel .hyperlink").tryQuery()).as("what was seen last").isPresent();
        robot.interact(() -> robot.lookup("#filter-delete-" + bans.id()).queryAs(Button.class).fire());
        assertThat(robot.lookup("#filter-name-" + bans.id()).tryQuery()).isEmpty();
    }

    @Test
    void exportSaysWhyItIsBlockedAndIsShutWhileTheRangeMakesNoSense(FxRobot robot) {
        Button export = robot.lookup("#audit-export-open").queryAs(Button.class);
        assertThat(export.getAccessibleText()).endsWith("Blocked: your role does not allow it");
        assertThat(export.isDisabled()).isFalse();

        robot.interact(() -> {
            model.range().kindProperty().set(SavedFilter.Range.TIME);
            model.range().fromProperty().set("soon");
        });

        assertThat(export.isDisabled()).isTrue();
        assertThat(robot.lookup("#audit-more").queryAs(Button.class).isDisabled()).isTrue();
    }

    @Test
    void groupIsOpenedByTheKeyboard(FxRobot robot) {
        robot.interact(() -> {
            model.modeProperty().set(AuditViewModel.Mode.GROUPS);
            model.groups()
                    .apply(new AuditExchange.Groups(List.of(TestAudit.group("s-1", "alice", 3)),
                            TestAudit.coverage(1, 1L)));
        });
        TableView<?> table = robot.lookup("#audit-groups").queryAs(TableView.class);
        robot.interact(() -> {
            table.requestFocus();
            table.getSelectionModel().select(0);
        });

        robot.press(KeyCode.ENTER).release(KeyCode.ENTER);

        assertThat(model.groups().lines()).hasSizeGreaterThan(1);
    }

    @Test
    void timeIsChosenInTheChartByTheKeyboard(FxRobot robot) {
        robot.interact(() -> model.counts()
                .show(new AuditCounts.Histogram(Rows.NOON, Rows.NOON.plusSeconds(600), 60_000,
                        List.of(new AuditCounts.Bar(Rows.NOON.plusSeconds(60), 3, 1, 0)))));
        robot.interact(() -> robot.lookup("#audit-chart").query().requestFocus());
        robot.press(KeyCode.RIGHT).release(KeyCode.RIGHT).press(KeyCode.RIGHT).release(KeyCode.RIGHT);
        assertThat(text(robot, "#chart-words")).contains("3 accepted, 1 refused");
        robot.press(KeyCode.SHIFT, KeyCode.RIGHT).release(KeyCode.RIGHT, KeyCode.SHIFT);
        robot.interact(() -> model.counts()
                .grow(List.of(Rows.audit(9, "user.ban", "user/01B", Rows.NOON.plusSeconds(630)))));

        robot.press(KeyCode.ENTER).release(KeyCode.ENTER);

        assertThat(model.range().bounds()).isEqualTo(
                new AuditRange.Bounds(Rows.NOON.plusSeconds(60), Rows.NOON.plusSeconds(180)));
        assertThat(robot.lookup("#zoom-out").query().isVisible()).isTrue();
        robot.interact(() -> robot.lookup("#zoom-out").queryAs(Button.class).fire());
        assertThat(model.range().isAll()).isTrue();
    }
}
