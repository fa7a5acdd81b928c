package dev.gatehouse.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.http.Endpoint.Method;
import dev.gatehouse.server.http.Pipeline.Name;
import io.javalin.Javalin;
import java.nio.charset.StandardCharsets;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpClient;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rings around every request, on a real server. */
class PipelineTest {

    private static final List<String> READS = new CopyOnWriteArrayList<>();
    private static final Endpoint FINE = Endpoint.reads(Access.VIEWER, "/fine", "Answers", Map.class,
            exchange -> Map.of("ok", true)).audited();
    private static final Endpoint BROKEN = Endpoint.reads(Access.VIEWER, "/broken", "Breaks", Map.class,
            exchange -> {
                throw new IllegalStateException("the secret of the house");
            }).audited();
    private static final Endpoint AWAY = Endpoint.reads(Access.VIEWER, "/away", "Waits in vain", Map.class,
            exchange -> {
                throw new RequestFailure(ErrorCode.LOG_UNAVAILABLE, "The log is away.");
            }).within(Duration.ofNanos(1));
    private static final Endpoint SMALL = Endpoint.changes(Access.PUBLIC, Method.POST, "/small", "Takes little",
            Map.class, Map.class, exchange -> exchange.body(Map.class)).withBodyOf(100);
    private static final Endpoint SIGN_IN = Endpoint.changes(Access.PUBLIC, Method.POST, "/sign-in", "Lets in", null,
            null, exchange -> null).limitedBy(Endpoint.Rate.LOGIN);

    private static final Endpoint FILE = Endpoint.reads(Access.VIEWER, "/file", "Streams", Download.class,
            exchange -> new Download("text/csv", "file.csv", out -> {
                if (!READS.contains("ann /file")) {
                    throw new IllegalStateException("It is given before it is recorded.");
                }
                out.write('x');
            })).audited();

    private final List<String> events = new CopyOnWriteArrayList<>();
    private volatile boolean full;
    private Pipeline pipeline;
    private Javalin server;
    private Api guest;

    private static Principal principal(String id) {
        return new Principal(id, id, Set.of(Role.VIEWER), "s1", "t1", ClientKind.WEB, Instant.EPOCH, Instant.EPOCH,
                Instant.MAX);
    }

    private void record(String read) {
        if (full) {
            throw new RequestFailure(ErrorCode.STORAGE_FULL, "The disk is full.");
        }
        READS.add(read);
    }

    @BeforeEach
    void start() {
        READS.clear();
        HttpServer.Service service = new HttpServer.Service("test", List.of(), List.of(), PipelineTest::principal,
                HttpServer::internal, (endpoint, path, actor, failure) -> {}, (endpoint, status, nanos) -> {},
                Duration.ofSeconds(3), new HttpServer.Protection(3, 2, Set.of(),
                        (endpoint, address, actor) -> record(actor.name() + " " + address)));
        Pipeline plain = Pipeline.of(service, new Origins(Set.of(), Set::of),
                new Problems(service.translator(), service.refusals()));
        pipeline = new Pipeline(plain.rings().stream().map(this::recorded).toList());
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            for (Endpoint endpoint : List.of(FINE, BROKEN, AWAY, FILE)) {
                config.routes.get(endpoint.path(), context -> pipeline.run(new ServerCall(context, endpoint)));
            }
            for (Endpoint endpoint : List.of(SMALL, SIGN_IN)) {
                config.routes.post(endpoint.path(), context -> pipeline.run(new ServerCall(context, endpoint)));
            }
        }).start("127.0.0.1", 0);
        guest = new Api(URI.create("http://127.0.0.1:" + server.port()));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private Pipeline.Ring recorded(Pipeline.Ring ring) {
        return new Pipeline.Ring(ring.name(), (call, rest) -> {
            events.add("in " + ring.name());
            try {
                ring.stage().around(call, rest);
            } finally {
                events.add("out " + ring.name());
            }
        });
    }

    private static List<String> throughAndBack(List<Name> names) {
        List<String> expected = new ArrayList<>();
        names.forEach(name -> expected.add("in " + name));
        names.reversed().forEach(name -> expected.add("out " + name));
        return expected;
    }

    @Test
    void everyRingIsEnteredInOrderAndLeftInReverse() {
        assertThat(guest.with("ann").get("/fine").status()).isEqualTo(200);

        assertThat(pipeline.rings()).extracting(Pipeline.Ring::name).containsExactly(Name.values());
        assertThat(events).isEqualTo(throughAndBack(Arrays.asList(Name.values())));
    }

    @Test
    void whoIsStoppedComesNoFurther() {
        assertThat(guest.get("/fine").status()).isEqualTo(401);

        assertThat(events).isEqualTo(throughAndBack(Arrays.asList(Name.TRACE, Name.ACCESS_LOG, Name.RECOVER,
                Name.BROWSER, Name.DEADLINE, Name.AUTHENTICATE)));
    }

    @Test
    void aHandlerThatThrowsIsCaughtWithinTheAccessLogAndLeaksNothing() {
        Api.Answer answer = guest.with("ann").get("/broken");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.json().get("traceId").asText()).isEqualTo(answer.header("X-Trace-ID"));
        assertThat(answer.text()).doesNotContain("secret", "Exception", "at dev.");
        assertThat(events).isEqualTo(throughAndBack(Arrays.asList(Name.values())));
        assertThat(READS).isEmpty();
    }

    @Test
    void aStoreThatGaveUpAtTheDeadlineIsNotCalledAway() {
        assertThat(guest.with("ann").get("/away").code()).isEqualTo("deadline-exceeded");
    }

    @Test
    void aReadThatIsToBeRecordedIs() {
        guest.with("ann").get("/fine?q=bob");

        assertThat(READS).containsExactly("ann /fine?q=bob");
    }

    @Test
    void whatIsStreamedIsRecordedOnceAndBeforeAnythingOfItLeaves() {
        assertThat(guest.with("ann").get("/file").text()).isEqualTo("x");
        assertThat(READS).containsExactly("ann /file");
        full = true;
        assertThat(guest.with("ann").get("/file").code()).isEqualTo("storage-full");
    }

    @Test
    void aBodyAboveTheEndpointsLimitIsNotRead() {
        assertThat(guest.post("/small", Map.of("text", "short")).status()).isEqualTo(200);

        Api.Answer answer = guest.post("/small", Map.of("text", "x".repeat(100)));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("body-too-large");
    }

    @Test
    void aBodyThatDoesNotSayHowLongItIsIsReadUpToTheLimitOnly() throws Exception {
        byte[] body = Api.json(Map.of("text", "x".repeat(100))).getBytes(StandardCharsets.UTF_8);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(HttpRequest.newBuilder(guest.uri().resolve("/small"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))).build(),
                    BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(413);
        }
    }

    @Test
    void eachUserHasHisOwnLimitAndIsToldWhereHeStands() {
        Api ann = guest.with("ann");
        assertThat(ann.get("/fine").header("RateLimit-Remaining")).isEqualTo("2");
        assertThat(ann.get("/fine").header("RateLimit-Remaining")).isEqualTo("1");
        assertThat(ann.get("/fine").header("RateLimit-Remaining")).isEqualTo("0");

        Api.Answer tooMany = ann.get("/fine");

        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(tooMany.code()).isEqualTo("rate-limited");
        assertThat(tooMany.header("RateLimit-Limit")).isEqualTo("3");
        assertThat(Long.parseLong(String.valueOf(tooMany.header("RateLimit-Reset")))).isBetween(55L, 60L);
        assertThat(Long.parseLong(String.valueOf(tooMany.header("Retry-After")))).isBetween(15L, 20L);
        assertThat(guest.with("bob").get("/fine").status()).isEqualTo(200);
    }

    @Test
    void signInsAreLimitedByAddress() {
        assertThat(guest.post("/sign-in", Map.of()).status()).isEqualTo(204);
        assertThat(guest.post("/sign-in", Map.of()).status()).isEqualTo(204);

        assertThat(guest.post("/sign-in", Map.of()).code()).isEqualTo("rate-limited");
    }
}
