package dev.gatehouse.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import java.net.Socket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is said of tunnels that cannot be judged. */
class OpenTunnelsTest {

    private static final Route ROUTE = new Route("01ROUTE", new RouteSpec("*", "*", "/chat", RoutePermission.PUBLIC,
            Set.of(), List.of("http://127.0.0.1:9"), null, true, null, RoutePolicies.NONE), Instant.EPOCH,
            Instant.EPOCH, "root", 1);

    private final Logger log = (Logger) LoggerFactory.getLogger(OpenTunnels.class);
    private final Said said = new Said();
    private boolean known = true;

    /** What the thread of the test says in the log. */
    private static final class Said extends AppenderBase<ILoggingEvent> {

        private final String thread = Thread.currentThread().getName();
        private final List<Level> levels = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getThreadName().equals(thread) && event.getLevel().isGreaterOrEqual(Level.INFO)) {
                levels.add(event.getLevel());
            }
        }
    }

    private static final class Nobody implements TunnelConnection.Watcher {

        @Override
        public void opened(TunnelConnection tunnel) {
            throw new IllegalStateException("It is not opened here");
        }

        @Override
        public void ended(TunnelConnection tunnel) {
            // Nobody asks.
        }
    }

    @BeforeEach
    void listen() {
        said.start();
        log.addAppender(said);
    }

    @AfterEach
    void stop() {
        log.detachAppender(said);
    }

    private Route taking(Asked asked) {
        if (known) {
            return ROUTE;
        }
        throw new IllegalStateException("Nobody knows who takes " + asked.path());
    }

    @Test
    void doubtAboutTunnelsIsToldWhenItBeginsAndWhenItIsOver() {
        try (OpenTunnels tunnels = new OpenTunnels(this::taking)) {
            TunnelConnection tunnel = new TunnelConnection(new ByteArrayEndPoint(), Runnable::run, new Socket(),
                    new Nobody());
            tunnels.opened(tunnel,
                    new OpenTunnels.Stay(new Asked("GET", "chat.test", "chat.test", "/chat", null, Map.of()),
                            ROUTE.id(), null));
            tunnels.look();
            assertThat(said.levels).isEmpty();

            known = false;
            tunnels.look();
            tunnels.look();
            tunnels.look();
            assertThat(said.levels).containsExactly(Level.WARN);

            known = true;
            tunnels.look();
            tunnels.look();
            assertThat(said.levels).containsExactly(Level.WARN, Level.INFO);
            assertThat(tunnels.count()).isOne();
            tunnels.ended(tunnel);
        }
    }
}
