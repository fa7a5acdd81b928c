package dev.gatehouse.ui.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteVersion;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The routes of a real node. */
class RouteViewModelTest {

    @TempDir
    private static Path data;

    private static TestConsole console;

    private final SameThreadTaskRunner tasks = new SameThreadTaskRunner();
    private RouteViewModel model;

    @BeforeAll
    static void start() throws Exception {
        console = TestConsole.start(data);
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @BeforeEach
    void signIn() throws Exception {
        model = new RouteViewModel(console.signedIn(), tasks, new Notices(),
                new PreferenceFile(data.resolve("console")), Clock.systemUTC());
    }

    private Route saved(String path) {
        RouteFormModel form = new RouteFormModel(null);
        form.pathProperty().set(path);
        form.upstreamsProperty().set("http://127.0.0.1:9000");
        assertThat(form.sendable().get()).isTrue();
        model.save(form, () -> {});
        await().until(() -> model.selectedProperty().get() != null
                && path.equals(Objects.requireNonNull(model.selectedProperty().get()).spec().path()));
        return Objects.requireNonNull(model.selectedProperty().get());
    }

    @Test
    void probeNamesTheRouteThatTakesTheRequest() {
        saved("/orders/:id");
        Route wider = saved("/orders/*rest");
        model.probe().pathProperty().set("/orders/42");

        model.probe().ask();

        await().until(() -> model.probe().answerProperty().get() != null);
        RouteProbe.Answer answer = Objects.requireNonNull(model.probe().answerProperty().get());
        assertThat(answer.outcome()).isEqualTo(RouteProbe.Outcome.TAKEN);
        assertThat(answer.sentence().values()).containsExactly("GET /orders/:id", "id = 42");
        assertThat(answer.others()).containsExactly(wider);
    }

    @Test
    void requestThatNoRouteTakesIsToldFromOneThatCannotBeAskedAbout() {
        RouteProbe probe = model.probe();
        probe.pathProperty().set("/nowhere");
        probe.ask();
        await().until(() -> outcome(probe) == RouteProbe.Outcome.NOBODY);

        probe.pathProperty().set("/nowhere;x");
        probe.ask();
        await().until(() -> outcome(probe) == RouteProbe.Outcome.FAILED);
    }

    private static RouteProbe.@Nullable Outcome outcome(RouteProbe probe) {
        RouteProbe.Answer answer = probe.answerProperty().get();
        return answer == null ? null : answer.outcome();
    }

    @Test
    void disabledRouteComesBackFromHistory() {
        Route route = saved("/history");
        model.enable(route, false);
        await().until(() -> Objects.requireNonNull(model.selectedProperty().get()).version() == 2);

        Route current = Objects.requireNonNull(model.selectedProperty().get());
        model.history().open(current);
        await().until(() -> model.history().versions().size() == 2);
        RouteVersion first = model.history().versions().getLast();
        assertThat(model.history().preview(first))
                .containsExactly(new RouteChanges.Change("enabled", "false", "true"));

        model.rollback(current, first);

        await().until(() -> Objects.requireNonNull(model.selectedProperty().get()).version() == 3);
        assertThat(Objects.requireNonNull(model.selectedProperty().get()).spec().enabled()).isTrue();
        await().untilAsserted(() -> assertThat(model.history().versions()).hasSize(3));
        assertThat(model.history().changes(model.history().versions().getFirst()))
                .containsExactly(new RouteChanges.Change("enabled", "false", "true"));
    }

    @Test
    void formWhoseRouteChangedMeanwhileIsSavedOnTopOfThat() {
        Route route = saved("/meanwhile");
        RouteFormModel form = new RouteFormModel(route);
        form.commentProperty().set("mine");
        model.enable(route, false);
        await().until(() -> Objects.requireNonNull(model.selectedProperty().get()).version() == 2);

        model.save(form, () -> {});

        await().until(() -> form.movedProperty().get() != null);
        RouteFormModel.Moved moved = Objects.requireNonNull(form.movedProperty().get());
        assertThat(moved.theirs()).isEqualTo(model.selectedProperty().get());
        assertThat(moved.changes()).containsExactly(new RouteChanges.Change("enabled", "true", "false"));
        assertThat(form.refusalProperty().get()).as("it can be saved now").isNull();
        assertThat(form.commentProperty().get()).isEqualTo("mine");
        await().until(() -> form.sendable().get());
        model.save(form, () -> {});
        await().until(() -> Objects.requireNonNull(model.selectedProperty().get()).version() == 3);
        assertThat(Objects.requireNonNull(model.selectedProperty().get()).spec().comment()).isEqualTo("mine");
    }

    @Test
    void draftWhoseRouteHasMovedOnSaysSoAndIsPublishedOnTopOfThat() {
        Route route = saved("/moved-on");
        RouteFormModel typed = new RouteFormModel(route);
        typed.commentProperty().set("half done");
        model.enable(route, false);
        await().until(() -> Objects.requireNonNull(model.selectedProperty().get()).version() == 2);

        RouteFormModel form = model.opened(new RouteDraft("01D", route, typed.draft(), Instant.EPOCH));

        assertThat(Objects.requireNonNull(form.movedProperty().get()).changes())
                .containsExactly(new RouteChanges.Change("enabled", "true", "false"));
        assertThat(form.isTouched()).isFalse();
        assertThat(form.begun()).as("kept again it says the same again").isEqualTo(route);
        model.save(form, () -> {});
        await().until(() -> Objects.requireNonNull(model.selectedProperty().get()).version() == 3);
    }

    @Test
    void policiesGoToTheServerAndComeBackWhole() {
        RouteFormModel form = new RouteFormModel(null);
        form.pathProperty().set("/policies");
        form.upstreamsProperty().set("http://127.0.0.1:9000");
        form.policies().take(PolicyPreset.PUBLIC_PAGE.policies());

        model.save(form, () -> {});

        await().until(() -> model.selectedProperty().get() != null);
        Route route = Objects.requireNonNull(model.selectedProperty().get());
        assertThat(route.spec().policies()).isEqualTo(PolicyPreset.PUBLIC_PAGE.policies());
        RouteFormModel again = new RouteFormModel(route);
        again.commentProperty().set("seen");
        assertThat(again.draft().policies()).isEqualTo(PolicyPreset.PUBLIC_PAGE.policies());
    }

    @Test
    void shadowedRouteIsNamedWhileTyping() {
        Route older = saved("/shadow/:id");
        RouteFormModel form = new RouteFormModel(null);
        form.pathProperty().set("/shadow/:number");
        form.upstreamsProperty().set("http://127.0.0.1:9000");

        model.watch(form);

        await().until(() -> !form.warnings().isEmpty());
        Sentence told = model.told(form, form.warnings().getFirst());
        assertThat(told.key()).isEqualTo("route.warning.shadowed");
        assertThat(told.values()).containsExactly("GET */shadow/:id");
        assertThat(form.warnings().getFirst().routeId()).isEqualTo(older.id());
    }

    @Test
    void whatOnlyTheServerFindsIsToldWhileTypingAndForgottenOnceItIsMended() {
        RouteFormModel form = new RouteFormModel(null);
        form.pathProperty().set("/twice");
        form.upstreamsProperty().set("http://127.0.0.1:9000");
        model.watch(form);
        form.policies().addLimit();

        form.policies().addLimit();
        tasks.timePasses();

        await().until(() -> form.faults().within("policies.limits[1]") != null);
        assertThat(form.faults().errorsProperty().get()).hasSize(1);
        form.policies().limits().getLast().period().set(3_600_000);
        tasks.timePasses();
        await().until(() -> form.faults().errorsProperty().get().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"orders, route.form.pathStart", "/a/:/b, route.form.pathParameter", "/:id/:id, route.form.pathTwice",
            "/*rest/more, route.form.pathRest", "/a b, route.form.pathCharacters",
            "/a//b, route.form.pathEmpty", "/a/../b, route.form.pathCharacters"})
    void pathThatCannotWorkIsToldWhileTyping(String path, String key) {
        RouteFormModel form = new RouteFormModel(null);
        var fault = form.pathFault();

        form.pathProperty().set(path);

        assertThat(Objects.requireNonNull(fault.get()).key()).isEqualTo(key);
        assertThat(form.sendable().get()).isFalse();
    }
}
