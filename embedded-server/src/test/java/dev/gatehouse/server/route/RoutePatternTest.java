package dev.gatehouse.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutePatternTest {

    @ParameterizedTest
    @CsvSource({"/, /, true", "/a, /a, true", "/a, /a/, true", "/a, /b, false", "/a, /, false", "/a, /:x, true",
            "/:x, /:y, true", "/:x, /, false", "/a/:x, /:y/b, true", "/a/:x, /:y/b/c, false", "/a/:x, /b/:x, false",
            "/*, /, false", "/*, /a, true", "/*, /a/b/c, true", "/a/*, /a, false", "/a/*, /a/b, true",
            "/a/*, /b/*, false", "/:x/*, /a/b, true", "/*r, /*s, true", "/a/b/c, /a/*, true", "/a/:x/c, /a/b/*, true"})
    void patternsOverlapWhereOnePathFitsBoth(String one, String other, boolean overlap) {
        assertThat(RoutePattern.of(one).overlaps(RoutePattern.of(other))).isEqualTo(overlap);
        assertThat(RoutePattern.of(other).overlaps(RoutePattern.of(one))).isEqualTo(overlap);
    }

    @ParameterizedTest
    @CsvSource({"/, /, true", "/a, /a/, true", "/a, /A, false", "/:x, /:y, true", "/*x, /*y, true", "/:x, /*x, false",
            "/a/:x, /a/:y, true", "/a/:x, /b/:x, false", "/a, /a/b, false", "/a, /:x, false"})
    void patternsAreOfOneShapeWhereTheyTakeTheSamePaths(String one, String other, boolean same) {
        assertThat(RoutePattern.of(one).sameShape(RoutePattern.of(other))).isEqualTo(same);
        assertThat(RoutePattern.of(other).sameShape(RoutePattern.of(one))).isEqualTo(same);
    }
}
