package dev.gatehouse.ui.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.StubServer;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.client.WindowRows;
import dev.gatehouse.ui.settings.SavedFilter;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditViewModelTest {

    private final SameThreadTaskRunner tasks = new SameThreadTaskRunner();
    private final Notices notices = new Notices();
    private final StubServer server = new StubServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private AuditViewModel model() {
        server.on("GET", AuditExchange.PATH,
                body -> new AuditExchange.Found(3, List.of(Rows.audit(9, "user.ban"), Rows.audit(8, "user.ban")),
                        TestAudit.coverage(10, 12L), "next"));
        server.on("GET", AuditExchange.COUNTS_PATH, body -> new AuditExchange.Counts(Rows.NOON,
                Rows.NOON.plusSeconds(60), 1_000, List.of(new AuditExchange.Bucket(Rows.NOON, 5)),
                TestAudit.coverage(10, 12L)));
        server.on("GET", AuditExchange.TOPICS_PATH,
                body -> new AuditExchange.Topics(List.of(TestAudit.topic("gatehouse.audit", 10, 12L),
                        TestAudit.topic("orders", 5, 5L))));
        return TestAudit.model(server.signedIn(Role.OPERATOR), tasks, notices);
    }

    /** The calls to a path, their queries as they were typed. */
    private List<String> asked(String path) {
        return List.copyOf(server.asked())
                .stream()
                .filter(call -> call.startsWith("GET " + path + "?") || call.equals("GET " + path))
                .map(call -> URLDecoder.decode(call, StandardCharsets.UTF_8))
                .toList();
    }

    private static void ready(Load load) {
        await().until(() -> load.stateProperty().get() == Load.State.READY);
    }

    @Test
    void wordsTopicsAndRangeAreSearchedForTogether() {
        AuditViewModel model = model();
        model.searchProperty().set("outcome:refused OR outcome:failed");
        model.modeProperty().set(AuditViewModel.Mode.SEARCH);
        model.topics().choose("orders", true);
        model.range().kindProperty().set(SavedFilter.Range.HOUR);
        ready(model.pages().load());

        assertThat(model.asked())
                .isEqualTo("(outcome:refused OR outcome:failed) topic:orders time:>=2026-11-21T11:00:00Z");
        await().until(() -> asked(AuditExchange.PATH).stream().anyMatch(call -> call.contains("q=" + model.asked())));
        assertThat(model.rows()).hasSize(2);
        assertThat(model.pages().moreProperty().get()).isTrue();
        model.pages().more();
        await().until(() -> model.rows().size() == 4);
        assertThat(asked(AuditExchange.PATH).getLast()).contains("cursor=next");
    }

    @Test
    void nextPageBelongsToTheWordsOfTheFirst() {
        AuditViewModel model = model();
        model.search("outcome:refused");
        ready(model.pages().load());

        model.searchProperty().set("outcome:failed");
        model.pages().more();

        await().until(() -> model.rows().size() == 4);
        assertThat(asked(AuditExchange.PATH).getLast()).contains("q=outcome:refused").contains("cursor=next");
    }

    @Test
    void rangeEndsTheTailAndLiveTakesItOffAgain() {
        AuditViewModel model = model();
        assertThat(model.modeProperty().get()).isEqualTo(AuditViewModel.Mode.LIVE);

        model.zoom(Instant.parse("2026-11-21T10:00:00Z"), Instant.parse("2026-11-21T11:00:00Z"));
        assertThat(model.modeProperty().get()).isEqualTo(AuditViewModel.Mode.SEARCH);
        model.modeProperty().set(AuditViewModel.Mode.LIVE);

        assertThat(model.range().isAll()).isTrue();
    }

    @Test
    void orderGoesToTheServer() {
        AuditViewModel model = model();
        model.modeProperty().set(AuditViewModel.Mode.SEARCH);

        model.pages().orderProperty().set(AuditExchange.Order.OLDEST);

        await().until(() -> asked(AuditExchange.PATH).stream().anyMatch(call -> call.contains("order=oldest")));
    }

    @Test
    void chartPartsItsBarsByOutcome() {
        AuditViewModel model = model();
        model.activate();

        await().until(() -> !model.counts().shownProperty().get().bars().isEmpty());

        assertThat(asked(AuditExchange.COUNTS_PATH)).anyMatch(call -> call.contains("outcome:refused"))
                .anyMatch(call -> call.contains("outcome:failed"));
        assertThat(model.counts().shownProperty().get().bars()).containsExactly(
                new AuditCounts.Bar(Rows.NOON, 0, 5, 5));
        model.deactivate();
    }

    @Test
    void chartOfTheTailGrowsWithItsRecordsAndAsksNobody() {
        AuditViewModel model = model();
        model.counts().show(new AuditCounts.Histogram(Rows.NOON, Rows.NOON.plusSeconds(60), 1_000,
                List.of(new AuditCounts.Bar(Rows.NOON.plusSeconds(1), 4, 0, 0),
                        new AuditCounts.Bar(Rows.NOON.plusSeconds(58), 4, 0, 0))));
        model.tail().apply(Rows.window(Rows.audit(1, "user.ban", "user/01B", Rows.NOON)));

        model.tail()
                .apply(Rows.window(Rows.audit(3, "user.ban", "user/01B", Rows.NOON.plusSeconds(62)),
                        Rows.audit(2, "user.ban", "user/01B", Rows.NOON.plusSeconds(58)),
                        Rows.audit(1, "user.ban", "user/01B", Rows.NOON)));

        AuditCounts.Histogram grown = model.counts().shownProperty().get();
        assertThat(grown.bars()).containsExactly(new AuditCounts.Bar(Rows.NOON.plusSeconds(58), 5, 0, 0),
                new AuditCounts.Bar(Rows.NOON.plusSeconds(62), 1, 0, 0));
        assertThat(grown.to()).isEqualTo(Rows.NOON.plusSeconds(63));
        assertThat(asked(AuditExchange.COUNTS_PATH)).isEmpty();
    }

    @Test
    void tailShowsHowFarTheIndexHasCome() {
        AuditViewModel model = model();
        model.activate();
        await().until(() -> model.topics().topics().size() == 2);

        Coverage coverage = Objects.requireNonNull(model.pages().coverageProperty().get());
        assertThat(coverage.complete()).isFalse();
        assertThat(CoverageTold.of(coverage, null).key()).isEqualTo("audit.coverage.behind");
        assertThat(model.topics().lag()).isEqualTo(2);
        assertThat(CoverageTold.of(TestAudit.coverage(10, 10L), null).key()).isEqualTo("audit.coverage.complete");
        assertThat(CoverageTold.of(TestAudit.coverage(10, 10L, new Coverage.Gap(2, 4)), null).values())
                .containsExactly(8L, 2L);
        assertThat(CoverageTold.of(TestAudit.coverage(10, 7L), null).values()).containsExactly(10L, 3L);
        assertThat(CoverageTold.of(TestAudit.coverage(10, null), null).key()).isEqualTo("audit.coverage.away");
        model.deactivate();
    }

    @Test
    void faultOfTheWordsIsToldAtTheSearch(@TempDir Path data) throws Exception {
        try (TestConsole console = TestConsole.start(data)) {
            AuditViewModel model = TestAudit.model(console.signedIn(), tasks, notices);
            model.search("outcome:perhaps");

            await().until(() -> model.words().faultProperty().get() != null);
            assertThat(Objects.requireNonNull(model.words().faultProperty().get()).verbatim()).contains("outcome");
            await().until(() -> model.counts().load().stateProperty().get() == Load.State.READY);
            assertThat(model.counts().load().failureProperty().get()).isNull();
            assertThat(model.load().failureProperty().get()).isNull();
            assertThat(model.rows()).isEmpty();
            model.searchProperty().set("outcome:accepted");

            assertThat(model.words().faultProperty().get()).isNull();
        }
    }

    @Test
    void wordsGoOnWhereTheCaretStands() {
        AuditViewModel model = model();
        server.on("GET", AuditExchange.COMPLETE_PATH, body -> new AuditExchange.Completions(
                List.of(new AuditExchange.Completion(5, 8, "actor:", "who did it"))));
        model.searchProperty().set("spam act -node:a");
        model.words().caretProperty().set(8);
        model.words().attendedProperty().set(true);
        await().until(() -> model.words().proposals().size() == 1);

        model.words().propose(model.words().proposals().getFirst());

        assertThat(model.searchProperty().get()).isEqualTo("spam actor: -node:a");
        assertThat(model.words().caretProperty().get()).isEqualTo(11);
        model.words().attendedProperty().set(false);
        assertThat(model.words().proposals()).isEmpty();
    }

    @Test
    void groupOpensIntoItsRecords() {
        AuditViewModel model = model();
        server.on("GET", AuditExchange.GROUPS_PATH, body -> new AuditExchange.Groups(
                List.of(TestAudit.group("s-1", "alice", 3), TestAudit.group("s-2", "bob", 2)),
                TestAudit.coverage(10, 10L)));
        model.modeProperty().set(AuditViewModel.Mode.GROUPS);
        ready(model.groups().load());
        assertThat(model.groups().lines()).hasSize(2);

        model.groups().toggle(TestAudit.group("s-1", "alice", 3));

        await().until(() -> model.groups().lines().size() == 5);
        assertThat(model.groups().lines().get(1)).isInstanceOf(AuditGroups.Line.Row.class);
        assertThat(model.groups().lines().get(3)).isInstanceOfSatisfying(AuditGroups.Line.Foot.class,
                foot -> assertThat(foot.isMore()).isTrue());
        assertThat(asked(AuditExchange.PATH).getLast()).contains("q=session:s-1");
        model.groups().toggle(TestAudit.group("s-1", "alice", 3));
        assertThat(model.groups().lines()).hasSize(2);
    }

    @Test
    void savedFilterIsShownWithItsTopicsAndRange() {
        AuditViewModel model = model();
        model.searchProperty().set("spam");
        model.topics().choose("orders", true);
        model.range().kindProperty().set(SavedFilter.Range.DAY);
        SavedFilter saved = model.filter("Spam of the day");
        model.clear();
        assertThat(model.isNarrowed()).isFalse();

        model.show(saved);

        assertThat(model.searchProperty().get()).isEqualTo("spam");
        assertThat(model.topics().chosen()).containsExactly("orders");
        assertThat(model.range().kindProperty().get()).isEqualTo(SavedFilter.Range.DAY);
        assertThat(model.modeProperty().get()).isEqualTo(AuditViewModel.Mode.SEARCH);
    }

    @Test
    void skippedRecordsAreSearchedForInTheirTime() {
        AuditViewModel model = model();
        model.tail().apply(Rows.window(Rows.audit(1, "user.ban", "user/01B", Rows.NOON)));
        List<AuditEntry> rows = new ArrayList<>(
                List.of(Rows.audit(90, "user.ban", "user/01B", Rows.NOON.plusSeconds(30))));
        model.tail().apply(new WindowRows<>(rows, 90, 0, Rows.NOON, null));

        model.showSkipped();

        assertThat(model.modeProperty().get()).isEqualTo(AuditViewModel.Mode.SEARCH);
        assertThat(model.range().bounds()).isEqualTo(
                new AuditRange.Bounds(Rows.NOON, Rows.NOON.plusSeconds(30)));
    }

    @Test
    void unmaskedRecordTakesThePlaceOfTheMaskedOne() {
        AuditViewModel model = model();
        AuditEntry whole = Rows.audit(9, "user.ban");
        AuditEntry masked = new AuditEntry(whole.position(), whole.event(), TopicKind.AUDIT, null,
                List.of("data.actor.ip"));
        server.on("POST", AuditExchange.unmaskPath(whole.position()), body -> whole);
        model.record().shownProperty().set(masked);

        model.record().unmask(masked, "case 4711");

        await().until(() -> whole.equals(model.record().shownProperty().get()));
        assertThat(server.asked().getLast()).contains("case 4711");
    }

    @Test
    void bytesAreShownAsHexWithTheirLetters() {
        assertThat(AuditRecord.hex("4741544501ff")).isEqualTo(
                "000000  47415445 01ff" + " ".repeat(24) + "GATE..\n");
    }

    @Test
    void fieldsThatDifferStandFirst() {
        var entry = Rows.audit(1, "user.ban").event().data();

        assertThat(JsonDiff.of(entry.before(), entry.after()))
                .containsExactly(new JsonDiff.Field("state", "active", "banned"));
    }

    /** The sign-in to a real node, found by its action. */
    private AuditViewModel foundLogin(TestConsole console) throws Exception {
        AuditViewModel model = TestAudit.model(console.signedIn(), tasks, notices);
        model.search("action:auth.login");
        await().until(() -> {
            if (model.rows().isEmpty() && model.load().stateProperty().get() != Load.State.WAITING) {
                model.refresh();
            }
            return model.load().stateProperty().get() == Load.State.READY && !model.rows().isEmpty();
        });
        return model;
    }

    @Test
    void bookOfARealNodeIsSearchedAndOpenedByItsReceipt(@TempDir Path data) throws Exception {
        try (TestConsole console = TestConsole.start(data)) {
            AuditViewModel model = foundLogin(console);

            assertThat(model.rows())
                    .allSatisfy(row -> assertThat(row.event().data().action()).isEqualTo("auth.login"));
            assertThat(model.pages().coverageProperty().get()).isNotNull();
            Receipt receipt = model.rows().getFirst().position();
            model.record().open(receipt);
            await().until(() -> model.record().shownProperty().get() != null);
            assertThat(model.record().shownProperty().get()).isEqualTo(model.rows().getFirst());
        }
    }

    @Test
    void resultOfARealNodeIsCountedGatheredAndExported(@TempDir Path data, @TempDir Path folder) throws Exception {
        try (TestConsole console = TestConsole.start(data)) {
            AuditViewModel model = foundLogin(console);
            await().until(() -> model.counts().load().stateProperty().get() == Load.State.READY);
            assertThat(model.counts().shownProperty().get().total()).isEqualTo(model.rows().size());

            Path target = folder.resolve("audit.jsonl");
            model.export(target);
            await().until(() -> !model.export().runningProperty().get());
            assertThat(Files.readAllLines(target)).hasSize(model.rows().size());
            assertThat(model.export().progressProperty().get().part()).isEqualTo(1);

            model.groups().byProperty().set(AuditExchange.GroupBy.ACTOR);
            model.modeProperty().set(AuditViewModel.Mode.GROUPS);
            await().until(() -> model.groups().load().stateProperty().get() == Load.State.READY
                    && !model.groups().lines().isEmpty());
        }
    }
}
