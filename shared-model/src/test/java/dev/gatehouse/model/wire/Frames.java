package dev.gatehouse.model.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.DeliveryState;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.message.Target;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Any frame that can be. */
final class Frames {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Frames() {}

    static Arbitrary<ClientFrame> ofClients() {
        Arbitrary<@Nullable Qos> qos = Arbitraries.of(Qos.class).injectNull(0.3);
        return Arbitraries.oneOf(
                Arbitraries.just(new ClientFrame.Heartbeat()),
                words().map(ClientFrame.Join::new),
                words().map(ClientFrame.Leave::new),
                Combinators.combine(words(), words(), content(), qos).as(ClientFrame.Publish::new),
                Combinators.combine(words(), targets(), content(), qos).as(ClientFrame.Send::new),
                Combinators.combine(words(), Arbitraries.of(DeliveryState.DELIVERED, DeliveryState.READ))
                        .as(ClientFrame.Ack::new),
                Combinators.combine(words(), words().injectNull(0.3)).as(ClientFrame.Resume::new));
    }

    static Arbitrary<ServerFrame> ofNodes() {
        Arbitrary<Instant> times = Arbitraries.longs().between(-10_000_000_000L, 100_000_000_000L)
                .flatMap(second -> Arbitraries.longs().between(0, 999_999_999)
                        .map(nano -> Instant.ofEpochSecond(second, nano)));
        return Arbitraries.oneOf(
                Combinators.combine(words(), words(), Arbitraries.longs().between(1, 1_000_000), words())
                        .as(ServerFrame.Welcome::new),
                Arbitraries.just(new ServerFrame.Pong()),
                Combinators.combine(words(), words(), words(), words().injectNull(0.5), words().injectNull(0.5),
                        content(), times, Arbitraries.of(Qos.class)).as(ServerFrame.Message::new),
                Combinators.combine(words(), words(), Arbitraries.of(DeliveryState.class)).as(ServerFrame.Receipt::new),
                Combinators.combine(words(), words(), words().injectNull(0.5)).as(ServerFrame.Failure::new),
                Combinators.combine(Arbitraries.integers(), words(), words()).as(ServerFrame.Bye::new));
    }

    private static Arbitrary<Target> targets() {
        return Arbitraries.oneOf(Arbitraries.just(Target.everybody()), words().map(Target::room),
                words().map(Target::node), words().map(Target::user), words().map(Target::session),
                words().list().ofMaxSize(5).map(Target::sessions));
    }

    /** Any text that UTF-8 can carry. */
    private static Arbitrary<String> words() {
        return Arbitraries.strings().ofMaxLength(40).filter(text -> text.chars().allMatch(Frames::noSurrogate));
    }

    private static boolean noSurrogate(int character) {
        return !Character.isSurrogate((char) character);
    }

    private static Arbitrary<JsonNode> content() {
        Arbitrary<JsonNode> plain = Arbitraries.oneOf(
                Arbitraries.just((JsonNode) JSON.nullNode()),
                Arbitraries.of(true, false).map(JSON::booleanNode),
                Arbitraries.integers().map(JSON::numberNode),
                Arbitraries.doubles().map(JSON::numberNode),
                words().map(JSON::textNode));
        return Arbitraries.oneOf(plain,
                plain.list().ofMaxSize(4).map(items -> JSON.arrayNode().addAll(items)),
                Combinators.combine(words(), plain).as((name, value) -> {
                    ObjectNode object = JSON.objectNode();
                    object.set(name, value);
                    return object;
                }));
    }
}
