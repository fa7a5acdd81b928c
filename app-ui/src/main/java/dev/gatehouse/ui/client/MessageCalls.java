package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.api.MessagesExchange;
import dev.gatehouse.model.message.Target;
import java.util.concurrent.CompletableFuture;

/** {@link MessagesExchange}. */
public final class MessageCalls {

    private static final TypeReference<MessagesExchange.Sent> SENT = new TypeReference<>() {};
    private static final TypeReference<MessagesExchange.Preview> PREVIEW = new TypeReference<>() {};
    private static final TypeReference<MessagesExchange.Report> REPORT = new TypeReference<>() {};
    private static final TypeReference<MessagesExchange.History> HISTORY = new TypeReference<>() {};

    private final ConsoleClient client;

    MessageCalls(ConsoleClient client) {
        this.client = client;
    }

    /** Sends; the same id again is the same message. */
    public CompletableFuture<MessagesExchange.Sent> send(MessagesExchange.SendRequest request) {
        return client.call(Transport.Call.post(MessagesExchange.PATH, request), SENT);
    }

    /** Whom a message would reach; nothing is sent. */
    public CompletableFuture<MessagesExchange.Preview> preview(Target to) {
        return client.call(
                Transport.Call.post(MessagesExchange.PREVIEW_PATH, new MessagesExchange.PreviewRequest(to)), PREVIEW);
    }

    /** How far a message has come. */
    public CompletableFuture<MessagesExchange.Report> get(String msgId) {
        return client.call(Transport.Call.get(MessagesExchange.path(msgId)), REPORT);
    }

    /** What was sent, newest first. */
    public CompletableFuture<MessagesExchange.History> history(int limit) {
        return client.call(Transport.Call.get(new Query().with("limit", limit).on(MessagesExchange.PATH)), HISTORY);
    }
}
