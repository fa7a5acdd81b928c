package dev.gatehouse.bench;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process holds after a collection, in KiB. */
record Held(long residentKib, long heapKib) {

    private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");

    /** Collects twice with a while between, and looks. */
    static Held by(Child server, int seconds) throws IOException, InterruptedException {
        jcmd(server, "GC.run");
        Thread.sleep(seconds * 1000L);
        jcmd(server, "GC.run");
        Matcher used = HEAP_USED.matcher(jcmd(server, "GC.heap_info"));
        if (!used.find()) {
            throw new BenchFailure("jcmd does not tell how much of the heap is in use.");
        }
        return new Held(server.residentKib(), Long.parseLong(used.group(1)));
    }

    /** Resident bytes that each of {@code count} things cost that came since {@code rest}. */
    double residentOfEach(int count, Held rest) {
        return (residentKib - rest.residentKib) * 1024.0 / count;
    }

    /** Bytes of heap that each of {@code count} things cost that came since {@code rest}. */
    double heapOfEach(int count, Held rest) {
        return (heapKib - rest.heapKib) * 1024.0 / count;
    }

    private static String jcmd(Child server, String command) throws IOException, InterruptedException {
        return Child.output(Child.LOAD_CORE, List.of(Child.tool("jcmd"), Long.toString(server.pid()), command));
    }
}
