package dev.gatehouse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.Queue;

/**
 * Many WebSocket clients on one thread and with as little else as can be, so that the server is what is measured.
 */
public final class SocketLoadMain {

    private static final long LONGEST_WAIT_MILLIS = 5;

    private final Selector selector;
    private final LoadSockets sockets;
    private final Queue<Order> orders = new ConcurrentLinkedQueue<>();

    private record Order(String[] words, CompletableFuture<String> answer) {}

    private SocketLoadMain(String[] arguments) throws IOException {
        selector = Selector.open();
        sockets = new LoadSockets(selector, Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]),
                Arrays.copyOfRange(arguments, 2, arguments.length));
    }

    /**
     * Takes the server's port, the last number of the first loopback address to come from, and tokens; says
     * {@code ready}. Each line of the input is answered by {@code done} and what is said here: {@code open <count>} opens
     * so many sockets, and gives how many are open and how many were refused; {@code beat <millis>} has every socket send
     * a heartbeat so often, 0 for never; {@code report} gives the frames that came in, the sockets that the server
     * closed, the pongs that took longer than a second, and the 50th and the 99th percentile of the round trips in
     * nanoseconds, all since the report before; {@code frames} gives only the frames, and forgets nothing;
     * {@code stall} has the first socket read no more.
     */
    public static void main(String[] arguments) throws IOException {
        SocketLoadMain load = new SocketLoadMain(arguments);
        Thread.ofPlatform().daemon().name("load").start(load::run);
        Parent.say("ready");
        Parent.serve(load::ask);
    }

    private String ask(String order) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        orders.add(new Order(order.split(" ", -1), answer));
        selector.wakeup();
        return "done " + answer.join();
    }

    private void run() {
        try {
            while (true) {
                selector.select(key -> sockets.ready(key), LONGEST_WAIT_MILLIS);
                sockets.tend();
                Order order = orders.peek();
                if (order != null) {
                    String answer = sockets.answer(order.words);
                    if (!answer.isEmpty()) {
                        orders.remove();
                        order.answer.complete(answer);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
