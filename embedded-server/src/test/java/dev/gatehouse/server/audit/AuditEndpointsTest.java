package dev.gatehouse.server.audit;

import static dev.gatehouse.server.audit.AuditBench.ban;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.HttpServer;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.sqlite.SqliteEventLog;
import dev.gatehouse.server.sqlite.SqliteFile;
import dev.gatehouse.server.user.AuditTimeline;
import dev.gatehouse.server.user.TimelineSource;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("NullAway.Init") // opened before all tests
class AuditEndpointsTest {

    @TempDir
    static Path folder;

    private static final AuditMasks MASKS = new AuditMasks(List.of("data.actor.ip"), List.of());

    private static final List<AuditDraft> NOTED = new CopyOnWriteArrayList<>();
    private static final List<String> REFUSED = new CopyOnWriteArrayList<>();

    private static SqliteFile file;
    private static EventLog log;
    private static AuditBench bench;
    private static HttpServer server;
    private static HttpClient client;
    private static Receipt receipt;

    @BeforeAll
    static void serve() throws IOException {
        file = SqliteEventLog.openFile(folder);
        log = new SqliteEventLog(file, "gatehouse.audit");
        bench = new AuditBench(folder, "n1", log);
        receipt = bench.journal.write(ban("ann", "u1", "发送垃圾广告"));
        bench.journal.write(ban("bob", "u2", "spam"));
        bench.awaitIndexed(2);
        server = new HttpServer(new HttpServer.Address("127.0.0.1", 0, null, ""),
                new HttpServer.Service("test",
                        new AuditEndpoints(bench.query, MASKS, AuditEndpointsTest::noted, Clock.systemUTC())
                                .endpoints(),
                        List.of(),
                        AuditEndpointsTest::principal,
                        thrown -> thrown instanceof RequestFailure failure
                                ? failure
                                : new RequestFailure(ErrorCode.INTERNAL, "Something broke.", thrown),
                        (endpoint, path, actor, failure) -> REFUSED.add(endpoint.name()),
                        (endpoint, status, nanos) -> {},
                        Duration.ofSeconds(10)));
        server.start();
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void close() {
        client.close();
        server.close();
        bench.close();
        log.close();
        file.close();
    }

    @Test
    void searchAnswersWithItemsAndCoverage() throws Exception {
        var found = read(get("/api/v1/audit?limit=1"), AuditExchange.Found.class);
        assertThat(found.total()).isEqualTo(2);
        assertThat(found.items()).singleElement().extracting(entry -> entry.event().data().reason()).isEqualTo("spam");
        assertThat(found.coverage().partitions()).singleElement().extracting("next").isEqualTo(2L);
        var rest = read(get("/api/v1/audit?limit=1&cursor=" + found.cursor()), AuditExchange.Found.class);
        assertThat(rest.items()).singleElement().extracting(AuditEntry::position).isEqualTo(receipt);
        assertThat(rest.cursor()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"q,垃圾,1", "q,actor:bob spam,1", "actor,ann,1", "action,user.ban,2", "resource,user/u2,1",
            "outcome,accepted,2", "trace,4bf92f3577b34da6a3ce929d0e0e4736,0", "node,n1,2",
            "from,2026-11-21T12:00:00Z,2", "to,2026-11-21T12:00:00Z,0"})
    void everyParameterNarrowsTheSearch(String name, String value, int records) throws Exception {
        var found = read(get("/api/v1/audit?" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)),
                AuditExchange.Found.class);
        assertThat(found.total()).isEqualTo(records);
    }

    @ParameterizedTest
    @CsvSource({"outcome,maybe", "trace,xyz", "from,yesterday", "to,12", "cursor,x", "limit,0", "limit,many",
            "q,outcome:maybe"})
    void parameterThatCannotBeIsNamed(String name, String value) throws Exception {
        var answer = get("/api/v1/audit?" + name + "=" + value);
        assertThat(answer.statusCode()).isEqualTo(422);
        Problem problem = Json.LENIENT.readValue(answer.body(), Problem.class);
        assertThat(problem.errors()).singleElement().extracting("field").isEqualTo(name);
    }

    @Test
    void receiptOpensItsRecord() throws Exception {
        assertThat(read(get(AuditExchange.path(receipt)), AuditEntry.class).event().data().resource())
                .isEqualTo("user/u1");
        assertThat(read(get("/api/v1/audit/journal.n1/0/2"), AuditEntry.class).event().data().resource())
                .isEqualTo("user/u2");
    }

    @Test
    void receiptOfNothingIsNotFound() throws Exception {
        assertThat(get("/api/v1/audit/gatehouse.audit/0/77").statusCode()).isEqualTo(404);
        assertThat(get("/api/v1/audit/gatehouse.audit/0/x").statusCode()).isEqualTo(422);
    }

    @Test
    void coverageIsTold() throws Exception {
        assertThat(read(get("/api/v1/audit/coverage"), Coverage.class).partitions()).hasSize(1);
    }

    @Test
    void whatIsMaskedIsNeitherShownNorFoundUntilItIsUnmaskedWithAReason() throws Exception {
        AuditEntry masked = read(get("/api/v1/audit?limit=1"), AuditExchange.Found.class).items().getFirst();
        assertThat(masked.event().data().actor().ip()).isEqualTo(AuditEntry.MASK);
        assertThat(masked.masked()).containsExactly("data.actor.ip");
        assertThat(read(get("/api/v1/audit?q=192.0.2.7"), AuditExchange.Found.class).total()).isZero();
        assertThat(read(get("/api/v1/audit?q=spam"), AuditExchange.Found.class).total()).isEqualTo(1);
        assertThat(get("/api/v1/audit/counts?q=192").statusCode()).isEqualTo(422);
        String path = AuditExchange.unmaskPath(receipt);
        assertThat(post(path, "viewer", "{\"reason\":\"abuse report\"}").statusCode()).isEqualTo(403);
        assertThat(REFUSED).singleElement().asString().endsWith("/unmask");
        assertThat(post(path, "operator", "{}").statusCode()).isEqualTo(422);
        var whole = read(post(path, "operator", "{\"reason\":\"abuse report\"}"), AuditEntry.class);
        assertThat(whole.event().data().actor().ip()).isEqualTo("192.0.2.7");
        assertThat(NOTED).singleElement().satisfies(draft -> {
            assertThat(draft.action()).isEqualTo(Action.AUDIT_UNMASK);
            assertThat(draft.reason()).isEqualTo("abuse report");
        });
    }

    @Test
    void timelineShowsAndFindsNoMoreThanTheAuditDoes() {
        Principal viewer = principal("viewer");
        TimelineSource timeline = new AuditTimeline(bench.index, new AuditMasks(
                List.of("data.reason", "data.actor.name"), List.of()));
        assertThat(timeline.seenBy(viewer).of("u1", null, null, 10)).singleElement().satisfies(entry -> {
            assertThat(entry.detail()).isEqualTo(AuditEntry.MASK);
            assertThat(entry.by()).isEqualTo(AuditEntry.MASK);
        });
        assertThat(timeline.seenBy(principal("operator")).of("u1", null, null, 10)).singleElement()
                .satisfies(entry -> assertThat(entry.by()).isEqualTo("Name of ann"));
        TimelineSource blind = new AuditTimeline(bench.index,
                new AuditMasks(List.of("data.resource", "data.actor.id", "data.actor.name"), List.of()));
        assertThat(blind.seenBy(viewer).of("u1", null, null, 10)).isEmpty();
        assertThat(blind.seenBy(viewer).of("ann", null, null, 10)).isEmpty();
    }

    @Test
    void countsGroupsAndTopicsSayWhatTheyCover() throws Exception {
        var counts = read(get("/api/v1/audit/counts?outcome=accepted&buckets=10"), AuditExchange.Counts.class);
        assertThat(counts.items()).extracting(AuditExchange.Bucket::count).containsExactly(2L);
        assertThat(counts.coverage().complete()).isTrue();
        var groups = read(get("/api/v1/audit/groups?by=actor"), AuditExchange.Groups.class);
        assertThat(groups.items()).extracting(AuditExchange.Group::key).containsExactlyInAnyOrder("ann", "bob");
        assertThat(groups.items().getFirst().outcomes()).isEqualTo(new AuditExchange.Outcomes(1, 0, 0));
        assertThat(read(get("/api/v1/audit/topics"), AuditExchange.Topics.class).items()).singleElement()
                .satisfies(topic -> {
                    assertThat(topic.records()).isEqualTo(2);
                    assertThat(topic.lag()).isZero();
                    assertThat(topic.partitions()).singleElement().extracting("indexed").isEqualTo(2L);
                });
    }

    @Test
    void exportWritesTheWholeResultAndTellsItsLengthFirst() throws Exception {
        var lines = get("/api/v1/audit/export?format=jsonl");
        assertThat(lines.headers().firstValue(AuditExchange.TOTAL_HEADER)).contains("2");
        List<AuditEntry> entries = new ArrayList<>();
        for (String line : lines.body().lines().toList()) {
            entries.add(Json.LENIENT.readValue(line, AuditEntry.class));
        }
        assertThat(entries).extracting(entry -> entry.event().data().reason()).containsExactly("spam", "发送垃圾广告");
        var csv = get("/api/v1/audit/export?q=spam");
        assertThat(csv.body().lines()).hasSize(2).last().asString().contains("user.ban").contains("***");
    }

    @Test
    void completionOffersFieldsAndTheirValues() throws Exception {
        assertThat(read(get("/api/v1/audit/complete?q=ac&at=2"), AuditExchange.Completions.class).items())
                .extracting(AuditExchange.Completion::text).containsExactly("actor:", "action:");
        assertThat(read(get("/api/v1/audit/complete?q=spam+outcome:re"), AuditExchange.Completions.class).items())
                .containsExactly(new AuditExchange.Completion(13, 15, "refused", "outcome"));
    }

    @Test
    void faultOfAQueryNamesTheCharacter() throws Exception {
        Problem problem = Json.LENIENT.readValue(get("/api/v1/audit?q=spam+outcome:maybe").body(), Problem.class);
        assertThat(problem.errors()).singleElement().extracting("message").asString().startsWith("at character 14:");
    }

    @Test
    void scanOfAnIndexThatIsWholeReadsNothing() throws Exception {
        var found = read(get("/api/v1/audit?scan=true&order=oldest"), AuditExchange.Found.class);
        assertThat(found.scan()).isEqualTo(new AuditExchange.Scan(List.of(), 0, true));
        assertThat(found.items()).extracting(entry -> entry.event().data().actor().id()).containsExactly("ann", "bob");
    }

    @Test
    void whoMayNotViewIsKeptOut() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri().resolve("/api/v1/audit"))
                .header("Authorization", "Bearer nobody")
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }

    private static Receipt noted(AuditDraft draft) {
        NOTED.add(draft);
        return receipt;
    }

    private static HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create(server.uri() + path);
        return client.send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer viewer").build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String token, String body) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(server.uri() + path))
                .header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static <T> T read(HttpResponse<String> answer, Class<T> type) throws Exception {
        assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(200);
        return Json.LENIENT.readValue(answer.body(), type);
    }

    private static Principal principal(String token) {
        Instant now = Instant.now();
        return new Principal("u", "u", switch (token) {
            case "viewer" -> Set.of(Role.VIEWER);
            case "operator" -> Set.of(Role.OPERATOR);
            default -> Set.of();
        }, "s", "t",
                ClientKind.ADMIN, now, now, now.plusSeconds(60));
    }
}
