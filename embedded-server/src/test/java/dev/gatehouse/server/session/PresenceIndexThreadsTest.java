package dev.gatehouse.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.session.PresenceWindows.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Many threads at one index. */
class PresenceIndexThreadsTest {

    private static final int SESSIONS = 20_000;

    private final PresenceIndex index = new PresenceIndex();

    /** A session of which every part tells the same number. */
    private static Session whole(String sid, int number) {
        return new Session(sid, "u" + number, "name-" + number, "n" + number % 3, "10.0.0." + number,
                List.of(ClientKind.values()).get(number % 3), "agent/" + number, Sessions.BEGIN.plusSeconds(number),
                Sessions.BEGIN.plusSeconds(number), Sessions.BEGIN.plusSeconds(number), List.of("room-" + number),
                false);
    }

    private static void assertWhole(Session session) {
        int number = Integer.parseInt(session.user().substring(1));
        assertThat(session).isEqualTo(whole(session.sid(), number));
    }

    @Test
    void nobodySeesHalfASession() throws Exception {
        for (int i = 0; i < SESSIONS; i++) {
            index.put(whole("s" + i, i % 500));
        }
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 2; writer++) {
                Random random = new Random(writer);
                writers.add(threads.submit(() -> {
                    for (int i = 0; i < 30_000; i++) {
                        String sid = "s" + random.nextInt(SESSIONS);
                        Session known = index.find(sid);
                        if (known != null && random.nextInt(4) == 0) {
                            index.remove(sid, known.node());
                        } else {
                            index.put(whole(sid, random.nextInt(500)));
                        }
                    }
                }));
            }
            Future<?> window = threads.submit(() -> {
                while (!over.get()) {
                    for (String sort : List.of("username", "-node", "lastSeenAt", "-agent")) {
                        Window seen = index.window(SessionFilter.parse("name-1", Sessions.BEGIN),
                                SessionOrder.parse(sort), _ -> true,
                                100, 50);
                        assertThat(seen.rows()).allMatch(session -> session.username().startsWith("name-1"));
                        seen.rows().forEach(PresenceIndexThreadsTest::assertWhole);
                    }
                }
            });
            Future<?> all = threads.submit(() -> {
                while (!over.get()) {
                    index.all().forEach(PresenceIndexThreadsTest::assertWhole);
                }
            });
            for (Future<?> writer : writers) {
                writer.get();
            }
            over.set(true);
            window.get();
            all.get();
        }
        Window last = index.window(SessionFilter.ALL, SessionOrder.parse("username"), _ -> true, 5000, 1000);
        assertThat(last.total()).isEqualTo(index.count());
        assertThat(last.rows()).isEqualTo(index.all().stream().sorted(SessionOrder.parse("username")).skip(5000)
                .limit(1000).toList());
    }
}
