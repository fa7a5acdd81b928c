package dev.gatehouse.ui.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RoutePolicies.Cache;
import dev.gatehouse.model.route.RoutePolicies.ChangeKind;
import dev.gatehouse.model.route.RoutePolicies.Fallback;
import dev.gatehouse.model.route.RoutePolicies.Retry;
import dev.gatehouse.model.route.StaticAnswer;
import dev.gatehouse.ui.text.Sentence;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyFormModelTest {

    private final PolicyFormModel model = new PolicyFormModel();

    @ParameterizedTest
    @EnumSource(PolicyPreset.class)
    void presetFillsTheSectionsAndNothingElse(PolicyPreset preset) {
        model.take(PolicyPreset.CAREFUL.policies());

        model.take(preset.policies());

        assertThat(model.policiesProperty().get()).isEqualTo(preset.policies());
    }

    @Test
    void presetLosesNoLimitsButThoseThatWereTyped() {
        RoutePolicies wanted = PolicyPreset.PUBLIC_PAGE.policies();
        assertThat(model.losesLimits(wanted)).isFalse();
        model.take(PolicyPreset.CAREFUL.policies());
        assertThat(model.losesLimits(wanted)).as("they come from a preset").isFalse();

        model.limits().getFirst().permits().textProperty().set("51");

        assertThat(model.losesLimits(wanted)).isTrue();
        model.limits().getFirst().permits().textProperty().set("many");
        assertThat(model.losesLimits(wanted)).as("half typed").isTrue();
    }

    @Test
    void everythingThatIsTakenIsGivenBack() {
        RoutePolicies all = new RoutePolicies(1_500L, new Retry(10, 0), new RoutePolicies.Breaker(1, 100, 61_000),
                new RoutePolicies.Bulkhead(10_000), PolicyPreset.CAREFUL.policies().limits(),
                new Cache(1_001, Set.of(ChangeKind.USER, ChangeKind.ROUTE)),
                new Fallback(true, new StaticAnswer(503, "application/json", "{}")));

        model.take(all);

        assertThat(model.policiesProperty().get()).isEqualTo(all);
    }

    @ParameterizedTest
    @CsvSource({"0 s, false", "1 ms, true", "5 min, true", "301 s, false", "soon, false", "250, true", "2 S, true"})
    void timeoutIsFromAMillisecondToFiveMinutes(String typed, boolean sound) {
        model.useProperty(PolicyPart.TIMEOUT).set(true);

        model.timeout().textProperty().set(typed);

        assertThat(model.policiesProperty().get() != null).isEqualTo(sound);
        assertThat(model.timeout().faultProperty().get() == null).isEqualTo(sound);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "1000, true", "1001, false"})
    void breakerLooksAtAsManyAnswersAsTheServerAllows(String volume, boolean sound) {
        model.useProperty(PolicyPart.BREAKER).set(true);

        model.volume().textProperty().set(volume);

        assertThat(model.policiesProperty().get() != null).isEqualTo(sound);
    }

    @ParameterizedTest
    @CsvSource({"99 ms, false", "100 ms, true", "60 min, true", "3601 s, false"})
    void breakerStaysOpenAsLongAsTheServerAllows(String open, boolean sound) {
        model.useProperty(PolicyPart.BREAKER).set(true);

        model.open().textProperty().set(open);

        assertThat(model.policiesProperty().get() != null).isEqualTo(sound);
    }

    @ParameterizedTest
    @CsvSource({"99 ms, false", "100 ms, true"})
    void answersAreKeptAsShortlyAsTheServerAllows(String ttl, boolean sound) {
        model.useProperty(PolicyPart.CACHE).set(true);

        model.ttl().textProperty().set(ttl);

        assertThat(model.policiesProperty().get() != null).isEqualTo(sound);
    }

    @ParameterizedTest
    @CsvSource({"1000000, true", "1000001, false"})
    void limitLetsThroughAsManyAsTheServerAllows(String permits, boolean sound) {
        model.addLimit();

        model.limits().getFirst().permits().textProperty().set(permits);

        assertThat(model.policiesProperty().get() != null).isEqualTo(sound);
    }

    @Test
    void faultNamesBothBoundsInUnitsThatPeopleRead() {
        model.ttl().textProperty().set("0");

        assertThat(Objects.requireNonNull(model.ttl().faultProperty().get()))
                .isEqualTo(Sentence.of("route.form.span", "100 ms", "1 d"));
        assertThat(model.policiesProperty().get()).as("the cache is not used").isEqualTo(RoutePolicies.NONE);
    }

    @Test
    void fallbackNeedsTheLastGoodAnswerOrOneOfItsOwn() {
        model.useProperty(PolicyPart.FALLBACK).set(true);
        model.lastGoodProperty().set(false);
        assertThat(model.fallbackFaultProperty().get()).isNotNull();
        assertThat(model.policiesProperty().get()).isNull();

        model.answersProperty().set(true);

        assertThat(model.fallbackFaultProperty().get()).isNull();
        assertThat(Objects.requireNonNull(model.policiesProperty().get()).fallback())
                .isEqualTo(new Fallback(false, new StaticAnswer(503, "text/plain", "")));
    }

    @Test
    void thereAreAtMostEightLimitsAndAFaultInOneIsAFaultOfAll() {
        for (int limit = 0; limit < 10; limit++) {
            model.addLimit();
        }
        assertThat(model.limits()).hasSize(RoutePolicies.MOST_LIMITS);
        RoutePolicies sound = Objects.requireNonNull(model.policiesProperty().get());

        model.limits().getLast().permits().textProperty().set("0");

        assertThat(model.policiesProperty().get()).isNull();
        assertThat(model.lastSound()).isEqualTo(sound);
        model.limits().removeLast();
        assertThat(Objects.requireNonNull(model.policiesProperty().get()).limits()).hasSize(7);
    }

    @ParameterizedTest
    @CsvSource({"1, 1 ms", "1500, 1500 ms", "60000, 1 min", "90000, 90 s", "3600000, 1 h", "86400000, 1 d", "0, 0 ms"})
    void timeIsWrittenInTheLargestUnitThatSaysItExactly(long millis, String text) {
        assertThat(Spans.text(millis)).isEqualTo(text);
        assertThat(Spans.millis(text)).isEqualTo(millis);
        assertThat(List.of("m", "1.5 s", "", "-1 s").stream().map(Spans::millis)).containsOnlyNulls();
    }
}
