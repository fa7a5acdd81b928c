package dev.gatehouse.server.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.message.MessageNode.Peer;
import dev.gatehouse.server.message.memory.MemoryMessageStore;
import dev.gatehouse.server.session.Elsewhere;
import dev.gatehouse.server.session.PresenceStore;
import dev.gatehouse.server.session.SessionLimits;
import dev.gatehouse.server.session.TestNode;
import dev.gatehouse.server.session.memory.MemoryPresenceStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Whatever breaks off and whenever: what is said at-least-once reaches the application once, and in order per room. */
class RecoveryTest {

    private static final SessionLimits LIMITS = new SessionLimits(Duration.ofSeconds(30), 3, 100, 1000, 100_000,
            Elsewhere.ALLOW);
    private static final List<String> ROOMS = List.of("lobby", "cellar");

    /** Something that happens. */
    enum Step {
        SAY_LOBBY,
        SAY_CELLAR,
        TELL,
        BREAK_OFF,
        BREAK_OFF_UNSEEN,
        COME_BACK,
        CUT_BUS,
        MEND_BUS,
        READ
    }

    /** The receiver as an application: what came, each once, and what it goes on with. */
    private static final class Receiver {

        private final Map<String, String> handled = new LinkedHashMap<>();
        private @Nullable Peer peer;
        private @Nullable String token;
        private @Nullable String last;
        private int read;
        private int sockets;

        void connect(MessageNode node) {
            Peer next = node.connect("r" + sockets++, "receiver");
            if (token != null) {
                next.say(last == null
                        ? "{'type':'resume','token':'%s'}".formatted(token)
                        : "{'type':'resume','token':'%s','lastMsgId':'%s'}".formatted(token, last));
            }
            ROOMS.forEach(room -> next.say("{'type':'join','room':'%s'}".formatted(room)));
            token = next.last("welcome").path("resumeToken").asText();
            peer = next;
            read = 0;
        }

        /** Handles what has come, and acknowledges. */
        void read() {
            Peer here = peer;
            if (here == null) {
                return;
            }
            List<JsonNode> messages = here.of("message");
            for (JsonNode message : messages.subList(read, messages.size())) {
                String msgId = message.path("msgId").asText();
                if (handled.putIfAbsent(msgId, message.path("content").asText()) == null) {
                    last = msgId;
                }
                here.say("{'type':'ack','msgId':'%s','state':'delivered'}".formatted(msgId));
            }
            read = messages.size();
        }

        /** The socket ends; what has come and was not read is lost. */
        void breakOff(boolean seen) {
            if (peer != null && seen) {
                peer.leave();
            }
            peer = null;
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Arbitraries.of(Step.class).list().ofMinSize(10).ofMaxSize(60);
    }

    @Property(tries = 40)
    void everyMessageIsHandledOnceAndInOrder(@ForAll("steps") List<Step> steps, @ForAll boolean fromTheFirst) {
        SharedBus bus = new SharedBus();
        PresenceStore presence = new MemoryPresenceStore(LIMITS.lifetime(), Clock.systemUTC());
        SharedBus.Line storeLine = bus.line("store");
        MessageStore store = new MemoryMessageStore(MessageNode.LIMITS, storeLine, Clock.systemUTC());
        SharedBus.Line lineA = bus.line("a");
        SharedBus.Line lineB = bus.line("b");
        try (MessageNode a = MessageNode.of("a", TestNode.on("a", lineA, presence, LIMITS), store);
                MessageNode b = MessageNode.of("b", TestNode.on("b", lineB, presence, LIMITS), store)) {
            Peer sender = a.connect("s", "sender");
            Receiver receiver = new Receiver();
            receiver.connect(b);
            Map<String, List<String>> said = new LinkedHashMap<>();
            int number = 0;
            boolean onA = fromTheFirst;
            for (Step step : steps) {
                number++;
                switch (step) {
                    case SAY_LOBBY -> say(sender, said, "lobby", number);
                    case SAY_CELLAR -> say(sender, said, "cellar", number);
                    case TELL -> tell(sender, said, number);
                    case READ -> receiver.read();
                    case BREAK_OFF -> receiver.breakOff(true);
                    case BREAK_OFF_UNSEEN -> receiver.breakOff(false);
                    case COME_BACK -> {
                        if (receiver.peer == null) {
                            receiver.connect(onA ? a : b);
                            onA = !onA;
                        }
                    }
                    case CUT_BUS -> lineB.cut();
                    case MEND_BUS -> lineB.mend();
                }
            }
            lineB.mend();
            if (receiver.peer == null) {
                receiver.connect(a);
            }
            int sent = number(said);
            await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(2)).untilAsserted(() -> {
                receiver.read();
                assertThat(receiver.handled).hasSize(sent);
            });
            List<String> handled = List.copyOf(receiver.handled.values());
            said.forEach((room, texts) -> assertThat(
                    handled.stream().filter(text -> text.startsWith(room)).toList()).as(room).isEqualTo(texts));
            await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(2))
                    .until(() -> store.inbox("u-receiver", "a", Position.START, 1).entries().isEmpty());
        } finally {
            storeLine.close();
        }
    }

    private static int number(Map<String, List<String>> said) {
        return said.values().stream().mapToInt(List::size).sum();
    }

    private static void say(Peer sender, Map<String, List<String>> said, String room, int number) {
        String text = room + number;
        said.computeIfAbsent(room, _ -> new ArrayList<>()).add(text);
        sender.say("{'type':'publish','id':'%s','room':'%s','content':'%s','qos':'at-least-once'}".formatted(text, room,
                text));
    }

    private static void tell(Peer sender, Map<String, List<String>> said, int number) {
        String text = "told" + number;
        said.computeIfAbsent("told", _ -> new ArrayList<>()).add(text);
        sender.say("{'type':'send','id':'%s','to':'receiver','content':'%s','qos':'at-least-once'}".formatted(text,
                text));
    }
}
