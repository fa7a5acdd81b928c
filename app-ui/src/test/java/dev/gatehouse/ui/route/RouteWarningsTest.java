package dev.gatehouse.ui.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteWarning;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.text.Language;
import dev.gatehouse.ui.text.Messages;
import dev.gatehouse.ui.text.Sentence;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteWarningsTest {

    private final Route subject = Rows.route("01B", "/orders/:id");
    private final Route other = Rows.route("01C", "/orders/*rest");

    @Test
    void warningAboutARouteByItselfIsToldInTheLanguageOfTheConsole() {
        Messages chinese = new Messages(Language.CHINESE);
        Messages english = new Messages(Language.ENGLISH);

        for (String code : RouteWarnings.OWN) {
            Sentence told = RouteWarnings.told(new RouteWarning(code, "Said by the server.", "01B"), subject,
                    List.of(subject, other));
            assertThat(chinese.get(told)).as(code).containsPattern("\\p{IsHan}{6}");
            assertThat(english.get(told)).as(code).isNotEqualTo(told.key()).endsWith(".");
        }
    }

    @Test
    void afterASaveOverlapsAndPoliciesAreCountedAndWhoNeverGetsARequestIsNamed() {
        List<RouteWarning> warnings = List.of(new RouteWarning("cache-unused", "x", "01B"),
                new RouteWarning("retry-slow", "x", "01B"), new RouteWarning("overlap", "x", "01C"),
                new RouteWarning("overlap", "x", "01D"), new RouteWarning("overlap", "x", "01E"),
                new RouteWarning("shadowed", "x", "01C"));

        assertThat(RouteWarnings.told(warnings, subject, List.of(subject, other))).containsExactly(
                Sentence.of("route.warning.shadows", "GET */orders/*rest"),
                Sentence.of("route.warning.overlaps", "GET */orders/:id", 3),
                Sentence.of("route.warning.policies", "GET */orders/:id", 2));
        assertThat(RouteWarnings.told(warnings.subList(1, 3), subject, List.of(subject, other))).containsExactly(
                Sentence.of("route.warning.overlap", "GET */orders/*rest"),
                Sentence.of("route.warning.retry-slow", "x"));
    }

    @Test
    void onlyAnotherRouteThatIsThereIsNamed() {
        RouteWarning overlap = new RouteWarning("overlap", "Said by the server.", "01C");

        assertThat(RouteWarnings.told(overlap, subject, List.of(subject, other)))
                .isEqualTo(Sentence.of("route.warning.overlap", "GET */orders/*rest"));
        assertThat(RouteWarnings.told(overlap, subject, List.of(subject)))
                .isEqualTo(Sentence.verbatim("Said by the server."));
        assertThat(RouteWarnings.other(new RouteWarning("retry-slow", "x", "01B"), subject, List.of(subject, other)))
                .isNull();
        assertThat(RouteWarnings.other(new RouteWarning("retry-slow", "x", ""), null, List.of(subject, other)))
                .isNull();
    }
}
