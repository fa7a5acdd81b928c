package dev.gatehouse.client.fleet;

import dev.gatehouse.client.fleet.NotSentException.Reason;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.DeliveryState;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.ServerFrame;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One socket of a connection, from the try to open it to its end. Its state is kept under the connection's lock. */
final class Link implements Wire.Events {

    private static final Duration UNTIL_WELCOME = Duration.ofSeconds(15);
    /** Messages that wait for the listener, and frames that wait to leave; beyond that nothing more is read. */
    private static final int CROWD = 256;
    /** A little before the node expects it. */
    private static final double BEAT_EARLY = 0.9;
    /** Refusals that are over when the node, or what it needs, is well again. */
    private static final Set<String> PASSING = Set.of(ErrorCode.LIVE_STATE_UNAVAILABLE.code(),
            ErrorCode.LOG_UNAVAILABLE.code(), ErrorCode.STORAGE_UNAVAILABLE.code(), ErrorCode.DRAINING.code(),
            ErrorCode.DEADLINE_EXCEEDED.code(), ErrorCode.RATE_LIMITED.code(), ErrorCode.BUSY.code(),
            ErrorCode.INTERNAL.code());

    private final FleetConnection.Owner owner;
    private Wire.@Nullable Socket socket;
    private @Nullable FrameQueue queue;
    private ServerFrame.@Nullable Welcome welcome;
    private Timer.@Nullable Appointment due;
    /** What the node said before it closed; the close itself may be overtaken by a failure to send. */
    private Ending.@Nullable Closed farewell;
    /** Where the node said to go on. */
    private @Nullable String next;
    private boolean settled;
    private boolean held;
    private int unhandled;
    private long onlineSince;
    private long heardAt;
    private long beatAt;

    Link(FleetConnection.Owner owner) {
        this.owner = owner;
    }

    /** The try begins; from here on it must come to something. */
    void opens() {
        synchronized (owner.lock()) {
            if (owner.holds(this)) {
                due = owner.timer().after(UNTIL_WELCOME, () -> giveUp(new Ending.Silent()));
            }
        }
    }

    @Override
    public void opened(Wire.Socket opened) {
        synchronized (owner.lock()) {
            if (!owner.holds(this)) {
                opened.drop();
                return;
            }
            socket = opened;
            queue = new FrameQueue(owner.lock(), opened, owner.pace(), owner.timer(),
                    new FrameQueue.Watcher() {

                        @Override
                        public void left() {
                            readOn();
                        }

                        @Override
                        public void broken(Throwable failure) {
                            giveUp(new Ending.Unreachable("sending failed: " + failure.getMessage()));
                        }
                    });
            opened.more();
        }
    }

    @Override
    public void received(List<ServerFrame> frames) {
        synchronized (owner.lock()) {
            if (!owner.holds(this)) {
                return;
            }
            heardAt = owner.timer().nanos();
            frames.forEach(this::take);
            held = true;
            readOn();
        }
    }

    @Override
    public void ended(Ending ending) {
        giveUp(ending);
    }

    /** Sends a frame. */
    void send(ClientFrame frame) {
        if (queue != null) {
            queue.add(frame);
        }
    }

    /** Sends a message. */
    void send(Outbox.Entry entry) {
        if (queue != null) {
            queue.add(entry);
        }
    }

    /** Sends a heartbeat out of turn. */
    void beat() {
        if (queue != null) {
            beatAt = owner.timer().nanos();
            queue.beat();
        }
    }

    /** Says goodbye; nothing more is told of it. */
    void leave() {
        finish();
        if (socket != null) {
            socket.leave();
        }
    }

    private void finish() {
        if (due != null) {
            due.cancel();
        }
        if (queue != null) {
            queue.close();
        }
    }

    private void giveUp(Ending ending) {
        synchronized (owner.lock()) {
            if (!owner.holds(this)) {
                return;
            }
            finish();
            if (socket != null && !(ending instanceof Ending.Closed)) {
                socket.drop();
            }
            owner.over(farewell == null ? ending : farewell, next, welcome == null ? Duration.ZERO
                    : Duration.ofNanos(owner.timer().nanos() - onlineSince));
        }
    }

    private void take(ServerFrame frame) {
        switch (frame) {
            case ServerFrame.Welcome first -> welcomed(first);
            case ServerFrame.Pong() -> answered();
            case ServerFrame.Message message -> {
                unhandled++;
                owner.inbox().deliver(message, done -> handled(message, done));
            }
            case ServerFrame.Receipt receipt -> received(receipt);
            case ServerFrame.Failure failure -> refused(failure);
            case ServerFrame.Bye bye -> {
                farewell = new Ending.Closed(bye.code(), bye.reason());
                next = bye.url();
                owner.inbox().tell(listener -> listener.bye(bye));
            }
        }
    }

    private void answered() {
        Duration roundTrip = Duration.ofNanos(heardAt - beatAt);
        owner.inbox().tell(listener -> listener.heartbeat(roundTrip));
        if (welcome != null && !settled) {
            settled = true;
            owner.settled(welcome.resumeToken());
        }
    }

    private void welcomed(ServerFrame.Welcome first) {
        if (welcome != null) {
            return;
        }
        welcome = first;
        onlineSince = owner.timer().nanos();
        beatAt = onlineSince;
        if (due != null) {
            due.cancel();
        }
        owner.welcomed(this);
        // Spread, so that a fleet that came in as one does not beat as one.
        schedule(beatNanos() * (0.1 + 0.8 * owner.chance()));
    }

    private void handled(ServerFrame.Message message, boolean done) {
        synchronized (owner.lock()) {
            unhandled--;
            if (!owner.holds(this)) {
                return;
            }
            if (done && message.qos() == Qos.AT_LEAST_ONCE && MessageKinds.isAwaited(message.msgId())) {
                send(new ClientFrame.Ack(message.msgId(), DeliveryState.DELIVERED));
            }
            readOn();
        }
    }

    private void received(ServerFrame.Receipt receipt) {
        Outbox.Entry entry = owner.outbox().remove(receipt.id());
        if (entry != null) {
            owner.confirm(entry, receipt);
        }
        owner.inbox().tell(listener -> listener.receipt(receipt));
    }

    private void refused(ServerFrame.Failure failure) {
        Outbox.Entry entry = owner.outbox().find(failure.id());
        if (entry == null) {
            owner.inbox().tell(listener -> listener.refused(failure));
        } else if (!entry.kept() || !PASSING.contains(failure.code())) {
            owner.outbox().remove(entry.id());
            owner.refuse(entry, new NotSentException(Reason.REFUSED, failure.detail(), failure));
        }
    }

    private void readOn() {
        if (held && socket != null && unhandled < CROWD && (queue == null || queue.size() < CROWD)) {
            held = false;
            heardAt = owner.timer().nanos();
            socket.more();
        }
    }

    private long beatNanos() {
        return welcome == null ? Long.MAX_VALUE / 4 : Duration.ofSeconds(welcome.heartbeatSeconds()).toNanos();
    }

    private void schedule(double nanos) {
        due = owner.timer().after(Duration.ofNanos((long) nanos), this::pulse);
    }

    /** Once in a heartbeat: says that it is there, and looks whether the node is. */
    private void pulse() {
        synchronized (owner.lock()) {
            if (!owner.holds(this)) {
                return;
            }
            readOn();
            long past = owner.timer().nanos() - 2 * beatNanos();
            // While it reads nothing because the listener is slow, silence says nothing of the node.
            if (!held && heardAt - past < 0) {
                giveUp(new Ending.Silent());
                return;
            }
            owner.outbox().removeIf(entry -> !entry.kept() && entry.overdue(past))
                    .forEach(entry -> owner.refuse(entry, Outbox.lost(entry)));
            owner.outbox().all().stream().filter(entry -> entry.overdue(past)).forEach(this::send);
            beat();
            schedule(beatNanos() * BEAT_EARLY);
        }
    }
}
