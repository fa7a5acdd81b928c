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
