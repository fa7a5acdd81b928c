package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.Browser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Browsers, which keep their session in cookies, and what other sites could make them do. */
class BrowserSessionTest {

    private static final String PASSWORD = "open sesame";
    private static final String REFRESH = "/api/v1/auth/refresh";

    @TempDir
    private static Path folder;

    private static GatehouseServer server;
    private static Api admin;

    @BeforeAll
    static void start() throws Exception {
        server = TestNodes.start(folder.resolve("node"), Map.of());
        admin = TestNodes.admin(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String created(String username) {
        Api.Answer answer = admin.post("/api/v1/users", Map.of("username", username, "password", PASSWORD));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().get("id").asText();
    }

    private static Browser signedIn(String username) {
        created(username);
        Browser browser = new Browser(server.uri());
        assertThat(browser.login(username, PASSWORD, "web").status()).isEqualTo(200);
        return browser;
    }

    private static List<String> cookies(Api.Answer answer) {
        return answer.headers().entrySet().stream().filter(entry -> entry.getKey().equalsIgnoreCase("Set-Cookie"))
                .flatMap(entry -> entry.getValue().stream()).toList();
    }

    @Test
    void loginOfABrowserSetsCookiesThatScriptsAndOtherSitesCannotUse() {
        created("ann");
        Browser browser = new Browser(server.uri());

        Api.Answer answer = browser.login("ann", PASSWORD, "web");

        assertThat(cookies(answer)).hasSize(3)
                .anySatisfy(cookie -> assertThat(cookie).matches("session_id=.{70}; Path=/; SameSite=Strict; HttpOnly"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .matches("refresh_token=.{93}; Path=/api/v1/auth; SameSite=Strict; HttpOnly"))
                .anySatisfy(cookie -> assertThat(cookie).matches("csrf_token=[0-9a-f]{64}; Path=/; SameSite=Strict"));
        assertThat(answer.header("X-CSRF-Token")).isEqualTo(browser.cookie("csrf_token"));
        assertThat(answer.json().properties().stream().map(Map.Entry::getKey)).as("the body is as ever")
                .containsExactlyInAnyOrder("accessToken", "refreshToken", "expiresIn", "sessionId", "user");
        JsonNode me = browser.send("GET", "/api/v1/me", null, Map.of()).json();
        assertThat(me.get("username").asText()).isEqualTo("ann");
        assertThat(me.get("sessionId")).isEqualTo(answer.json().get("sessionId"));
    }

    @Test
    void otherKindsOfClientsAndOtherSitesGetNoCookies() {
        created("bob");

        assertThat(cookies(new Browser(server.uri()).login("bob", PASSWORD, "app"))).isEmpty();
        assertThat(cookies(new Browser(server.uri()).send("POST", "/api/v1/auth/login",
                Api.json(Map.of("username", "bob", "password", PASSWORD)), Map.of("Sec-Fetch-Site", "cross-site"))))
                .isEmpty();
    }

    @Test
    void changeByCookieMustComeFromTheServersOwnPages() {
        Browser browser = signedIn("carol");
        String token = browser.cookie("csrf_token");
        String own = server.uri().toString();
        record Attempt(String name, Map<String, String> headers, int status) {}
        List<Attempt> attempts = List.of(
                new Attempt("nothing", Map.of(), 403),
                new Attempt("the token alone", Map.of("X-CSRF-Token", token), 403),
                new Attempt("the origin alone", Map.of("Origin", own), 403),
                new Attempt("the browser's word alone", Map.of("Sec-Fetch-Site", "same-origin"), 403),
                new Attempt("a wrong token", Map.of("Origin", own, "X-CSRF-Token", token.replace('a', 'b') + "0"), 403),
                new Attempt("an empty token", Map.of("Origin", own, "X-CSRF-Token", ""), 403),
                new Attempt("another site", Map.of("Sec-Fetch-Site", "cross-site", "X-CSRF-Token", token), 403),
                new Attempt("another site that names this origin",
                        Map.of("Sec-Fetch-Site", "cross-site", "Origin", own, "X-CSRF-Token", token), 403),
                new Attempt("a sibling site", Map.of("Sec-Fetch-Site", "same-site", "X-CSRF-Token", token), 403),
                new Attempt("another origin", Map.of("Origin", "http://evil.example", "X-CSRF-Token", token), 403),
                new Attempt("another port", Map.of("Origin", "http://127.0.0.1:1", "X-CSRF-Token", token), 403),
                new Attempt("another scheme",
                        Map.of("Origin", own.replace("http", "https"), "X-CSRF-Token", token), 403),
                new Attempt("no origin", Map.of("Origin", "null", "X-CSRF-Token", token), 403),
                new Attempt("the origin and the token", Map.of("Origin", own, "X-CSRF-Token", token), 422),
                new Attempt("the browser's word and the token",
                        Map.of("Sec-Fetch-Site", "same-origin", "X-CSRF-Token", token), 422),
                new Attempt("a person's own doing", Map.of("Sec-Fetch-Site", "none", "X-CSRF-Token", token), 422));

        int recorded = 0;
        for (Attempt attempt : attempts) {
            Api.Answer answer = browser.send("POST", "/api/v1/me/password", "{}", attempt.headers());
            assertThat(answer.status()).as("%s: %s", attempt.name(), answer.text()).isEqualTo(attempt.status());
            boolean foreign = answer.code().equals("forbidden");
            if (attempt.status() == 403 && !foreign) {
                assertThat(answer.code()).as(attempt.name()).isEqualTo("csrf-refused");
            }
            assertThat(foreign && own.equals(attempt.headers().get("Origin"))).as(attempt.name()).isFalse();
            recorded += foreign ? 0 : 1;
        }
        int ofCarol = recorded;
        await().untilAsserted(() -> assertThat(admin.get("/api/v1/audit?actor=carol&action=call.refuse").json()
                .get("total").asLong()).isEqualTo(ofCarol));
    }

    @Test
    void tokenOfAnotherSessionIsNoProof() {
        Browser mallory = signedIn("mallory");
        Browser victim = signedIn("victim");

        Api.Answer answer = victim.send("POST", "/api/v1/auth/logout", null,
                Map.of("Sec-Fetch-Site", "same-origin", "X-CSRF-Token", mallory.cookie("csrf_token")));

        assertThat(answer.code()).isEqualTo("csrf-refused");
    }

    @Test
    void headerGoesBeforeTheCookie() {
        Browser browser = signedIn("dora");

        assertThat(browser.send("GET", "/api/v1/me", null, Map.of("Authorization", "Bearer nonsense")).code())
                .isEqualTo("token-invalid");
        assertThat(browser.send("POST", "/api/v1/me/password", "{}",
                Map.of("Authorization", "Bearer " + admin.token())).code()).as("no cookie, no forgery")
                .isEqualTo("invalid");
    }

    @Test
    void spoiledCookieLetsNobodyIn() {
        Browser browser = signedIn("emil");
        String cookie = browser.cookie("session_id");
        for (String value : List.of("x", cookie + "x", cookie.substring(1), cookie.substring(0, 27) + "x".repeat(43),
                "0".repeat(26) + cookie.substring(26))) {
            browser.spoil("session_id", value);
            assertThat(browser.send("GET", "/api/v1/me", null, Map.of()).status()).as(value).isEqualTo(401);
        }
        browser.spoil("session_id", cookie);
        assertThat(browser.send("GET", "/api/v1/me", null, Map.of()).status()).isEqualTo(200);
    }

    @Test
    void refreshByCookieChangesTheCookie() {
        Browser browser = signedIn("fred");
        String before = browser.cookie("refresh_token");

        assertThat(browser.send("POST", REFRESH, null, Map.of()).code()).isEqualTo("csrf-refused");
        assertThat(browser.send("POST", REFRESH, "{}",
                Map.of("Sec-Fetch-Site", "cross-site", "X-CSRF-Token", browser.cookie("csrf_token"))).code())
                .isEqualTo("csrf-refused");
        assertThat(browser.cookie("refresh_token")).isEqualTo(before);
        Api.Answer answer = browser.own("POST", REFRESH, null);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().has("refreshToken")).as("scripts need not see it").isFalse();
        assertThat(browser.cookie("refresh_token")).isNotEqualTo(before);
        assertThat(new Api(server.uri()).with(answer.json().get("accessToken").asText()).get("/api/v1/me").status())
                .isEqualTo(200);
        String second = browser.cookie("refresh_token");
        browser.spoil("refresh_token", before);
        assertThat(browser.own("POST", REFRESH, "{}").status()).as("the answer was lost").isEqualTo(200);
        assertThat(browser.cookie("refresh_token")).isEqualTo(second);
        assertThat(browser.own("POST", REFRESH, null).status()).isEqualTo(200);
    }

    @Test
    void refreshThatIsOverTakesTheCookiesBack() {
        created("frida");
        Browser browser = new Browser(server.uri());
        String access = browser.login("frida", PASSWORD, "web").json().get("accessToken").asText();
        new Api(server.uri()).with(access).post("/api/v1/auth/logout", Map.of());

        Api.Answer answer = browser.own("POST", REFRESH, null);

        assertThat(answer.code()).isEqualTo("token-revoked");
        assertThat(browser.cookie("session_id") + browser.cookie("refresh_token") + browser.cookie("csrf_token"))
                .isEmpty();
    }

    @Test
    void refreshWithoutATokenAnywhereIsRefusedAsEver() {
        assertThat(new Api(server.uri()).send("POST", REFRESH, "{}", Map.of()).code()).isEqualTo("invalid");
        assertThat(new Api(server.uri()).send("POST", REFRESH, null, Map.of()).code()).isEqualTo("bad-request");
    }

    @Test
    void logoutTakesTheCookiesBackAndKillsThem() {
        Browser browser = signedIn("gina");
        String session = browser.cookie("session_id");

        Api.Answer answer = browser.own("POST", "/api/v1/auth/logout", null);

        assertThat(answer.status()).isEqualTo(204);
        assertThat(cookies(answer)).hasSize(3).allMatch(cookie -> cookie.contains("Max-Age=0"));
        assertThat(browser.cookie("session_id") + browser.cookie("refresh_token") + browser.cookie("csrf_token"))
                .isEmpty();
        assertThat(browser.send("GET", "/api/v1/me", null, Map.of("Cookie", "session_id=" + session)).code())
                .isEqualTo("token-revoked");
    }

    @Test
    void banKillsTheCookieAtOnce() {
        Browser browser = signedIn("hugo");
        String id = browser.send("GET", "/api/v1/me", null, Map.of()).json().get("id").asText();

        assertThat(admin.post("/api/v1/users/" + id + "/ban", Map.of("reason", "spam")).status()).isEqualTo(200);

        assertThat(browser.send("GET", "/api/v1/me", null, Map.of()).code()).isEqualTo("token-revoked");
    }

    @Test
    void socketNeverTakesTheCookie() {
        Browser browser = signedIn("ivan");
        URI socket = URI.create(server.uri().toString().replaceFirst("http", "ws") + "/ws");

        assertThatThrownBy(() -> HttpClient.newHttpClient().newWebSocketBuilder().subprotocols("gatehouse.v1")
                .header("Cookie", "session_id=" + browser.cookie("session_id"))
                .buildAsync(socket, new WebSocket.Listener() {}).join())
                .cause().isInstanceOfSatisfying(WebSocketHandshakeException.class,
                        refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(401));
    }

    @Test
    void cookiesAreSecureOnTls() throws Exception {
        Path keystore = folder.resolve("tls.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-keystore", keystore.toString(), "-storetype", "PKCS12", "-storepass", "changeit",
                "-keyalg", "EC", "-alias", "node", "-dname", "CN=127.0.0.1", "-ext", "SAN=IP:127.0.0.1").start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(Files.newInputStream(keystore), "changeit".toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, trust.getTrustManagers(), new SecureRandom());
        try (GatehouseServer tls = TestNodes.start(folder.resolve("tls"),
                Map.of("tls.keystore", keystore.toString(), "tls.password", "changeit"))) {
            tls.createAdmin(TestNodes.ADMIN, TestNodes.PASSWORD.toCharArray());
            Browser browser = new Browser(tls.uri(), context);

            Api.Answer answer = browser.login(TestNodes.ADMIN, TestNodes.PASSWORD, "web");

            assertThat(cookies(answer)).hasSize(3).allMatch(cookie -> cookie.endsWith("; Secure"));
            assertThat(browser.send("POST", "/api/v1/auth/logout", null,
                    Map.of("Origin", tls.uri().toString(), "X-CSRF-Token", browser.cookie("csrf_token"))).status())
                    .isEqualTo(204);
        }
    }
}
