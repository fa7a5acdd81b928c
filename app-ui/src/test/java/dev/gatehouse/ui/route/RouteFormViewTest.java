package dev.gatehouse.ui.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atlantafx.base.controls.ToggleSwitch;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.api.Page;
import dev.gatehouse.model.api.RouteLimitsExchange;
import dev.gatehouse.model.api.RouteReplayExchange;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.model.route.RouteWarning;
import dev.gatehouse.ui.MemoryCache;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.StubServer;
import dev.gatehouse.ui.ViewStage;
import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.task.FxTaskRunner;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.widget.Overlay;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;
import org.testfx.util.WaitForAsyncUtils;

/** A route's form with its policies, what is asked before it is left, and what it would change. */
@ExtendWith(ApplicationExtension.class)
class RouteFormViewTest {

    @TempDir
    private static Path folder;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final StubServer server = new StubServer();
    private final Notices notices = new Notices();
    private final RouteViewModel model = new RouteViewModel(server.signedIn(Role.OPERATOR, new MemoryCache()),
            new FxTaskRunner(timer), notices, new PreferenceFile(folder), Clock.systemUTC());

    private final AtomicReference<Overlay> overlay = new AtomicReference<>();

    @Start
    void show(Stage stage) {
        server.on("GET", RoutesExchange.PATH,
                body -> new Page<>(1, List.of(Rows.route("01A", "/orders/:id")), null));
        server.on("POST", RoutesExchange.LINT_PATH, body -> new RoutesExchange.LintResponse(List.of()));
        overlay.set(new ViewStage(stage, kit -> new RouteView(model, kit)).overlay());
        model.apply(List.of(Rows.route("01A", "/orders/:id")));
    }

    @Stop
    void stop() {
        timer.shutdownNow();
        server.close();
    }

    private static void press(FxRobot robot, String id) {
        robot.interact(() -> robot.lookup(id).queryAs(Button.class).fire());
    }

    private static TextField field(FxRobot robot, String id) {
        return robot.lookup(id).queryAs(TextField.class);
    }

    private static void type(FxRobot robot, String id, String text) {
        robot.interact(() -> field(robot, id).setText(text));
    }

    private static void preset(FxRobot robot, PolicyPreset preset) {
        robot.interact(() -> robot.lookup("#policy-presets").queryAs(MenuButton.class).getItems().stream()
                .filter(item -> ("preset-" + preset.name()).equals(item.getId())).forEach(MenuItem::fire));
    }

    private static List<String> faults(FxRobot robot) {
        return robot.lookup("#policies .field-error").match(Node::isVisible).queryAllAs(Label.class).stream()
                .map(Label::getText).toList();
    }

    /** What the server makes of a draft. */
    private static Route saved(String body) {
        try {
            RoutesExchange.Draft draft = Json.LENIENT.readValue(body, RoutesExchange.Draft.class);
            RouteSpec spec = new RouteSpec(String.valueOf(draft.method()), String.valueOf(draft.host()),
                    String.valueOf(draft.path()), RoutePermission.USER, Set.of(),
                    Objects.requireNonNull(draft.upstreams()), null, true, draft.comment(),
                    Objects.requireNonNull(draft.policies()));
            return new Route("01N", spec, Rows.NOON, Rows.NOON, "root", 1);
        } catch (JsonProcessingException noDraft) {
            throw new UncheckedIOException(noDraft);
        }
    }

    @Test
    void presetFillsTheFieldsWhichAreSavedAndComeBack(FxRobot robot) {
        server.on("POST", RoutesExchange.PATH, body -> new RoutesExchange.Changed(saved(body), List.of(),
                new Receipt("gatehouse.changes", 0, 7)));
        press(robot, "#create-route");
        type(robot, "#route-path", "/policies");
        robot.interact(() -> robot.lookup("#route-upstreams").queryTextInputControl()
                .setText("http://127.0.0.1:9000"));

        preset(robot, PolicyPreset.CAREFUL);

        assertThat(field(robot, "#route-attempts").getText()).isEqualTo("3");
        assertThat(field(robot, "#route-concurrent").getText()).isEqualTo("64");
        assertThat(field(robot, "#route-permits").getText()).isEqualTo("50");
        type(robot, "#route-attempts", "4");
        press(robot, "#save-route");
        await().until(() -> server.asked().stream().anyMatch(call -> call.startsWith("POST /api/v1/routes {")));
        assertThat(server.asked().stream().filter(call -> call.startsWith("POST /api/v1/routes {")).toList())
                .singleElement().asString().contains("\"attempts\":4", "\"concurrent\":64", "\"token-bucket\"");
        await().until(() -> robot.lookup("#policies").tryQuery().isEmpty());
        WaitForAsyncUtils.waitForFxEvents();

        press(robot, "#route-edit");

        assertThat(field(robot, "#route-path").getText()).isEqualTo("/policies");
        assertThat(field(robot, "#route-attempts").getText()).isEqualTo("4");
        assertThat(field(robot, "#route-permits").getText()).isEqualTo("50");
    }

    @Test
    void figureThatCannotBeIsToldWhileTyping(FxRobot robot) {
        press(robot, "#create-route");
        preset(robot, PolicyPreset.CAREFUL);
        assertThat(faults(robot)).isEmpty();

        type(robot, "#route-attempts", "99");

        assertThat(faults(robot)).containsExactly("Write a number from 2 to 10.");
        assertThat(robot.lookup("#save-route").query().isDisabled()).isTrue();
        type(robot, "#route-attempts", "2");
        assertThat(faults(robot)).isEmpty();
    }

    private static ToggleSwitch turned(FxRobot robot, ToggleSwitch toggle, KeyCode key) {
        robot.interact(toggle::requestFocus);
        robot.type(key);
        WaitForAsyncUtils.waitForFxEvents();
        return toggle;
    }

    @Test
    void switchesAreTurnedOnTheKeyboard(FxRobot robot) {
        press(robot, "#create-route");
        ToggleSwitch answers = robot.lookup(".toggle-switch")
                .<ToggleSwitch>match(each -> "Answer by itself".equals(each.getText()))
                .queryAs(ToggleSwitch.class);

        assertThat(turned(robot, answers, KeyCode.SPACE).isSelected()).isTrue();
        assertThat(robot.lookup("#route-status").query().isVisible()).isTrue();
        assertThat(turned(robot, answers, KeyCode.ENTER).isSelected()).isFalse();

        robot.interact(() -> robot.lookup("#policy-retry").queryAs(TitledPane.class).setExpanded(true));
        ToggleSwitch retry = robot.lookup("#use-retry").queryAs(ToggleSwitch.class);
        assertThat(turned(robot, retry, KeyCode.SPACE).isSelected()).isTrue();
        assertThat(turned(robot, retry, KeyCode.ENTER).isSelected()).isFalse();
    }

    @Test
    void warningNamesTheRouteThatShadows(FxRobot robot) {
        server.on("POST", RoutesExchange.LINT_PATH, body -> new RoutesExchange.LintResponse(
                body.contains("/orders/:number")
                        ? List.of(new RouteWarning("shadowed", "The server's sentence.", "01A"))
                        : List.of()));
        press(robot, "#create-route");
        robot.interact(() -> robot.lookup("#route-upstreams").queryTextInputControl()
                .setText("http://127.0.0.1:9000"));

        type(robot, "#route-path", "/orders/:number");

        await().until(() -> robot.lookup("#route-warnings .label").tryQuery().isPresent());
        assertThat(robot.lookup("#route-warnings .label").queryAs(Label.class).getText())
                .isEqualTo("This route never gets a request: GET */orders/:id takes the same ones and is older.");
    }

    @Test
    void whatSomebodyElseChangedStandsAboveSaveWhichGoesOnTopOfIt(FxRobot robot) {
        Route first = Rows.route("01A", "/orders/:id");
        Route theirs = new Route("01A", Rows.route("01A", "/orders/:number").spec(), Rows.NOON, Rows.NOON, "bob", 2);
        server.on("PUT", RoutesExchange.path("01A"), body -> new Problem("t", "t", 412, "Version 2 is the newest.",
                "stale-version", "", List.of(), Json.LENIENT.valueToTree(theirs), null, null));
        robot.interact(() -> model.selectedProperty().set(model.rows().getFirst()));
        press(robot, "#route-edit");
        assertThat(robot.lookup("#route-moved").query().isVisible()).isFalse();
        type(robot, "#route-comment", "mine");

        press(robot, "#save-route");

        await().until(() -> robot.lookup("#route-moved").query().isVisible());
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(robot.lookup("#route-moved .label").queryAllAs(Label.class)).extracting(Label::getText)
                .anyMatch(text -> text.startsWith("bob saved version 2"))
                .contains("Path", "− " + first.spec().path(), "+ " + theirs.spec().path());
        assertThat(robot.lookup("#route-moved").query().localToScene(0, 0).getY())
                .isLessThan(robot.lookup("#save-route").query().localToScene(0, 0).getY());
        assertThat(field(robot, "#route-comment").getText()).isEqualTo("mine");
        server.on("PUT", RoutesExchange.path("01A"), body -> new RoutesExchange.Changed(theirs, List.of(),
                new Receipt("gatehouse.changes", 0, 7)));
        press(robot, "#save-route");
        await().until(() -> robot.lookup("#route-moved").tryQuery().isEmpty());
    }

    @Test
    void questionBeforeARouteGoesNamesMethodHostAndPath(FxRobot robot) {
        robot.interact(() -> model.selectedProperty().set(model.rows().getFirst()));

        press(robot, "#route-delete");

        assertThat(robot.lookup(".dialog-card .label").queryAllAs(Label.class)).extracting(Label::getText)
                .anyMatch(text -> text.startsWith("GET */orders/:id takes no request any more."));
        robot.interact(() -> overlay.get().leave());
        press(robot, "#route-toggle");
        assertThat(robot.lookup(".dialog-card .label").queryAllAs(Label.class)).extracting(Label::getText)
                .anyMatch(text -> text.startsWith("GET */orders/:id takes no request until"));
    }

    @Test
    void deedThatCameTooLateIsDoneToTheCurrentVersionTheNextTime(FxRobot robot) {
        Route theirs = new Route("01A", Rows.route("01A", "/orders/:id").spec(), Rows.NOON, Rows.NOON, "bob", 2);
        server.on("PUT", RoutesExchange.path("01A"), body -> new Problem("t", "t", 412, "Version 2 is the newest.",
                "stale-version", "", List.of(), Json.LENIENT.valueToTree(theirs), null, null));
        robot.interact(() -> model.selectedProperty().set(model.rows().getFirst()));

        robot.interact(() -> model.enable(model.rows().getFirst(), false));

        await().until(() -> theirs.equals(model.selectedProperty().get()));
        assertThat(model.shown()).containsExactly(theirs);
    }

    @Test
    void warningAboutTheRoutesOwnPoliciesLeadsToNoOtherRoute(FxRobot robot) {
        server.on("POST", RoutesExchange.LINT_PATH, body -> new RoutesExchange.LintResponse(
                List.of(new RouteWarning("cache-unused", "The server's sentence.", ""))));
        press(robot, "#create-route");
        robot.interact(() -> robot.lookup("#route-upstreams").queryTextInputControl()
                .setText("http://127.0.0.1:9000"));

        await().until(() -> robot.lookup("#route-warnings .label").tryQuery().isPresent());
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(robot.lookup("#route-warnings .label").queryAs(Label.class).getText())
                .isEqualTo("The cache keeps nothing: only answers to GET and HEAD are kept.");
        assertThat(robot.lookup("#route-warnings .button").tryQuery()).isEmpty();
    }

    @Test
    void manyOverlapsAfterASaveAreOneNotice(FxRobot robot) {
        List<Notices.Notice> told = new CopyOnWriteArrayList<>();
        notices.listen(told::add);
        Route route = Rows.route("01A", "/orders/:id");
        server.on("PUT", RoutesExchange.path("01A"), body -> new RoutesExchange.Changed(route,
                IntStream.range(0, 9).mapToObj(each -> new RouteWarning("overlap", "Said by the server.", "01" + each))
                        .toList(),
                new Receipt("gatehouse.changes", 0, 7)));

        robot.interact(() -> model.enable(route, true));

        await().until(() -> told.size() > 1);
        assertThat(told).extracting(Notices.Notice::sentence).containsExactly(
                Sentence.of("route.enabled", "/orders/:id"),
                Sentence.of("route.warning.overlaps", "GET */orders/:id", 9));
    }

    @Test
    void presetAsksBeforeItTakesThePlaceOfTypedLimits(FxRobot robot) {
        press(robot, "#create-route");
        preset(robot, PolicyPreset.CAREFUL);
        type(robot, "#route-permits", "51");

        preset(robot, PolicyPreset.PUBLIC_PAGE);

        assertThat(field(robot, "#route-permits").getText()).isEqualTo("51");
        assertThat(robot.lookup(".dialog-card .label").queryAllAs(Label.class)).extracting(Label::getText)
                .contains(
                        "The limits of the preset “Public page” take the place of those in this form: 1 limit is gone "
                                + "then.");
        press(robot, "#confirm");
        assertThat(field(robot, "#route-permits").getText()).isEqualTo("300");
    }

    @Test
    void draftThatWasDeletedIsHadBack(FxRobot robot) {
        List<Notices.Notice> told = new CopyOnWriteArrayList<>();
        notices.listen(told::add);
        RouteFormModel form = new RouteFormModel(null);
        robot.interact(() -> model.drafts().keep(form));
        await().until(() -> model.drafts().all().size() == 1);
        RouteDraft draft = model.drafts().all().getFirst();
        press(robot, "#route-drafts");

        press(robot, "#drop-draft");

        await().until(() -> model.drafts().all().isEmpty());
        await().until(() -> told.size() == 2);
        assertThat(told.getLast().sentence()).isEqualTo(Sentence.of("route.draft.dropped", "GET /"));
        robot.interact(() -> Objects.requireNonNull(told.getLast().undo()).take());
        await().until(() -> model.drafts().all().contains(draft));
        robot.interact(() -> model.drafts().refresh());
        WaitForAsyncUtils.waitForFxEvents();
        await().until(() -> model.drafts().all().contains(draft));
    }

    @Test
    void whatOnlyTheServerFindsStandsAtItsField(FxRobot robot) {
        server.on("POST", RoutesExchange.LINT_PATH, body -> body.contains("/a%2Fb")
                ? new Problem("t", "t", 422, "Four fields cannot work.", "invalid", "",
                        List.of(new FieldError("path", "has an encoded slash."),
                                new FieldError("policies.limits[0]", "is there already."),
                                new FieldError("policies.retry.backoffMillis", "doubles with every attempt."),
                                new FieldError("roles", "are asked for only where permission is admin.")),
                        null, null, null)
                : new RoutesExchange.LintResponse(List.of()));
        press(robot, "#create-route");
        preset(robot, PolicyPreset.CAREFUL);
        robot.interact(() -> robot.lookup("#route-upstreams").queryTextInputControl()
                .setText("http://127.0.0.1:9000"));

        type(robot, "#route-path", "/a%2Fb");

        await().until(() -> robot.lookup("has an encoded slash.").tryQuery().isPresent());
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(robot.lookup("has an encoded slash.").query().getParent().lookup("#route-path")).isNotNull();
        assertThat(faults(robot)).as("each in its section's title and at its field").containsExactlyInAnyOrder(
                "doubles with every attempt.", "doubles with every attempt.", "is there already.", "is there already.");
        assertThat(robot.lookup("roles: are asked for only where permission is admin.").query().isVisible()).isTrue();

        type(robot, "#route-path", "/a");

        await().until(() -> robot.lookup("has an encoded slash.").tryQuery().isEmpty());
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(faults(robot)).isEmpty();
        assertThat(robot.lookup("roles: are asked for only where permission is admin.").tryQuery()).isEmpty();
    }

    @Test
    void whatIsTypedIsAskedAboutBeforeItIsLeft(FxRobot robot) {
        robot.interact(() -> model.selectedProperty().set(model.rows().getFirst()));
        press(robot, "#route-edit");
        type(robot, "#route-comment", "half done");

        robot.interact(() -> robot.lookup("Cancel").queryButton().fire());

        assertThat(robot.lookup("#route-comment").tryQuery()).isPresent();
        robot.interact(() -> robot.lookup("Go on typing").queryButton().fire());
        press(robot, "#import-routes");
        assertThat(robot.lookup("#route-import").tryQuery()).isEmpty();
        robot.interact(() -> robot.lookup("Go on typing").queryButton().fire());
        assertThat(robot.lookup("#leave-keep").tryQuery()).isEmpty();
        assertThat(field(robot, "#route-comment").getText()).isEqualTo("half done");
        robot.interact(() -> robot.lookup("Cancel").queryButton().fire());
        press(robot, "#leave-keep");
        await().until(() -> model.drafts().all().size() == 1);
        assertThat(robot.lookup("#route-comment").tryQuery()).isEmpty();
        assertThat(model.drafts().all().getFirst().draft().comment()).isEqualTo("half done");
    }

    @Test
    void escapeInATouchedFormAsksAndKeepsOnlyWhatADraftHolds(FxRobot robot) {
        robot.interact(() -> model.selectedProperty().set(model.rows().getFirst()));
        press(robot, "#route-edit");
        preset(robot, PolicyPreset.CAREFUL);
        type(robot, "#route-attempts", "99");
        assertThat(robot.lookup("#keep-draft").query().isDisabled()).isTrue();
        assertThat(robot.lookup("#keep-fault").queryAs(Label.class).getText()).contains("Retries");

        // What Esc does in the shell.
        robot.interact(() -> overlay.get().leave());

        assertThat(robot.lookup("#leave-keep").query().isDisabled()).isTrue();
        assertThat(robot.lookup("#leave-fault").queryAs(Label.class).getText()).contains("Retries");
        robot.interact(() -> overlay.get().leave());
        assertThat(robot.lookup("#leave-keep").tryQuery()).isEmpty();
        type(robot, "#route-attempts", "4");
        robot.interact(() -> overlay.get().leave());
        assertThat(robot.lookup("#leave-fault").query().isVisible()).isFalse();
        press(robot, "#leave-keep");
        await().until(() -> model.drafts().all().size() == 1);
        assertThat(Objects.requireNonNull(Objects.requireNonNull(
                model.drafts().all().getFirst().draft().policies()).retry()).attempts()).isEqualTo(4);
    }

    @Test
    void saveThatIsOverLateLeavesWhatIsShownByThen(FxRobot robot) {
        CountDownLatch answer = new CountDownLatch(1);
        server.on("POST", RoutesExchange.PATH, body -> {
            try {
                assertThat(answer.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return new RoutesExchange.Changed(saved(body), List.of(), new Receipt("gatehouse.changes", 0, 7));
        });
        press(robot, "#create-route");
        type(robot, "#route-path", "/late");
        robot.interact(() -> robot.lookup("#route-upstreams").queryTextInputControl()
                .setText("http://127.0.0.1:9000"));
        press(robot, "#save-route");
        robot.interact(() -> overlay.get().leave());
        press(robot, "#leave-discard");
        press(robot, "#create-route");

        answer.countDown();

        await().until(() -> model.rows().stream().anyMatch(row -> "/late".equals(row.spec().path())));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(field(robot, "#route-path").getText()).isEqualTo("/");
    }

    @Test
    void formWithoutAnythingTypedIsLeftWithoutAQuestion(FxRobot robot) {
        press(robot, "#create-route");

        robot.interact(() -> robot.lookup("Cancel").queryButton().fire());

        assertThat(robot.lookup("#route-path").tryQuery()).isEmpty();
    }

    @Test
    void formTellsWhatItWouldChangeAndIsStillThereAfterwards(FxRobot robot) {
        server.on("POST", RouteReplayExchange.PATH, body -> Replays.found());
        robot.interact(() -> model.selectedProperty().set(model.rows().getFirst()));
        press(robot, "#route-edit");
        type(robot, "#route-comment", "half done");

        press(robot, "#replay-form");

        await().until(() -> robot.lookup("#replay-sum").tryQuery().isPresent());
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(robot.lookup("#replay-sum").queryAs(Label.class).getText())
                .startsWith("80 of the last 1,000 requests");
        assertThat(robot.lookup("#route-replay-altered .figure").queryAs(Label.class).getText()).isEqualTo("60  75 %");
        assertThat(robot.lookup("#route-replay-shut .figure").queryAs(Label.class).getText()).isEqualTo("25  31 %");
        TableView<?> byRoute = robot.lookup("#replay-rows").queryTableView();
        assertThat(byRoute.getItems()).hasSize(2);
        TableColumn<?, ?> count = byRoute.getColumns().get(3);
        robot.interact(() -> sort(byRoute, count));
        assertThat(count.getCellData(0)).isEqualTo("20");
        robot.interact(() -> robot.lookup("#route-replay-byRequest").queryAs(ToggleButton.class).fire());
        assertThat(robot.lookup("#replay-rows").queryTableView().getItems()).hasSize(3);
        assertThat(robot.lookup("/orders/42").tryQuery()).isPresent();
        assertThat(robot.lookup("The newest 2 of each kind").tryQuery()).isPresent();
        robot.interact(() -> robot.lookup("Close").queryButton().fire());
        assertThat(robot.lookup("#route-replay").tryQuery()).isEmpty();
        assertThat(field(robot, "#route-comment").getText()).isEqualTo("half done");
    }

    private static <S> void sort(TableView<S> table, TableColumn<?, ?> by) {
        table.getColumns().stream().filter(by::equals).forEach(column -> table.getSortOrder().add(column));
    }

    @Test
    void replayWithoutRecordsOrWithoutChangesSaysSo(FxRobot robot) {
        server.on("POST", RouteReplayExchange.PATH, body -> Replays.nothing(0));
        robot.interact(() -> model.selectedProperty().set(model.rows().getFirst()));
        press(robot, "#route-edit");
        press(robot, "#replay-form");
        await().until(() -> robot.lookup("#replay-words").tryQuery().isPresent());
        assertThat(robot.lookup("#replay-words").queryAs(Label.class).getText())
                .startsWith("The access log holds no request");

        server.on("POST", RouteReplayExchange.PATH, body -> Replays.nothing(7));
        press(robot, "#replay-again");

        await().until(() -> robot.lookup("#replay-words").queryAs(Label.class).getText()
                .startsWith("None of the last 7 requests"));
    }

    @Test
    void limitsOfARouteWithoutAnyBeginAnewInNoWay(FxRobot robot) {
        server.on("GET", RouteLimitsExchange.path("01A"),
                body -> new RouteLimitsExchange.Response(List.of(), true));
        robot.interact(() -> model.selectedProperty().set(model.rows().getFirst()));
        press(robot, "#route-limits");

        press(robot, "#limits-reset-all");

        assertThat(robot.lookup("#confirm").tryQuery()).isEmpty();
        assertThat(robot.lookup("#limits-reset-all").queryAs(Button.class).getAccessibleText())
                .isEqualTo("Begin all anew. Blocked: This route has no limits.");
    }

    @Test
    void limitsAreShownByFullnessAndBeginAnewWithAReason(FxRobot robot) {
        server.on("GET", RouteLimitsExchange.path("01A"),
                body -> new RouteLimitsExchange.Response(List.of(RouteCountersTest.used("ip:10.0.0.1", 50, 100),
                        RouteCountersTest.used("user:01M", 10, 10)), false));
        server.on("DELETE", RouteLimitsExchange.path("01A"),
                body -> new RouteLimitsExchange.Reset(1, new Receipt("gatehouse.audit", 0, 7)));
        robot.interact(() -> model.selectedProperty().set(model.rows().getFirst()));

        press(robot, "#route-limits");

        TableView<?> table = robot.lookup("#limit-counters").queryTableView();
        await().until(() -> table.getItems().size() == 2);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(table.getColumns().getFirst().getCellData(0)).isEqualTo("User 01M");
        assertThat(robot.lookup("10 / 10").tryQuery()).isPresent();
        assertThat(robot.lookup("13 s").tryQuery()).isPresent();
        assertThat(robot.lookup("#limits-alone").query().isVisible()).isTrue();
        assertThat(robot.lookup("#limits-reset-one").query().isDisabled()).isTrue();
        robot.interact(() -> table.getSelectionModel().select(0));
        press(robot, "#limits-reset-one");
        assertThat(robot.lookup("#confirm").query().isDisabled()).isTrue();
        type(robot, "#reason", "wrong guest");
        press(robot, "#confirm");
        await().until(() -> server.asked()
                .contains("DELETE /api/v1/routes/01A/limits?reason=wrong+guest&key=user%3A01M"));
        assertThat(robot.lookup("#limit-counters").tryQuery()).isPresent();
    }
}
