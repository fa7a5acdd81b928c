package dev.gatehouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.client.ConsoleClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;

@ExtendWith(ApplicationExtension.class)
class ScreenshotsTest {

    @Test
    void everyViewIsPicturedInBothThemesAndSizes(@TempDir Path data, @TempDir Path folder) throws Exception {
        try (TestConsole console = TestConsole.start(data)) {
            ConsoleClient client = console.signedIn();
            client.users()
                    .create(new UsersExchange.CreateRequest("mallory", "open sesame", null, null, null))
                    .get(10, TimeUnit.SECONDS);
            client.routes()
                    .create(new RoutesExchange.Draft("GET", null, "/orders/:id", null, null,
                            List.of("http://127.0.0.1:9000"), null, null, null, null))
                    .get(10, TimeUnit.SECONDS);

            // The first and the last: both themes, languages and sizes, at a third of the time of all.
            List<Screenshots.Shot> shots = List.of(Screenshots.SHOTS.getFirst(), Screenshots.SHOTS.getLast());

            List<Path> files = Screenshots.writeOnRunningToolkit(client, folder, shots);

            assertThat(files).hasSize((Place.values().length + 34) * shots.size())
                    .allSatisfy(file -> assertThat(file).isNotEmptyFile());
            assertThat(files).extracting(file -> file.getFileName().toString())
                    .contains("1-overview-light-en-1440x900.png", "5-audit-dark-zh-cn-1000x700.png");
            assertThat(ImageIO.read(folder.resolve("3-users-light-en-1440x900.png").toFile()).getWidth())
                    .isEqualTo(1440);
            try (var left = Files.list(folder)) {
                assertThat(left).hasSameSizeAs(files);
            }
        }
    }
}
