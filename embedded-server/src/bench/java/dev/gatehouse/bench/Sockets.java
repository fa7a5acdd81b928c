package dev.gatehouse.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** WebSockets that were welcomed and then say nothing. */
final class Sockets implements AutoCloseable {

    private static final int AT_ONCE = 50;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<WebSocket> open = new ArrayList<>();

    /** Waits for the first text. */
    private static final class Welcome implements WebSocket.Listener {

        private final CompletableFuture<String> text = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.complete(data.toString());
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            text.completeExceptionally(new IllegalStateException("closed with " + code + " " + reason));
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            text.completeExceptionally(error);
        }
    }

    /**
     * Opens sockets, each with one of the tokens.
     *
     * @throws WrongAnswerException where one is refused or not welcomed
     */
    void open(URI server, List<String> tokens, int count) throws InterruptedException, WrongAnswerException {
        URI uri = URI.create("ws" + server.toString().substring("http".length()) + "/ws");
        try {
            for (int from = 0; from < count; from += AT_ONCE) {
                List<CompletableFuture<WebSocket>> opening = new ArrayList<>();
                List<Welcome> welcomes = new ArrayList<>();
                for (int i = from; i < Math.min(count, from + AT_ONCE); i++) {
                    Welcome welcome = new Welcome();
                    welcomes.add(welcome);
                    opening.add(client.newWebSocketBuilder()
                            .header("Authorization", "Bearer " + tokens.get(i % tokens.size()))
                            .buildAsync(uri, welcome));
                }
                for (CompletableFuture<WebSocket> one : opening) {
                    open.add(one.get(30, TimeUnit.SECONDS));
                }
                for (Welcome welcome : welcomes) {
                    if (!welcome.text.get(30, TimeUnit.SECONDS).contains("welcome")) {
                        throw new WrongAnswerException("a socket was not welcomed");
                    }
                }
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new WrongAnswerException("a socket was refused: " + e);
        }
    }

    @Override
    public void close() {
        open.forEach(WebSocket::abort);
        client.shutdownNow();
        client.close();
    }
}
