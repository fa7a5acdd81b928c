package dev.gatehouse.server.gateway;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An upstream's answer to a WebSocket handshake, without a body.
 *
 * @param headers by name in lower case, without those of the connection
 */
record UpgradeAnswer(int status, Map<String, List<String>> headers) {

    private static final int MOST_BYTES = 16 << 10;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (\\d{3})( .*)?");
    private static final Set<String> DROPPED = Set.of("connection", "upgrade", "content-length", "transfer-encoding",
            "keep-alive", "content-encoding", "x-trace-id");

    /** Reads up to the empty line and no further. */
    static UpgradeAnswer read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int one = in.read();
            if (one < 0) {
                throw new EOFException("it closed the connection");
            }
            if (head.length() == MOST_BYTES) {
                throw new IOException("its answer has too many headers");
            }
            head.append((char) one);
        }
        String[] lines = head.toString().split("\r\n", -1);
        Matcher first = STATUS_LINE.matcher(lines[0]);
        if (!first.matches()) {
            throw new IOException("its answer is no HTTP/1.1");
        }
        Map<String, List<String>> headers = new TreeMap<>();
        for (int line = 1; line < lines.length && !lines[line].isEmpty(); line++) {
            int colon = lines[line].indexOf(':');
            if (colon < 1) {
                throw new IOException("its answer has a broken header");
            }
            String name = Tunnels.lower(lines[line].substring(0, colon));
            if (!DROPPED.contains(name) && !name.startsWith(Headers.IDENTITY)) {
                headers.computeIfAbsent(name, _ -> new ArrayList<>()).add(lines[line].substring(colon + 1).strip());
            }
        }
        return new UpgradeAnswer(Integer.parseInt(first.group(1)), headers);
    }
}
