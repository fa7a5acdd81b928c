package dev.gatehouse.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.server.route.CanonicalPath;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jetty.http.HttpURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the traffic port does not pass on. */
class TrafficRefusalTest {

    private static final RoutePolicies PATIENT = new RoutePolicies(15_000L, null, null, null, List.of(), null, null);
    private static final String SECOND = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    /** Requests of which two servers may see different ends or different hosts. */
    private static final List<String> AMBIGUOUS = List.of(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SECOND,
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n" + SECOND,
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 40\r\n\r\n" + SECOND,
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0, 40\r\n\r\n" + SECOND,
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +0\r\n\r\n" + SECOND,
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n" + SECOND,
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + SECOND,
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 0\r\n\r\n" + SECOND,
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + SECOND,
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + SECOND,
            "POST / HTTP/1.1\r\nHost: a\r\nX-One: 1\r\n Content-Length: 5\r\n\r\n" + SECOND,
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" + SECOND,
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + SECOND,
            "GET http://other/ HTTP/1.1\r\nHost: a\r\n\r\n" + SECOND,
            "GET / HTTP/1.1\r\n\r\n" + SECOND,
            "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n" + SECOND,
            "GET / HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n" + SECOND,
            "GET / HTTP/3.7\r\nHost: a\r\n\r\n" + SECOND);

    @Test
    void requestsThatServersReadInDifferentWaysAreRefused() throws Exception {
        Queue<String> reached = new ConcurrentLinkedQueue<>();
        try (Gate gate = new Gate()) {
            gate.routes(gate.route("/*rest", PATIENT, gate.upstream(exchange -> {
                reached.add(String.valueOf(exchange.getRequestURI()));
                Gate.say(exchange, 200, "ok");
            })), gate.route("/", PATIENT, gate.upstream(exchange -> {
                reached.add(String.valueOf(exchange.getRequestURI()));
                Gate.say(exchange, 200, "ok");
            })));

            for (String request : AMBIGUOUS) {
                assertThat(gate.raw(request)).as(request).matches("(?s)HTTP/1\\.1 [45]\\d\\d .*")
                        .doesNotContain("HTTP/1.1 200");
                assertThat(reached).as(request).isEmpty();
            }
        }
    }

    /** Jetty's client writes methods in capital letters: what is judged here is what is passed on. */
    @ParameterizedTest
    @ValueSource(strings = {"delete", "Get", "trace", "connect"})
    void methodThatIsAnotherForTheUpstreamIsRefused(String method) throws Exception {
        Queue<String> reached = new ConcurrentLinkedQueue<>();
        try (Gate gate = new Gate()) {
            gate.routes(gate.route("/orders", PATIENT, gate.upstream(exchange -> {
                reached.add(exchange.getRequestMethod());
                Gate.say(exchange, 200, "ok");
            })));

            assertThat(gate.raw(method + " /orders HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 400");
            assertThat(reached).isEmpty();
        }
    }

    @Test
    void brokenChunkReachesTheUpstreamAsNoWholeBody() throws Exception {
        Queue<String> whole = new ConcurrentLinkedQueue<>();
        try (Gate gate = new Gate()) {
            gate.routes(gate.route("/", PATIENT, gate.upstream(exchange -> {
                exchange.getRequestBody().readAllBytes();
                whole.add("body");
                Gate.say(exchange, 200, "ok");
            })));

            assertThat(gate.raw("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\nZ\r\nxx"))
                    .doesNotContain("HTTP/1.1 200");
            assertThat(whole).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/../b", "/a/./b", "/a/%2e%2e/b", "/a/.%2E", "/a//b", "//a", "/a%2fb", "/a%5Cb", "/a;x=1",
            "/a%00", "/a%zz", "/a%2", "/a%25b", "/a%FFb", "/a[b]", "/a%0Ab"})
    void pathThatCanBeReadInTwoWaysIsRefused(String path) throws Exception {
        assertThat(CanonicalPath.of(path)).isNull();
        try (Gate gate = new Gate()) {
            gate.routes(gate.fixed("/*rest", "taken"));

            assertThat(gate.raw("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 400");
        }
    }

    @ParameterizedTest
    @CsvSource({"/, /", "/a/, /a/", "/%61dmin, /admin", "/caf%c3%a9, /caf%C3%A9", "/a%20b, /a%20b", "/~x, /~x",
            "/...,/...", "/a:b@c,/a:b@c"})
    void pathHasOneSpelling(String raw, String canonical) {
        assertThat(CanonicalPath.of(raw)).isEqualTo(canonical);
    }

    @Test
    void pathThatJettyFindsFaultWithHasNoSpelling() {
        for (int octet = 0; octet < 256; octet++) {
            for (String form : List.of("/a%%%02xb", "/%%%02X", "/a/.%%%02x/b", "/%%C3%%%02X")) {
                assertRefusedToo(String.format(Locale.ROOT, form, octet));
            }
            if (octet > 0x20 && octet < 0x7f && octet != '?' && octet != '#') {
                assertRefusedToo("/a" + (char) octet + "b");
                assertRefusedToo("/" + (char) octet);
            }
        }
    }

    private static void assertRefusedToo(String path) {
        if (hasFault(path)) {
            assertThat(CanonicalPath.of(path)).as(path).isNull();
        }
    }

    private static boolean hasFault(String path) {
        try {
            return HttpURI.from("http://h" + path).hasViolations();
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"64:ff9b::a9fe:a9fe", "64:ff9b:1::a9fe:a9fe", "64:ff9b:1:a9fe:a9:fe00::",
            "64:ff9b:1:a9:fe:a9fe::", "64:ff9b:1:0:a9:fea9:fe00:0", "::169.254.169.254", "::ffff:0:a9fe:a9fe",
            "2002:a9fe:a9fe::1", "2001:0:a9fe:a9fe::1", "2001:0:102:304::5601:5601", "fd00::5efe:169.254.169.254",
            "64:ff9b::e000:1", "64:ff9b::", "64:ff9b::a83f:8110", "64:ff9b::7f00:1"})
    void addressThatLeadsToAForbiddenOneIsForbiddenToo(String address) {
        UpstreamAddresses addresses = new UpstreamAddresses(() -> Set.of(7070), Set.of());

        assertThatThrownBy(() -> addresses.addresses(address, 7070)).isInstanceOf(UpstreamAddresses.Forbidden.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"64:ff9b::102:304", "64:ff9b:1::102:304", "2002:102:304::1", "::1", "2001:db8::a9fe:a9fe",
            "64:ff9b::a9fe:701"})
    void addressThatLeadsToAnotherOneIsPassedTo(String address) throws Exception {
        UpstreamAddresses addresses = new UpstreamAddresses(() -> Set.of(7070), Set.of("169.254.7.1"));

        assertThat(addresses.addresses(address, 80)).hasSize(1);
    }

    @Test
    void spellingDoesNotLeadAroundARoute() throws Exception {
        try (Gate gate = new Gate()) {
            gate.routes(gate.fixed("/admin", "guarded"), gate.fixed("/*rest", "open"));

            assertThat(gate.get("/%61dmin").body()).isEqualTo("guarded");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/", "http://[fe80::1]/", "http://0.0.0.0:9/", "http://[::]:9/",
            "http://[fd00:ec2::254]/", "http://[::ffff:169.254.169.254]/"})
    void linkLocalAddressesAreNotPassedTo(String upstream) throws Exception {
        try (Gate gate = new Gate()) {
            gate.routes(gate.route("/", PATIENT, upstream));

            HttpResponse<String> answer = gate.get("/");

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("\"code\":\"upstream-forbidden\"");
        }
    }

    @Test
    void ownPortsAreNotPassedToUnlessTheConfigurationAllowsIt() throws Exception {
        try (Gate other = new Gate()) {
            other.routes(other.fixed("/", "inside"));
            URI inside = other.server.uri();
            try (Gate gate = new Gate(TrafficLimits.NONE, AnswerCache.NONE, inside.getPort(), Set.of());
                    Gate open = new Gate(TrafficLimits.NONE, AnswerCache.NONE, inside.getPort(),
                            Set.of("127.0.0.1:" + inside.getPort()))) {
                gate.routes(gate.route("/", PATIENT, "http://localhost:" + inside.getPort()));
                open.routes(open.route("/", PATIENT, inside.toString()));

                assertThat(gate.get("/").body()).contains("\"code\":\"upstream-forbidden\"");
                assertThat(open.get("/").body()).isEqualTo("inside");
            }
        }
    }

    @Test
    void addressesAreLookedAtEachTimeAConnectionIsMade() {
        UpstreamAddresses addresses = new UpstreamAddresses(() -> Set.of(7070), Set.of("169.254.7.1"));

        assertThatThrownBy(() -> addresses.addresses("localhost", 7070))
                .isInstanceOf(UpstreamAddresses.Forbidden.class).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> addresses.addresses("169.254.7.2", 80))
                .isInstanceOf(UpstreamAddresses.Forbidden.class);
    }

    @Test
    void allowedAddressIsPassedTo() throws Exception {
        UpstreamAddresses addresses = new UpstreamAddresses(() -> Set.of(7070), Set.of("169.254.7.1"));

        assertThat(addresses.addresses("169.254.7.1", 80)).hasSize(1);
        assertThat(addresses.addresses("127.0.0.1", 7071)).hasSize(1);
    }
}
