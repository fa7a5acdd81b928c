package dev.gatehouse.ui.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.Page;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.ui.MemoryCache;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.StubServer;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and drafts of routes against a server that says what the test wants. */
class RouteImportTest {

    private static final Receipt RECEIPT = new Receipt("gatehouse.changes", 0, 7);

    @TempDir
    private Path folder;

    private final StubServer server = new StubServer();
    private final Route known = Rows.route("01A", "/known");
    private final SameThreadTaskRunner tasks = new SameThreadTaskRunner();
    private final Notices notices = new Notices();
    private final List<Sentence> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        server.close();
    }

    private RouteViewModel model(ConsoleClient client) {
        return new RouteViewModel(client, tasks, notices, new PreferenceFile(folder.resolve("console")),
                Clock.fixed(Rows.NOON, ZoneOffset.UTC));
    }

    private Path file() throws Exception {
        return Files.writeString(folder.resolve("routes.yaml"), """
                                                                routes:
                                                                  - method: GET
                                                                    path: /known
                                                                    permission: public
                                                                    upstreams: ["http://127.0.0.1:9001"]
                                                                  - path: /new
                                                                    upstreams: ["http://127.0.0.1:9000"]
                                                                  - path: /refused
                                                                    upstreams: ["http://127.0.0.1:9000"]
                                                                """);
    }

    private void answers() {
        server.on("GET", RoutesExchange.PATH, body -> new Page<>(1, List.of(known), null));
        server.on("POST", RoutesExchange.LINT_PATH, body -> body.contains("/refused")
                ? new Problem("t", "t", 422, "no", "invalid-input", "",
                        List.of(new FieldError("upstreams[0]", "is not allowed.")), null, null, null)
                : new RoutesExchange.LintResponse(List.of()));
        server.on("PUT", RoutesExchange.path("01A"), body -> new RoutesExchange.Changed(
                new Route("01A", known.spec(), Rows.NOON, Rows.NOON, "root", 2), List.of(), RECEIPT));
        server.on("POST", RoutesExchange.PATH,
                body -> new RoutesExchange.Changed(Rows.route("01N", "/new"), List.of(), RECEIPT));
        server.on("DELETE", RoutesExchange.path("01N"), body -> new RoutesExchange.Deleted(RECEIPT));
    }

    @Test
    void fileIsLookedAtSavedAndTakenBack() throws Exception {
        answers();
        RouteImport imports = model(server.signedIn(Role.OPERATOR)).imports();

        imports.look(file());

        await().until(() -> imports.stepProperty().get() instanceof RouteImport.Step.Previewed);
        assertThat(((RouteImport.Step.Previewed) imports.stepProperty().get()).rows()).extracting(RouteImport.Row::kind)
                .containsExactly(RouteImport.Kind.CHANGED, RouteImport.Kind.NEW, RouteImport.Kind.FAULTY);
        assertThat(((RouteImport.Step.Previewed) imports.stepProperty().get()).rows().getLast().note())
                .satisfies(note -> assertThat(String.valueOf(note)).contains("upstreams[0]: is not allowed."));

        imports.start();

        await().until(() -> imports.stepProperty().get() instanceof RouteImport.Step.Over);
        assertThat(((RouteImport.Step.Over) imports.stepProperty().get()).made()).hasSize(2);

        imports.takeBack();

        await().until(() -> imports.stepProperty().get() instanceof RouteImport.Step.TakenBack);
        RouteImport.Step.TakenBack over = (RouteImport.Step.TakenBack) imports.stepProperty().get();
        assertThat(over.back()).isEqualTo(2);
        assertThat(over.made()).isEmpty();
        assertThat(server.asked()).anyMatch(call -> call.startsWith("DELETE " + RoutesExchange.path("01N")));
        assertThat(server.asked().stream().filter(call -> call.startsWith("PUT")).toList()).hasSize(2)
                .last()
                .satisfies(call -> assertThat(call).contains("http://127.0.0.1:9000"));
    }

    private RouteImport saved() throws Exception {
        RouteImport imports = model(server.signedIn(Role.OPERATOR)).imports();
        imports.look(file());
        await().until(() -> imports.stepProperty().get() instanceof RouteImport.Step.Previewed);
        imports.start();
        await().until(() -> imports.stepProperty().get() instanceof RouteImport.Step.Over);
        return imports;
    }

    @Test
    void whatCouldNotBeTakenBackCanBeOnceMoreUnlessSomebodyElseChangedIt() throws Exception {
        answers();
        RouteImport imports = saved();
        server.on("DELETE", RoutesExchange.path("01N"),
                body -> StubServer.problem(503, ErrorCode.LOG_UNAVAILABLE.code(), "The log is away."));
        server.on("PUT", RoutesExchange.path("01A"),
                body -> StubServer.problem(412, ErrorCode.STALE_VERSION.code(), "Version 3 is the newest."));

        imports.takeBack();

        await().until(() -> imports.stepProperty().get() instanceof RouteImport.Step.TakenBack);
        RouteImport.Step.TakenBack first = (RouteImport.Step.TakenBack) imports.stepProperty().get();
        assertThat(first.back()).isZero();
        assertThat(first.failed()).hasSize(2);
        assertThat(first.made()).extracting(made -> made.after().id()).containsExactly("01N");
        server.on("DELETE", RoutesExchange.path("01N"), body -> new RoutesExchange.Deleted(RECEIPT));
        imports.takeBack();
        await().until(() -> imports.stepProperty().get() instanceof RouteImport.Step.TakenBack over
                && over.back() == 1);
        assertThat(((RouteImport.Step.TakenBack) imports.stepProperty().get()).made()).isEmpty();
    }

    @Test
    void endIsToldByANoticeWhereNobodyLooks() throws Exception {
        answers();
        notices.listen(notice -> told.add(notice.sentence()));

        RouteImport imports = saved();

        assertThat(told).containsExactly(Sentence.of("route.import.overUnseen", "routes.yaml", 2, 0, 0));
        imports.watched(true);
        imports.takeBack();
        await().until(() -> imports.stepProperty().get() instanceof RouteImport.Step.TakenBack);
        assertThat(told).as("somebody looks").hasSize(1);
    }

    @Test
    void draftIsKeptOpenedAgainAndGoneOncePublished() throws Exception {
        answers();
        ConsoleClient client = server.signedIn(Role.OPERATOR, new MemoryCache());
        RouteViewModel model = model(client);
        RouteFormModel form = new RouteFormModel(known);
        form.commentProperty().set("half done");
        form.policies().take(PolicyPreset.CAREFUL.policies());
        model.drafts().keep(form);
        await().until(() -> model.drafts().all().size() == 1);

        RouteViewModel later = model(client);
        later.drafts().refresh();
        await().until(() -> later.drafts().all().size() == 1);
        RouteFormModel again = RouteFormModel.of(later.drafts().all().getFirst());

        assertThat(again.draft()).isEqualTo(form.draft());
        assertThat(again.isTouched()).isFalse();
        later.save(again, () -> {});
        await().until(() -> later.drafts().all().isEmpty());
        assertThat(client.drafts().all(RouteDraft.class).join()).isEmpty();
    }
}
