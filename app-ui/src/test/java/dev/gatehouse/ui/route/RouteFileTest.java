package dev.gatehouse.ui.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.model.route.StaticAnswer;
import dev.gatehouse.ui.Rows;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RouteFileTest {

    private final Route proxied = new Route("01A",
            new RouteSpec("GET", "*.example.com", "/orders/:id", RoutePermission.ADMIN, Set.of(Role.OPERATOR),
                    List.of("http://10.0.0.7:9000", "https://b.example.com"), null, false, "yes: \"no\" # 1.0\n- on",
                    PolicyPreset.PUBLIC_PAGE.policies()),
            Rows.NOON, Rows.NOON, "alice", 3);
    private final Route answered = new Route("01B",
            new RouteSpec("*", "*", "/health", RoutePermission.PUBLIC, Set.of(), List.of(),
                    new StaticAnswer(200, "text/plain", "true"), true, "0123", RoutePolicies.NONE),
            Rows.NOON, Rows.NOON, "bob", 1);

    @ParameterizedTest
    @EnumSource(RouteFile.Form.class)
    void routesComeBackAsTheyWere(RouteFile.Form form) throws Exception {
        String text = RouteFile.text(List.of(proxied, answered), form);

        List<RouteFile.Entry> entries = RouteFile.read(text, form);

        assertThat(entries).extracting(RouteFile.Entry::id).containsExactly("01A", "01B");
        assertThat(entries).extracting(RouteFile.Entry::draft)
                .containsExactly(RouteDrafts.draft(proxied.spec()), RouteDrafts.draft(answered.spec()));
        assertThat(RouteImport.compare(entries, List.of(proxied, answered))).extracting(RouteImport.Row::kind)
                .containsOnly(RouteImport.Kind.SAME);
    }

    @Test
    void routeThatCannotBeReadIsToldAndTheOthersAreTaken() throws Exception {
        String text = """
                      routes:
                        - path: /a
                          upstreams: ["http://10.0.0.7:9000"]
                        - path: /b
                          upstream: http://10.0.0.7:9000
                        - just words
                        - path: /a
                          upstreams: ["http://10.0.0.8:9000"]
                      """;

        List<RouteImport.Row> rows = RouteImport.compare(RouteFile.read(text, RouteFile.Form.YAML), List.of());

        assertThat(rows).extracting(RouteImport.Row::kind)
                .containsExactly(RouteImport.Kind.NEW, RouteImport.Kind.FAULTY, RouteImport.Kind.FAULTY,
                        RouteImport.Kind.FAULTY);
        assertThat(rows.get(1).note()).isNotNull()
                .satisfies(note -> assertThat(note.verbatim()).contains("upstream"));
        assertThat(rows.getLast().note()).isNotNull()
                .satisfies(note -> assertThat(note.key()).isEqualTo("route.import.twice"));
    }

    @Test
    void changedRouteIsFoundByItsIdOrByWhatItTakes() throws Exception {
        RouteSpec moved = new RouteSpec("*", "*", "/ready", RoutePermission.PUBLIC, Set.of(), List.of(),
                answered.spec().staticAnswer(), true, "0123", RoutePolicies.NONE);
        String text = RouteFile.text(List.of(new Route("01B", moved, Rows.NOON, Rows.NOON, "bob", 1)),
                RouteFile.Form.JSON);

        RouteImport.Row row = RouteImport.compare(RouteFile.read(text, RouteFile.Form.JSON), List.of(answered))
                .getFirst();

        assertThat(row.kind()).isEqualTo(RouteImport.Kind.CHANGED);
        assertThat(row.changes()).containsExactly(new RouteChanges.Change("path", "/health", "/ready"));
    }

    @Test
    void fileThatHoldsNoRoutesIsRefusedWithItsLine() {
        assertThatThrownBy(() -> RouteFile.read("{\"routes\": [", RouteFile.Form.JSON))
                .isInstanceOfSatisfying(RouteFile.Unreadable.class,
                        useless -> assertThat(useless.sentence().key()).isEqualTo("route.import.syntax"));
        assertThatThrownBy(() -> RouteFile.read("a: 1\na: 2\n", RouteFile.Form.YAML))
                .isInstanceOf(RouteFile.Unreadable.class);
        assertThatThrownBy(() -> RouteFile.read("services: []", RouteFile.Form.YAML))
                .isInstanceOfSatisfying(RouteFile.Unreadable.class,
                        useless -> assertThat(useless.sentence().key()).isEqualTo("route.import.notRoutes"));
    }
}
