package dev.gatehouse.bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A process with many WebSocket clients, see {@link SocketLoadMain}. */
final class SocketLoad implements AutoCloseable {

    private static final List<String> FLAGS = List.of("-Xmx256m", "-XX:+UseSerialGC");

    private final Child process;

    /**
     * What came in since the report before.
     *
     * @param lost sockets that the server closed
     * @param late pongs that took longer than a second
     */
    record Report(long frames, long lost, long late, double p50Millis, double p99Millis) {}

    /** @param firstAddress the last number of the first loopback address to come from */
    SocketLoad(URI server, int firstAddress, List<String> tokens) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(server.getPort()),
                Integer.toString(firstAddress)));
        arguments.addAll(tokens);
        process = Child.java(Child.LOAD_CORE, FLAGS, SocketLoadMain.class, arguments.toArray(String[]::new));
        process.line("ready");
    }

    /**
     * Opens sockets until there are so many.
     *
     * @throws WrongAnswerException where one was refused
     */
    void open(int count) throws IOException, WrongAnswerException {
        String answer = process.ask("open " + count, "done ");
        if (!answer.equals(count + " 0")) {
            throw new WrongAnswerException("not all of " + count + " sockets could be opened: " + answer);
        }
    }

    /** Has every socket send a heartbeat so often. */
    void beat(int everyMillis) throws IOException {
        process.ask("beat " + everyMillis, "done ");
    }

    /** Has the first socket read no more. */
    void stall() throws IOException {
        process.ask("stall", "done ");
    }

    long frames() throws IOException {
        return Long.parseLong(process.ask("frames", "done "));
    }

    Report report() throws IOException {
        String[] words = process.ask("report", "done ").split(" ", -1);
        return new Report(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]),
                Long.parseLong(words[3]) / 1e6, Long.parseLong(words[4]) / 1e6);
    }

    void pause() throws IOException, InterruptedException {
        process.pause();
    }

    void resume() throws IOException, InterruptedException {
        process.resume();
    }

    @Override
    public void close() {
        process.close();
    }
}
