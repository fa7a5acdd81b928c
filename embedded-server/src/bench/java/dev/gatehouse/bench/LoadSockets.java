package dev.gatehouse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** The sockets of one load process. For one thread. */
final class LoadSockets {

    private static final int OPENING_AT_ONCE = 64;
    /** An address has ports for some 28,000 sockets. */
    private static final int PER_ADDRESS = 5_000;
    private static final int HEARTBEATS_AT_ONCE = 256;
    private static final long LATE_NANOS = 1_000_000_000L;
    private static final int MOST_TIMES = 1 << 21;

    private final Selector selector;
    private final InetSocketAddress server;
    private final int firstAddress;
    private final String[] tokens;
    private final ByteBuffer input = ByteBuffer.allocateDirect(128 * 1024);
    private final ByteBuffer heartbeat = LoadSocket.masked("{\"type\":\"heartbeat\"}");
    private final List<LoadSocket> open = new ArrayList<>();
    private final Deque<LoadSocket> beating = new ArrayDeque<>();
    private final long[] times = new long[MOST_TIMES];
    private int timed;
    private int started;
    private int refused;
    private int wanted;
    private int lost;
    private long late;
    private long frames;
    private long beatNanos;

    LoadSockets(Selector selector, int port, int firstAddress, String[] tokens) {
        this.selector = selector;
        this.server = new InetSocketAddress("127.0.0.1", port);
        this.firstAddress = firstAddress;
        this.tokens = tokens.clone();
    }

    /** Does what is asked; gives nothing while it is not done. */
    String answer(String[] words) throws IOException {
        return switch (words[0]) {
            case "open" -> opened(Integer.parseInt(words[1]));
            case "beat" -> {
                beatNanos = Long.parseLong(words[1]) * 1_000_000;
                yield "beating";
            }
            case "report" -> report();
            case "frames" -> Long.toString(frames);
            case "stall" -> {
                open.getFirst().channel().keyFor(selector).interestOps(0);
                yield "stalled";
            }
            default -> throw new BenchFailure("There is no order " + words[0]);
        };
    }

    private String opened(int count) throws IOException {
        wanted = count;
        if (open.size() + refused + lost < wanted) {
            return "";
        }
        return open.size() + " " + refused;
    }

    private String report() {
        long[] sorted = Arrays.copyOf(times, timed);
        Arrays.sort(sorted);
        String report = frames + " " + lost + " " + late + " " + at(sorted, 0.5) + " " + at(sorted, 0.99);
        timed = 0;
        late = 0;
        lost = 0;
        frames = 0;
        return report;
    }

    private static long at(long[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
    }

    /** Opens more sockets and sends heartbeats that are due. */
    void tend() throws IOException {
        while (started < wanted && started - open.size() - refused - lost < OPENING_AT_ONCE) {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.bind(new InetSocketAddress("127.0.0." + (firstAddress + started / PER_ADDRESS), 0));
            channel.connect(server);
            channel.register(selector, SelectionKey.OP_CONNECT,
                    new LoadSocket(channel, tokens[started % tokens.length]));
            started++;
        }
        long now = System.nanoTime();
        for (int i = 0; beatNanos > 0 && i < HEARTBEATS_AT_ONCE; i++) {
            LoadSocket next = beating.peek();
            if (next == null || next.nextBeat() - now > 0) {
                return;
            }
            beating.remove();
            if (next.channel().isOpen()) {
                beat(next);
                beating.add(next);
            }
        }
    }

    private void beat(LoadSocket socket) throws IOException {
        if (socket.awaitsPong()) {
            late++;
        }
        socket.sent(System.nanoTime(), beatNanos);
        if (socket.channel().write(heartbeat.duplicate()) < heartbeat.remaining()) {
            throw new BenchFailure("A heartbeat does not fit into the socket's buffer.");
        }
    }

    void ready(SelectionKey key) {
        LoadSocket socket = (LoadSocket) key.attachment();
        try {
            if (key.isConnectable() && socket.channel().finishConnect()) {
                socket.channel().write(ByteBuffer.wrap(socket.request().getBytes(StandardCharsets.US_ASCII)));
                key.interestOps(SelectionKey.OP_READ);
            } else if (key.isReadable()) {
                read(socket);
            }
        } catch (IOException e) {
            gone(socket);
        }
    }

    private void read(LoadSocket socket) throws IOException {
        input.clear();
        if (socket.channel().read(input) < 0) {
            gone(socket);
            return;
        }
        input.flip();
        boolean wasWelcomed = socket.isWelcomed();
        int count = socket.take(input);
        frames += count;
        if (!wasWelcomed && socket.isWelcomed()) {
            open.add(socket);
            // They beat evenly over the interval, not all at once.
            socket.first(System.nanoTime(), beatNanos);
            beating.add(socket);
        }
        if (count > 0 && socket.awaitsPong()) {
            long nanos = socket.pong(System.nanoTime());
            late += nanos > LATE_NANOS ? 1 : 0;
            if (timed < MOST_TIMES) {
                times[timed++] = nanos;
            }
        }
        if (socket.isEnding()) {
            gone(socket);
        }
    }

    private void gone(LoadSocket socket) {
        try {
            socket.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (socket.isWelcomed()) {
            lost++;
            open.remove(socket);
        } else {
            refused++;
        }
    }
}
