package dev.gatehouse.ui.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ui.text.Language;
import dev.gatehouse.ui.text.Messages;
import dev.gatehouse.ui.text.Sentence;
import javafx.beans.binding.ObjectBinding;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteFormModelTest {

    private final RouteFormModel form = new RouteFormModel(null);
    private final ObjectBinding<@Nullable Sentence> fault = form.keepFault();

    private String told() {
        Sentence now = fault.get();
        return now == null ? "" : new Messages(Language.ENGLISH).get(now);
    }

    @Test
    void draftHoldsNothingThatIsNotSoundAndSaysWhichFields() {
        form.pathProperty().set("no slash");
        form.upstreamsProperty().set("nowhere");
        assertThat(told()).as("those are kept as they are typed").isEmpty();

        form.policies().useProperty(PolicyPart.RETRY).set(true);
        form.policies().attempts().textProperty().set("99");
        assertThat(told()).endsWith(": Retries.");
        form.policies().useProperty(PolicyPart.CACHE).set(true);
        form.policies().ttl().textProperty().set("soon");
        form.staticProperty().set(true);
        form.answer().statusProperty().set("9");
        assertThat(told()).endsWith(": Status, Retries, Cache.");

        form.staticProperty().set(false);
        form.policies().ttl().textProperty().set("2 s");
        form.policies().attempts().textProperty().set("2");

        assertThat(told()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"*, true", "[::1], true", "[::ffff:10.0.0.7], true", "API.Example.com, true", "*.example.com, true",
            "[::1, false", "::1, false", "a_b, false"})
    void hostIsWhatTheServerTakesForOne(String typed, boolean sound) {
        ObjectBinding<@Nullable Sentence> host = form.hostFault();

        form.hostProperty().set(typed);

        assertThat(host.get() == null).isEqualTo(sound);
    }
}
