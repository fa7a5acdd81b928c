package dev.gatehouse.server.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.api.LiveExchange.Close;
import dev.gatehouse.model.api.LiveExchange.Move;
import dev.gatehouse.model.api.LiveExchange.Op;
import dev.gatehouse.model.api.LiveExchange.Open;
import dev.gatehouse.model.api.LiveExchange.Update;
import dev.gatehouse.model.api.LiveExchange.View;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.message.CloseCode;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.http.Socket;
import dev.gatehouse.server.http.SocketRoute;
import dev.gatehouse.server.live.LiveWindow.Asked;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One console and its windows. Safe for use by several threads: one looks or changes windows at a time. */
final class LiveClient implements SocketRoute.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(LiveClient.class);
    private static final int MOST_WINDOWS = 20;
    private static final int LONGEST_ID = 64;
    private static final int DEFAULT_LIMIT = 100;
    /** A client that has not taken this much yet is told nothing more until it has; in bytes. */
    private static final long ENOUGH_QUEUED = 256 * 1024;

    private final Principal principal;
    private final Map<View, LiveView> views;
    private final Set<LiveClient> clients;
    private final BiConsumer<View, @Nullable String> watched;
    private final Map<String, LiveWindow> windows = new LinkedHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Socket socket;

    /**
     * A client that joins {@code clients} while its socket is open.
     *
     * @param watched told of every view and query that is shown anew
     */
    LiveClient(Principal principal, Map<View, LiveView> views, Set<LiveClient> clients,
            BiConsumer<View, @Nullable String> watched) {
        this.principal = principal;
        this.views = views;
        this.clients = clients;
        this.watched = watched;
    }

    Principal principal() {
        return principal;
    }

    @Override
    public void opened(Socket opened) {
        lock.lock();
        try {
            socket = opened;
            clients.add(this);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void text(String message) {
        lock.lock();
        try {
            read(message);
        } finally {
            lock.unlock();
        }
    }

    private void read(String message) {
        try {
            Op op = Json.STRICT.readValue(message, Op.class);
            if (op == null) {
                refuse("", new RequestFailure(ErrorCode.BAD_REQUEST, "The message is empty."));
            } else {
                obey(op);
            }
        } catch (JsonProcessingException e) {
            refuse(idIn(message), new RequestFailure(ErrorCode.BAD_REQUEST,
                    "The message is not understood: " + e.getOriginalMessage()));
        }
    }

    @Override
    public void binary(ByteBuffer message) {
        lock.lock();
        try {
            refuse("", new RequestFailure(ErrorCode.BAD_REQUEST, "Only text is understood here."));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void closed(int code, String reason) {
        clients.remove(this);
    }

    /** Looks through the windows on some views and tells what changed; not while somebody else is at the windows. */
    void look(Predicate<View> wanted) {
        if (!lock.tryLock()) {
            return;
        }
        try {
            Socket to = socket;
            if (to != null && to.queuedBytes() <= ENOUGH_QUEUED) {
                windows.values().stream().filter(window -> wanted.test(window.asked().view().view()))
                        .forEach(this::look);
            }
        } finally {
            lock.unlock();
        }
    }

    private void look(LiveWindow window) {
        try {
            Update update = window.look(System.nanoTime());
            if (update != null) {
                send(update);
            }
        } catch (RequestFailure e) {
            LOG.debug("A window cannot be told: {}", e.detail());
            if (e.code() == ErrorCode.DEADLINE_EXCEEDED && window.isNewFault()) {
                refuse(window.asked().id(), e);
            }
        } catch (RuntimeException e) {
            LOG.error("The window {} of {} failed.", window.asked().view().view(), principal.username(), e);
        }
    }

    /** Closes the client from this side; does not wait for a window that is being looked at. */
    void close(CloseCode code, String reason) {
        Socket open = socket;
        if (open != null) {
            open.close(code.number(), reason);
        }
    }

    private void obey(Op op) {
        try {
            switch (op) {
                case Open open -> show(asked(open));
                case Move move -> show(asked(move));
                case Close close -> windows.remove(id(close));
            }
        } catch (RequestFailure e) {
            refuse(String.valueOf(op.id()), e);
        } catch (RuntimeException e) {
            LOG.error("A window of {} cannot be shown.", principal.username(), e);
            refuse(String.valueOf(op.id()),
                    new RequestFailure(ErrorCode.INTERNAL, "Something broke inside; the node's log has it.", e));
        }
    }

    private void show(Asked asked) {
        LiveWindow before = windows.get(asked.id());
        if (before == null || !before.asked().view().equals(asked.view())
                || !Objects.equals(before.asked().query(), asked.query())) {
            watched.accept(asked.view().view(), asked.query());
        }
        LiveWindow window = new LiveWindow(asked);
        Update update = window.look(System.nanoTime());
        windows.put(asked.id(), window);
        if (update != null) {
            send(update);
        }
    }

    private Asked asked(Open open) {
        String id = id(open);
        if (!windows.containsKey(id) && windows.size() >= MOST_WINDOWS) {
            throw new RequestFailure(ErrorCode.BUSY, MOST_WINDOWS + " windows are the most; close one first.");
        }
        View name = open.view();
        LiveView view = name == null ? null : views.get(name);
        if (view == null) {
            throw RequestFailure.invalid("view", "There is no such view on this node.");
        }
        return new Asked(id, view.seenBy(principal), given(open.query()), given(open.sort()), offset(open.offset(), 0),
                limit(open.limit(), DEFAULT_LIMIT));
    }

    private Asked asked(Move move) {
        LiveWindow window = windows.get(id(move));
        if (window == null) {
            throw new RequestFailure(ErrorCode.NOT_FOUND, "No window of that id is open.");
        }
        Asked before = window.asked();
        return new Asked(before.id(), before.view(), move.query() == null ? before.query() : given(move.query()),
                move.sort() == null ? before.sort() : given(move.sort()), offset(move.offset(), before.offset()),
                limit(move.limit(), before.limit()));
    }

    private static String id(Op op) {
        @Nullable
        String id = op.id();
        if (id == null || id.isEmpty() || id.length() > LONGEST_ID) {
            throw RequestFailure.invalid("id", "A window's id has 1 to " + LONGEST_ID + " characters.");
        }
        return id;
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static int offset(@Nullable Integer given, int otherwise) {
        int offset = given == null ? otherwise : given;
        if (offset < 0) {
            throw RequestFailure.invalid("offset", "must be 0 or more.");
        }
        return offset;
    }

    private static int limit(@Nullable Integer given, int otherwise) {
        int limit = given == null ? otherwise : given;
        if (limit < 1 || limit > LiveExchange.MAX_LIMIT) {
            throw RequestFailure.invalid("limit", "must be 1 to " + LiveExchange.MAX_LIMIT + ".");
        }
        return limit;
    }

    private void refuse(String id, RequestFailure failure) {
        ErrorCode code = failure.code();
        send(new Update(id, 0, null, null, 0,
                new Problem("urn:gatehouse:error:" + code.code(), code.title(), code.status(), failure.detail(),
                        code.code(), Trace.current().traceId(), failure.hints().errors(), null, null, null)));
    }

    private void send(Update update) {
        Socket to = socket;
        if (to == null) {
            return;
        }
        try {
            to.send(Json.LENIENT.writeValueAsString(update));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A row cannot be written as JSON.", e);
        }
    }

    private static String idIn(String message) {
        try {
            JsonNode tree = Json.LENIENT.readTree(message);
            return tree == null ? "" : tree.path("id").asText();
        } catch (JsonProcessingException e) {
            return "";
        }
    }
}
