package dev.gatehouse.bench;

import dev.gatehouse.model.api.MeExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The same request again and again by one thread of wrk, on the load's core. */
final class Wrk {

    static final int CONNECTIONS = 32;
    static final int PER_SECOND = 0;
    static final int CPU_MILLIS = 1;
    static final int P50_MILLIS = 2;
    static final int P99_MILLIS = 3;
    static final int STOLEN = 4;
    /** Runs once, after the load; a script that looks at every answer would make wrk the slower side. */
    private static final String SUMMARY = """
                                          done = function(summary, latency)
                                            local wrong = summary.errors
                                            io.write(string.format("summary %d %d %d %d %d %d\\n", summary.requests, summary.duration, summary.bytes,
                                              wrong.connect + wrong.read + wrong.write + wrong.status + wrong.timeout,
                                              latency:percentile(50), latency:percentile(99)))
                                          end
                                          """;

    private final Path script;
    private final Asked asked;
    private final int connections;

    /**
     * What is asked for again and again.
     *
     * @param path  where
     * @param token sent with it; none where empty
     * @param body  what every answer must say
     * @param slack by how many bytes the headers of two answers may differ
     */
    record Asked(String path, String token, String body, int slack) {}

    /** {@code GET /api/v1/me} over {@value #CONNECTIONS} connections. */
    Wrk(Path folder, String token, String body) throws IOException {
        this(folder, new Asked(MeExchange.PATH, token, body, 0), CONNECTIONS);
    }

    /** @param folder where its script may lie */
    Wrk(Path folder, Asked asked, int connections) throws IOException {
        this.script = Files.writeString(folder.resolve("summary.lua"), SUMMARY);
        this.asked = asked;
        this.connections = connections;
    }

    /**
     * Loads a server for some seconds and gives requests per second, the server's milliseconds of CPU per
     * request, the 50th and 99th percentile of the time until an answer, in milliseconds, and the share of the machine's
     * time that was {@linkplain Machine#stolenMillis() stolen}, from 0 to 1.
     *
     * <p>Every answer is checked by its status and by its length, which wrk sums up; before and after the load one
     * answer is compared letter by letter.
     */
    double[] load(Child server, URI uri, int seconds) throws IOException, InterruptedException, WrongAnswerException {
        long answerBytes = checked(uri);
        long stolenBefore = Machine.stolenMillis();
        long cpuBefore = server.cpuMillis();
        String out = Child.output(Child.LOAD_CORE, List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "-s",
                script.toString(), "-H", header(), uri.resolve(asked.path()).toString()));
        long cpuMillis = server.cpuMillis() - cpuBefore;
        double stolen = (Machine.stolenMillis() - stolenBefore) / (1e3 * seconds * Machine.cores());
        String summary = out.lines().filter(line -> line.startsWith("summary ")).findFirst()
                .orElseThrow(() -> new BenchFailure("wrk gave no summary: " + out));
        String[] fields = summary.split(" ", -1);
        long requests = Long.parseLong(fields[1]);
        long bytes = Long.parseLong(fields[3]);
        if (!fields[4].equals("0")) {
            throw new WrongAnswerException(fields[4] + " of " + requests + " requests failed.");
        }
        if (Math.abs(bytes - requests * answerBytes) > connections * answerBytes + requests * asked.slack()) {
            throw new WrongAnswerException(
                    "%d answers of %d bytes each came to %d bytes.".formatted(requests, answerBytes, bytes));
        }
        checked(uri);
        return new double[]{requests * 1e6 / Long.parseLong(fields[2]), (double) cpuMillis / requests,
                Long.parseLong(fields[5]) / 1e3, Long.parseLong(fields[6]) / 1e3, stolen};
    }

    private String header() {
        return asked.token().isEmpty() ? "Accept: */*" : "Authorization: Bearer " + asked.token();
    }

    /** Asks once, compares the answer, and gives its length with its headers. */
    private long checked(URI uri) throws IOException, WrongAnswerException {
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream()
                    .write(("GET " + asked.path() + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\n" + header()
                            + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    throw new WrongAnswerException("The answer ended within its headers.");
                }
                head.write(next);
            }
            byte[] expected = asked.body().getBytes(StandardCharsets.UTF_8);
            String answer = new String(in.readNBytes(expected.length), StandardCharsets.UTF_8);
            if (!head.toString(StandardCharsets.US_ASCII).startsWith("HTTP/1.1 200 ") || !answer.equals(asked.body())) {
                throw new WrongAnswerException("The answer was " + head.toString(StandardCharsets.US_ASCII) + answer);
            }
            return head.size() + (long) expected.length;
        }
    }
}
