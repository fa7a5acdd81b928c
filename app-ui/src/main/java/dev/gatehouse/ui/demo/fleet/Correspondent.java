package dev.gatehouse.ui.demo.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.client.fleet.ConnectionState;
import dev.gatehouse.client.fleet.Ending;
import dev.gatehouse.client.fleet.FleetConnection;
import dev.gatehouse.client.fleet.FleetListener;
import dev.gatehouse.client.fleet.NotSentException;
import dev.gatehouse.client.fleet.SecurityAlert;
import dev.gatehouse.model.message.CloseCode;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.message.Target;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a simulated client says and hears during one visit. What it says to a room is numbered, so that whoever is in the
 * room sees what is missing, comes twice or comes out of order.
 */
final class Correspondent implements FleetListener {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String FROM = "from";
    private static final String NUMBER = "n";
    private static final String LETTER = "letter";

    private final String name;
    private final String user;
    private final Tally tally;
    private final Letters letters;
    private final BlockingQueue<SecurityAlert> alerts = new LinkedBlockingQueue<>();
    private final Map<String, Long> heard = new HashMap<>();
    private final AtomicBoolean saying = new AtomicBoolean();
    private long said;
    private boolean online;

    /**
     * @param name unlike any other visit's
     * @param user whose client it is
     */
    Correspondent(String name, String user, Tally tally, Letters letters) {
        this.name = name;
        this.user = user;
        this.tally = tally;
        this.letters = letters;
    }

    /** Waits for the node to send the client away for good; gives nothing where that does not happen in time. */
    @Nullable
    SecurityAlert awaitAlert(Duration limit) throws InterruptedException {
        return alerts.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Says the next thing to a room, unless what it said before is not confirmed yet. */
    void say(FleetConnection connection, String room) {
        if (!saying.compareAndSet(false, true)) {
            return;
        }
        ObjectNode content = JSON.objectNode().put(FROM, name + "@" + room).put(NUMBER, said + 1);
        follow(connection.publish(room, content, Qos.AT_LEAST_ONCE), receipt -> {
            said += receipt == null ? 0 : 1;
            saying.set(false);
        });
    }

    /** Writes to a user. */
    void write(FleetConnection connection, String to, String id) {
        letters.leaves(id, to);
        follow(connection.send(Target.user(to), JSON.objectNode().put(LETTER, id), Qos.AT_LEAST_ONCE), receipt -> {
            if (receipt == null) {
                letters.failed(id);
            } else {
                letters.confirmed(id);
            }
        });
    }

    private void follow(CompletionStage<ServerFrame.Receipt> sending, Consumer<ServerFrame.@Nullable Receipt> done) {
        sending.whenComplete((receipt, failure) -> {
            done.accept(receipt);
            if (failure == null) {
                tally.add(Tally.Count.SENT);
            } else if (failure instanceof NotSentException notSent
                    && notSent.reason() != NotSentException.Reason.CLOSED) {
                tally.fault("a message was not taken: " + notSent.getMessage());
            }
        });
    }

    @Override
    public void message(ServerFrame.Message message) {
        tally.add(Tally.Count.RECEIVED);
        JsonNode content = message.content();
        if (content.has(LETTER)) {
            letters.arrived(content.path(LETTER).asText());
        } else if (content.has(FROM)) {
            next(content.path(FROM).asText(), content.path(NUMBER).asLong());
        }
    }

    private void next(String from, long number) {
        Long before = heard.put(from, number);
        if (before == null || number == before + 1) {
            return;
        }
        if (number <= before) {
            tally.add(Tally.Count.TWICE);
            tally.fault("a message was told twice or out of order");
        } else {
            tally.add(Tally.Count.LOST, number - before - 1);
            tally.fault("a message to a room was lost");
        }
    }

    @Override
    public void state(ConnectionState state) {
        boolean now = state == ConnectionState.ONLINE;
        if (now && !online) {
            tally.add(Tally.Count.WELCOMES);
            tally.connected();
            letters.comes(user);
        } else if (!now && online) {
            tally.disconnected();
            letters.goes(user);
        }
        online = now;
    }

    @Override
    public void heartbeat(Duration roundTrip) {
        tally.add(Tally.Count.HEARTBEATS);
    }

    @Override
    public void refused(ServerFrame.Failure failure) {
        tally.refused("frame " + failure.code());
    }

    @Override
    public void ended(Ending ending) {
        switch (ending) {
            case Ending.Unreachable _,Ending.Silent _ -> tally.add(Tally.Count.BREAKS);
            case Ending.SignedOut _ -> {
                // The alert tells.
            }
            case Ending.Refused(int status, _) -> {
                if (status != 401 && status != 403) {
                    tally.refused("upgrade refused with " + status);
                }
            }
            case Ending.Closed(int code, String reason) -> closed(code, reason);
        }
    }

    private void closed(int code, String reason) {
        if (code == CloseCode.GOING_AWAY.number() || code == CloseCode.DRAINING.number()
                || code == CloseCode.SESSION_OVER.number()) {
            tally.refused("closed " + code);
        } else if (code < 4000) {
            tally.add(Tally.Count.BREAKS);
        } else if (code != CloseCode.KICKED.number() && code != CloseCode.BANNED.number()) {
            tally.fault("closed " + code + ": " + reason);
        }
    }

    @Override
    public void alarm(Ending last) {
        tally.fault("no node takes a client in: " + last);
    }

    @Override
    public void alert(SecurityAlert alert) {
        alerts.add(alert);
    }

    @Override
    public void failed(RuntimeException failure) {
        tally.fault("a client's own fault: " + failure);
    }
}
