package dev.gatehouse.ui.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.auth.Lock;
import dev.gatehouse.model.auth.LockKind;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The locks of a real node. */
class LocksViewModelTest {

    /** More than any rule of the server allows. */
    private static final int TOO_MANY = 12;

    @Test
    void accountThatIsLockedOutIsListedRaisesAnAlertAndIsLetInAgain(@TempDir Path data) throws Exception {
        try (TestConsole console = TestConsole.start(data)) {
            ConsoleClient client = console.signedIn();
            SameThreadTaskRunner tasks = new SameThreadTaskRunner();
            Notices notices = new Notices();
            LocksViewModel model = new LocksViewModel(client, tasks, notices);
            client.users()
                    .create(new dev.gatehouse.model.api.UsersExchange.CreateRequest("mallory", "open sesame", null,
                            null,
                            Set.of()))
                    .get(10, TimeUnit.SECONDS);
            List<Throwable> refusals = new CopyOnWriteArrayList<>();
            try (LiveClient live = console.feed(client)) {
                AlertsViewModel alerts = new AlertsViewModel(client, live, tasks, notices, Clock.systemUTC());
                live.start();
                alerts.start();

                for (int attempt = 0; attempt < TOO_MANY; attempt++) {
                    try {
                        console.client().login("mallory", "wrong " + attempt).get(10, TimeUnit.SECONDS);
                    } catch (ExecutionException refused) {
                        refusals.add(refused.getCause());
                    }
                }
                model.activate();

                assertThat(refusals).hasSize(TOO_MANY);
                await().until(() -> model.load().stateProperty().get() == Load.State.READY
                        && model.locks().stream().anyMatch(LocksViewModelTest::isMallory));
                await().until(() -> alerts.open()
                        .stream()
                        .anyMatch(alert -> alert.kind() == Alert.Kind.LOCKED && alert.name().equals("mallory")));
            }
            model.lift(model.locks().stream().filter(LocksViewModelTest::isMallory).findFirst().orElseThrow());

            await().until(() -> model.locks().stream().noneMatch(LocksViewModelTest::isMallory));
        }
    }

    private static boolean isMallory(Lock lock) {
        return lock.kind() == LockKind.ACCOUNT && "mallory".equals(lock.name());
    }
}
