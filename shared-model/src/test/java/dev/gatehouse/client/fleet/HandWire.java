package dev.gatehouse.client.fleet;

import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.ServerFrame;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A way to nodes that a test plays. */
final class HandWire implements Wire {

    final List<Try> tries = new ArrayList<>();

    @Override
    public void open(URI node, String token, Events events) {
        tries.add(new Try(node, token, events));
    }

    /** The try that was made last. */
    Try last() {
        return tries.getLast();
    }

    /** One try and, where it is opened, its socket. */
    static final class Try implements Socket {

        final URI node;
        final String token;
        final List<ClientFrame> sent = new ArrayList<>();
        int asked;
        boolean dropped;
        boolean left;
        private final Events events;

        Try(URI node, String token, Events events) {
            this.node = node;
            this.token = token;
            this.events = events;
        }

        Try welcome(String resumeToken) {
            events.opened(this);
            say(new ServerFrame.Welcome("s1", "n1", 10, resumeToken));
            return this;
        }

        void say(ServerFrame... frames) {
            events.received(List.of(frames));
        }

        void end(Ending ending) {
            events.ended(ending);
        }

        <T extends ClientFrame> List<T> sent(Class<T> type) {
            return sent.stream().filter(type::isInstance).map(type::cast).toList();
        }

        @Override
        public CompletionStage<?> send(ClientFrame frame) {
            sent.add(frame);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void more() {
            asked++;
        }

        @Override
        public void leave() {
            left = true;
        }

        @Override
        public void drop() {
            dropped = true;
        }
    }
}
