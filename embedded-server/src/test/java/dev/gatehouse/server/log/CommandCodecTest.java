package dev.gatehouse.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.model.route.StaticAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandCodecTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final RouteSpec SPEC = new RouteSpec("GET", "*", "/a/:b", RoutePermission.ADMIN, Set.of(Role.VIEWER),
            List.of(), new StaticAnswer(200, "text/plain", "ö"), true, null, RoutePolicies.NONE);

    /** The sample after this one; a switch without default, so that a new kind of change must find its place here. */
    private static @Nullable Change after(Change sample) {
        return switch (sample) {
            case Change.CreateUser _ -> new Change.UpdateUser("u1", "", null, Set.of());
            case Change.UpdateUser _ -> new Change.DeleteUser("u1");
            case Change.DeleteUser _ -> new Change.RestoreUser("u1");
            case Change.RestoreUser _ -> new Change.BanUser("u1", "spam", AT);
            case Change.BanUser _ -> new Change.UnbanUser("u1");
            case Change.UnbanUser _ -> new Change.SetPassword("u1", "$argon2id$x");
            case Change.SetPassword _ -> new Change.EndSessions("u1");
            case Change.EndSessions _ -> new Change.CreateRoute("r1", SPEC);
            case Change.CreateRoute _ -> new Change.ReplaceRoute("r1", SPEC);
            case Change.ReplaceRoute _ -> new Change.RollBackRoute("r1", 3, SPEC);
            case Change.RollBackRoute _ -> new Change.DeleteRoute("r1");
            case Change.DeleteRoute _ -> new Change.PublishKey("k1", "MCowBQ==");
            case Change.PublishKey _ -> new Change.RetireKey("k1");
            case Change.RetireKey _ -> new Change.RegisterMachine("m1", "billing", Role.OPERATOR, "MCowBQ==");
            case Change.RegisterMachine _ -> new Change.RotateMachine("m1", "MCowBR==");
            case Change.RotateMachine _ -> new Change.RetireMachine("m1");
            case Change.RetireMachine _ -> new Change.ClaimJob("j1", "c2VjcmV0");
            case Change.ClaimJob _ -> null;
        };
    }

    static List<Change> samples() {
        List<Change> samples = new ArrayList<>();
        for (Change next = new Change.CreateUser("u1", "ann", "Ann", null, Set.of(Role.ADMIN),
                "$argon2id$x"); next != null; next = after(
                        next)) {
            samples.add(next);
        }
        return samples;
    }

    @Test
    void thereIsASampleOfEveryKind() {
        List<Class<?>> kinds = new ArrayList<>();
        samples().forEach(sample -> kinds.add(sample.getClass()));
        assertThat(kinds).containsExactlyInAnyOrder(Change.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsWrittenIsReadAgain(Change change) {
        Command full = new Command("c1", "n1", AT, new Actor("u9", "root", "10.0.0.1"), 7L,
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", change, new Fence("job/j1", 8));
        Command bare = new Command("c2", "n1", AT, Actor.SYSTEM, null, null, change);

        assertThat(CommandCodec.read(CommandCodec.write(full))).isEqualTo(full);
        assertThat(CommandCodec.read(CommandCodec.write(bare))).isEqualTo(bare);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aRecordIsACloudEvent(Change change) throws Exception {
        JsonNode record = Json.STRICT
                .readTree(CommandCodec.write(new Command("c1", "n1", AT, Actor.SYSTEM, null, null, change)));

        assertThat(record.get("specversion").asText()).isEqualTo("1.0");
        assertThat(record.get("source").asText()).isEqualTo("/gatehouse/n1");
        assertThat(record.get("type").asText()).isEqualTo("gatehouse." + record.at("/data/change/type").asText());
        assertThat(record.get("subject").asText()).isEqualTo(change.id());
        assertThat(record.get("time").asText()).isEqualTo(AT.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "not json", "{}",
            "{\"specversion\":\"1.0\",\"id\":\"c\",\"source\":\"x\",\"time\":\"2026-01-02T03:04:05Z\",\"data\":{\"actor\":"
                    + "{\"id\":\"a\",\"name\":\"a\"},\"change\":{\"type\":\"user.unban\",\"id\":\"u1\"}}}",
            "{\"specversion\":\"1.0\",\"id\":\"c\",\"source\":\"/gatehouse/n1\",\"time\":\"2026-01-02T03:04:05Z\",\"data\":"
                    + "{\"actor\":{\"id\":\"a\",\"name\":\"a\"},\"change\":{\"type\":\"user.promote\",\"id\":\"u1\"}}}",
            "{\"specversion\":\"1.0\",\"id\":\"c\",\"source\":\"/gatehouse/n1\",\"time\":\"2026-01-02T03:04:05Z\",\"data\":"
                    + "{\"actor\":{\"id\":\"a\",\"name\":\"a\"},\"change\":{\"type\":\"user.create\",\"id\":\"u1\"}}}",
            "{\"specversion\":\"1.0\",\"id\":\"c\",\"source\":\"/gatehouse/n1\",\"time\":\"2026-01-02T03:04:05Z\",\"data\":"
                    + "{\"actor\":{\"id\":\"a\",\"name\":\"a\"},\"change\":{\"type\":\"route.create\",\"id\":\"r1\","
                    + "\"spec\":{\"method\":\"*\"}}}}"})
    void whatIsNoCommandIsNotUnderstood(String record) {
        assertThatIllegalArgumentException().isThrownBy(() -> CommandCodec.read(record));
    }
}
