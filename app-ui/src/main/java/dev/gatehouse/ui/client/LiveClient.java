package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.health.Health;
import dev.gatehouse.model.json.Json;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live feed: one WebSocket, many windows. Where the server goes away it tries again after 1 s, doubling to 30 s,
 * each with up to half of it left out at random, and opens its windows anew. Listeners are called on threads of the network.
 */
public final class LiveClient implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveClient.class);
    private static final long FIRST_DELAY_MILLIS = 1_000;
    private static final long LONGEST_DELAY_MILLIS = 30_000;
    private static final Duration PING_EVERY = Duration.ofSeconds(3);
    /** A connection on which nothing comes for so long is dead, though nobody closed it. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final ConsoleClient client;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final Map<String, LiveWindow<?>> windows = new ConcurrentHashMap<>();
    private final List<Consumer<LiveState>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong names = new AtomicLong();
    private volatile LiveState state;
    private volatile Instant heardAt;
    private @Nullable WebSocket socket;
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);
    private boolean wanted;
    private int failures;
    private long generation;

    /** @param timer runs the tries to come back; not closed here */
    public LiveClient(ConsoleClient client, ScheduledExecutorService timer, Clock clock) {
        this.client = client;
        this.timer = timer;
        this.clock = clock;
        this.heardAt = clock.instant();
        this.state = new LiveState(LiveState.Status.OFF, heardAt);
    }

    /** How the feed does now. */
    public LiveState state() {
        return state;
    }

    /** Calls {@code listener} with each new state. */
    public void onState(Consumer<LiveState> listener) {
        listeners.add(listener);
    }

    /** Connects, and stays connected until {@link #close()}. */
    public synchronized void start() {
        if (!wanted && !client.conditions().readOnly()) {
            wanted = true;
            failures = 0;
            connect();
        }
    }

    /** Tries at once where a try is due later. */
    public synchronized void retryNow() {
        if (wanted && state.status() == LiveState.Status.AWAY) {
            connect();
        }
    }

    /** Disconnects; windows stay known and come back with {@link #start()}. */
    @Override
    public synchronized void close() {
        wanted = false;
        generation++;
        if (socket != null) {
            socket.abort();
            socket = null;
        }
        still();
        tell(LiveState.Status.OFF);
    }

    /** Opens a window; {@code listener} gets its rows on a thread of the network, one call at a time. */
    public <T> LiveWindow<T> open(LiveExchange.View view, Class<T> rowType, WindowQuery query,
            Consumer<WindowRows<T>> listener) {
        LiveWindow<T> window = new LiveWindow<>("w" + names.incrementAndGet(), view, rowType, query, listener, this);
        windows.put(window.id(), window);
        send(window.opening());
        lookBack(window);
        return window;
    }

    /** Shows what was kept of a window while the feed does not flow. */
    void lookBack(LiveWindow<?> window) {
        if (state.status() != LiveState.Status.LIVE) {
            var _ = Thread.ofVirtual().name("console-cache").start(() -> {
                String key = window.key();
                try {
                    ConsoleCache.Kept kept = client.cache().find(key);
                    if (kept != null && window.show(key, kept)) {
                        client.conditions().seen(window.source(), new Conditions.Seen(kept.at(), true));
                    }
                } catch (ServerProblem refused) {
                    window.refused(refused.problem(), clock.instant());
                }
            });
        }
    }

    void forget(String id) {
        LiveWindow<?> gone = windows.remove(id);
        if (gone != null) {
            send(new LiveExchange.Close(id));
            if (windows.values().stream().noneMatch(other -> other.source() == gone.source())) {
                client.conditions().still(gone.source(), clock.instant());
            }
        }
    }

    /** What was shown was true until the server was last heard. */
    private void still() {
        windows.values().forEach(window -> client.conditions().still(window.source(), heardAt));
    }

    /** Runs {@code task}, which may wait for the disk, after {@code delay}. */
    void after(Duration delay, Runnable task) {
        if (!timer.isShutdown()) {
            var _ = timer.schedule(() -> Thread.ofVirtual().name("console-cache").start(task), delay.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    /** Sends where connected; otherwise nothing is lost, as every window opens anew. */
    synchronized void send(LiveExchange.Op op) {
        WebSocket target = socket;
        if (target == null) {
            return;
        }
        String text = write(op);
        sending = sending.handle((done, failure) -> target)
                .thenCompose(ready -> ready.sendText(text, true))
                .exceptionally(failure -> {
                    LOG.debug("the live feed went away while sending", failure);
                    return target;
                });
    }

    private void connect() {
        long mine = ++generation;
        tell(LiveState.Status.CONNECTING);
        CompletableFuture<WebSocket> connecting = client.accessToken()
                .thenCompose(token -> client.http()
                        .newWebSocketBuilder()
                        .subprotocols(LiveExchange.SUBPROTOCOL, LiveExchange.BEARER_PREFIX + token)
                        .buildAsync(address(client.base()), new Feed(mine)));
        var _ = connecting.whenComplete((opened, failure) -> {
            if (failure != null) {
                LOG.debug("the live feed cannot be reached", failure);
                lost(mine);
            } else {
                opened(mine, opened);
            }
        });
    }

    private synchronized void opened(long mine, WebSocket opened) {
        if (mine != generation || !wanted) {
            opened.abort();
            return;
        }
        socket = opened;
        sending = CompletableFuture.completedFuture(null);
        failures = 0;
        client.breaker().answered();
        heardAt = clock.instant();
        watch(mine);
        tell(LiveState.Status.LIVE);
        windows.values().forEach(window -> send(window.opening()));
    }

    /** Asks for a sign of life now and then, and takes silence for a connection that is lost. */
    private void watch(long mine) {
        var _ = timer.schedule(() -> look(mine), PING_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void look(long mine) {
        WebSocket watched = socket;
        if (mine != generation || watched == null) {
            return;
        }
        if (Duration.between(heardAt, clock.instant()).compareTo(SILENCE) > 0) {
            LOG.debug("nothing comes on the live feed any more");
            lost(mine);
            watched.abort();
        } else {
            var _ = watched.sendPing(ByteBuffer.allocate(0));
            watch(mine);
        }
    }

    private synchronized void lost(long mine) {
        if (mine != generation || !wanted || state.status() == LiveState.Status.AWAY) {
            return;
        }
        socket = null;
        still();
        client.conditions().server(false);
        tell(LiveState.Status.AWAY);
        long delay = Math.min(LONGEST_DELAY_MILLIS, FIRST_DELAY_MILLIS << Math.min(failures, 5));
        failures++;
        long jittered = delay - (long) (Math.random() * delay / 2);
        var _ = timer.schedule(() -> comeBack(mine), jittered, TimeUnit.MILLISECONDS);
    }

    private synchronized void comeBack(long mine) {
        if (mine == generation && wanted) {
            connect();
        }
    }

    private void tell(LiveState.Status status) {
        if (state.status() != status) {
            state = new LiveState(status, clock.instant());
            listeners.forEach(listener -> listener.accept(state));
        }
    }

    private void received(String text) {
        try {
            LiveExchange.Update update = Json.LENIENT.readValue(text, LiveExchange.Update.class);
            LiveWindow<?> window = windows.get(update.id());
            if (window != null) {
                Instant now = clock.instant();
                window.apply(update, now);
                client.conditions().flows(window.source(), Duration.ofMillis(update.age()), now);
                window.keep(client.cache(), now);
                if (window.first() instanceof Health health) {
                    client.conditions().health(health);
                }
            }
        } catch (JsonProcessingException broken) {
            LOG.warn("an update of the live feed cannot be read", broken);
        }
    }

    private static String write(LiveExchange.Op op) {
        try {
            return Json.LENIENT.writerFor(LiveExchange.Op.class).writeValueAsString(op);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("an operation that cannot be written", impossible);
        }
    }

    private static URI address(URI base) {
        String scheme = "https".equals(base.getScheme()) ? "wss" : "ws";
        return URI.create(scheme + "://" + base.getRawAuthority() + LiveExchange.PATH);
    }

    /** Puts the fragments of one connection together. */
    private final class Feed implements WebSocket.Listener {

        private final long mine;
        private final StringBuilder partial = new StringBuilder();

        Feed(long mine) {
            this.mine = mine;
        }

        @Override
        public @Nullable CompletableFuture<?> onText(WebSocket from, CharSequence data, boolean last) {
            heardAt = clock.instant();
            partial.append(data);
            if (last) {
                String text = partial.toString();
                partial.setLength(0);
                received(text);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletableFuture<?> onPong(WebSocket from, ByteBuffer message) {
            heardAt = clock.instant();
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletableFuture<?> onClose(WebSocket from, int status, String reason) {
            lost(mine);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            LOG.debug("the live feed broke", failure);
            lost(mine);
        }
    }
}
