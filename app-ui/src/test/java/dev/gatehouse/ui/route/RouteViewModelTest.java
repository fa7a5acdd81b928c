package dev.gatehouse.ui.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import java.nio.file.Path;
import java.util.Objects;
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
        model = new RouteViewModel(console.signedIn(), new SameThreadTaskRunner(), new Notices());
    }

    private Route saved(String path) {
        RouteFormModel form = new RouteFormModel(null);
        form.pathProperty().set(path);
        form.upstreamsProperty().set("http://127.0.0.1:9000");
        assertThat(form.sendable().get()).isTrue();
        model.save(form, () -> {});
        await().until(() -> model.selectedProperty().get() != null);
        return Objects.requireNonNull(model.selectedProperty().get());
    }

    @Test
    void probeNamesTheRouteThatTakesTheRequest() {
        saved("/orders/:id");
        model.probePathProperty().set("/orders/42");

        model.probe();

        await().until(() -> model.probeProperty().get() != null);
        RouteViewModel.Probe probe = Objects.requireNonNull(model.probeProperty().get());
        assertThat(probe.found()).isTrue();
        assertThat(probe.sentence().values()).containsExactly("GET /orders/:id", "id = 42");
    }

    @Test
    void disabledRouteComesBackFromHistory() {
        Route route = saved("/history");
        model.enable(route, false);
        await().until(() -> Objects.requireNonNull(model.selectedProperty().get()).version() == 2);

        model.rollback(Objects.requireNonNull(model.selectedProperty().get()), 1);

        await().until(() -> Objects.requireNonNull(model.selectedProperty().get()).version() == 3);
        assertThat(Objects.requireNonNull(model.selectedProperty().get()).spec().enabled()).isTrue();
        await().untilAsserted(() -> assertThat(model.history()).hasSize(3));
    }

    @ParameterizedTest
    @CsvSource({"orders, route.form.pathStart", "/a/:/b, route.form.pathParameter", "/:id/:id, route.form.pathTwice",
            "/*rest/more, route.form.pathRest", "/a b, route.form.pathCharacters"})
    void pathThatCannotWorkIsToldWhileTyping(String path, String key) {
        RouteFormModel form = new RouteFormModel(null);
        var fault = form.pathFault();

        form.pathProperty().set(path);

        assertThat(Objects.requireNonNull(fault.get()).key()).isEqualTo(key);
        assertThat(form.sendable().get()).isFalse();
    }
}
