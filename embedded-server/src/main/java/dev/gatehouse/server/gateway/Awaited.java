package dev.gatehouse.server.gateway;

import java.io.InputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Response;
import org.jspecify.annotations.Nullable;

/** An upstream's answer for which a thread waits. */
final class Awaited {

    private final Outgoing request;
    private final InputStreamResponseListener answer = new InputStreamResponseListener();

    Awaited(Outgoing request) {
        this.request = request;
    }

    InputStreamResponseListener listener() {
        return answer;
    }

    /**
     * Waits until it begins, see {@link Outgoing#givenUpNanos}.
     *
     * @throws Outgoing.Late where the upstream is too slow; it is given up then
     * @throws ExecutionException where it cannot be asked, or its answer cannot be read
     */
    Response begun(long timeoutNanos) throws Outgoing.Late, ExecutionException, InterruptedException {
        while (true) {
            long left = request.givenUpNanos(timeoutNanos) - System.nanoTime();
            if (left <= 0) {
                Outgoing.Late late = new Outgoing.Late();
                request.abort(late);
                throw late;
            }
            Response response = within(left);
            if (response != null) {
                return response;
            }
        }
    }

    private @Nullable Response within(long nanos) throws ExecutionException, InterruptedException {
        try {
            return answer.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return null;
        }
    }

    /** Its body. */
    InputStream body() {
        return answer.getInputStream();
    }

    /** Nobody is given it. */
    void drop() {
        request.drop();
    }
}
