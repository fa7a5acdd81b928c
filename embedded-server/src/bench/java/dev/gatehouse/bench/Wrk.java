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

/** The load of {@code requests}: one thread of wrk with 32 connections, on the load's core. */
final class Wrk {

    private static final int CONNECTIONS = 32;
    /** Runs once, after the load; a script that looks at every answer would make wrk the slower side. */
    private static final String SUMMARY = """
                                          done = function(summary)
                                            local wrong = summary.errors
                                            io.write(string.format("summary %d %d %d %d\\n", summary.requests, summary.duration, summary.bytes,
                                              wrong.connect + wrong.read + wrong.write + wrong.status + wrong.timeout))
                                          end
                                          """;

    private final Path script;
    private final String token;
    private final String body;

    /**
     * A load of the same request again and again.
     *
     * @param folder where its script may lie
     * @param body   what every answer must say
     */
    Wrk(Path folder, String token, String body) throws IOException {
        this.script = Files.writeString(folder.resolve("summary.lua"), SUMMARY);
        this.token = token;
        this.body = body;
    }

    /**
     * Loads a server for some seconds and gives requests per second and the server's milliseconds of CPU per request.
     *
     * <p>Every answer is checked by its status and by its length, which wrk sums up; before and after the load one
     * answer is compared letter by letter.
     */
    double[] load(Child server, URI uri, int seconds) throws IOException, InterruptedException, WrongAnswerException {
        long answerBytes = checked(uri);
        long cpuBefore = server.cpuMillis();
        String out = Child.output(Child.LOAD_CORE, List.of("wrk", "-t1", "-c" + CONNECTIONS, "-d" + seconds + "s", "-s",
                script.toString(), "-H", "Authorization: Bearer " + token, uri.resolve(MeExchange.PATH).toString()));
        long cpuMillis = server.cpuMillis() - cpuBefore;
        String summary = out.lines().filter(line -> line.startsWith("summary ")).findFirst()
                .orElseThrow(() -> new BenchFailure("wrk gave no summary: " + out));
        String[] fields = summary.split(" ", -1);
        long requests = Long.parseLong(fields[1]);
        long bytes = Long.parseLong(fields[3]);
        if (!fields[4].equals("0")) {
            throw new WrongAnswerException(fields[4] + " of " + requests + " requests failed.");
        }
        if (Math.abs(bytes - requests * answerBytes) > CONNECTIONS * answerBytes) {
            throw new WrongAnswerException(
                    "%d answers of %d bytes each came to %d bytes.".formatted(requests, answerBytes, bytes));
        }
        checked(uri);
        return new double[]{requests * 1e6 / Long.parseLong(fields[2]), (double) cpuMillis / requests};
    }

    /** Asks once, compares the answer, and gives its length with its headers. */
    private long checked(URI uri) throws IOException, WrongAnswerException {
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream()
                    .write(("GET " + MeExchange.PATH + " HTTP/1.1\r\nHost: " + uri.getAuthority()
                            + "\r\nAuthorization: Bearer " + token + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    throw new WrongAnswerException("The answer ended within its headers.");
                }
                head.write(next);
            }
            byte[] expected = body.getBytes(StandardCharsets.UTF_8);
            String answer = new String(in.readNBytes(expected.length), StandardCharsets.UTF_8);
            if (!head.toString(StandardCharsets.US_ASCII).startsWith("HTTP/1.1 200 ") || !answer.equals(body)) {
                throw new WrongAnswerException("The answer was " + head.toString(StandardCharsets.US_ASCII) + answer);
            }
            return head.size() + (long) expected.length;
        }
    }
}
