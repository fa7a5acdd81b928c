package dev.gatehouse.server.message;

import dev.gatehouse.model.api.MessagesExchange;
import dev.gatehouse.model.api.MessagesExchange.Report;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Endpoint.Method;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.message.ReportStore.Filed;
import java.util.List;

/** {@code /api/v1/messages}. */
public final class MessageEndpoints {

    private static final int DEFAULT_LIMIT = 100;

    private final OperatorMessages messages;
    private final ReportStore reports;

    public MessageEndpoints(OperatorMessages messages, ReportStore reports) {
        this.messages = messages;
        this.reports = reports;
    }

    /** The endpoints of this room. */
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.changes(Access.OPERATOR, Method.POST, MessagesExchange.PATH,
                        "Say something to clients of the fleet", MessagesExchange.SendRequest.class,
                        MessagesExchange.Sent.class,
                        exchange -> messages.send(exchange.body(MessagesExchange.SendRequest.class),
                                exchange.actor())),
                Endpoint.changes(Access.OPERATOR, Method.POST, MessagesExchange.PREVIEW_PATH,
                        "Whom a message would reach", MessagesExchange.PreviewRequest.class,
                        MessagesExchange.Preview.class,
                        exchange -> messages.preview(exchange.body(MessagesExchange.PreviewRequest.class).to()))
                        .askingOnly(),
                Endpoint.reads(Access.VIEWER, MessagesExchange.PATH, "What operators said, newest first",
                        MessagesExchange.History.class, this::history).withQuery("offset", "limit"),
                Endpoint.reads(Access.VIEWER, MessagesExchange.PATH + "/{msgId}",
                        "One message and how far it has come", Report.class, this::one));
    }

    private MessagesExchange.History history(Exchange exchange) {
        List<Filed> filed = reports.newest(exchange.query("offset", 0, 0, ReportStore.MOST_LISTED),
                exchange.query("limit", DEFAULT_LIMIT, 1, ReportStore.MOST_LISTED));
        return new MessagesExchange.History(reports.total(), filed.stream().map(Filed::report).toList());
    }

    private Report one(Exchange exchange) {
        String msgId = exchange.path("msgId");
        Filed filed = MessageId.valid(msgId) ? reports.find(msgId) : null;
        if (filed == null) {
            throw new RequestFailure(ErrorCode.NOT_FOUND, "No operator's message has the id " + msgId + ".");
        }
        return filed.report();
    }
}
