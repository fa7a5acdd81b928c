package dev.gatehouse.model.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.json.Json;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;

class TargetTest {

    @Property(tries = 100)
    void plainTextIsAUser(@ForAll @NotBlank String name) throws JsonProcessingException {
        assertThat(Json.STRICT.readValue(Json.STRICT.writeValueAsString(name), Target.class))
                .isEqualTo(Target.user(name));
    }

    @Test
    void objectIsReadAsItIsWritten() throws JsonProcessingException {
        for (Target target : new Target[]{Target.everybody(), Target.room("r"), Target.user("u"),
                Target.session("s")}) {
            assertThat(Json.STRICT.readValue(Json.LENIENT.writeValueAsString(target), Target.class)).isEqualTo(target);
        }
    }

    @Test
    void qualityIsReadAsAWordAndAsANumber() throws JsonProcessingException {
        assertThat(Json.STRICT.readValue("\"at-least-once\"", Qos.class)).isEqualTo(Qos.AT_LEAST_ONCE);
        assertThat(Json.STRICT.readValue("1", Qos.class)).isEqualTo(Qos.AT_LEAST_ONCE);
        assertThat(Json.STRICT.readValue("0", Qos.class)).isEqualTo(Qos.AT_MOST_ONCE);
        assertThatThrownBy(() -> Json.STRICT.readValue("\"twice\"", Qos.class)).hasMessageContaining("at-most-once");
    }
}
