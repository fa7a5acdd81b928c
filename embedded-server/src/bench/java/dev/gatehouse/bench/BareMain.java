package dev.gatehouse.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.api.MeExchange;
import dev.gatehouse.model.json.Json;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;

/** What Gatehouse is built upon, with nothing of it: the same answer and the same kind of socket from Javalin alone. */
public final class BareMain {

    private static final String JSON = "application/json; charset=utf-8";
    private static final String WELCOME = "{\"type\":\"welcome\"}";
    private static final String PONG = "{\"type\":\"pong\"}";

    private BareMain() {}

    /** Takes the JSON that a node gives for {@code GET /api/v1/me}; says {@code ready <uri>}. */
    public static void main(String[] arguments) throws IOException {
        MeExchange.Response me = Json.LENIENT.readValue(arguments[0], MeExchange.Response.class);
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.concurrency.useVirtualThreads = true;
            config.http.generateEtags = false;
            config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
            config.jetty.modifyWebSocketServletFactory(factory -> factory.setIdleTimeout(Duration.ZERO));
            config.routes.get(MeExchange.PATH, context -> answer(context, me));
            config.routes.ws("/ws", socket -> {
                socket.onConnect(context -> context.send(WELCOME));
                socket.onMessage(context -> context.send(PONG));
            });
        });
        javalin.start("127.0.0.1", 0);
        Parent.say("ready http://127.0.0.1:" + javalin.port());
        Parent.serve(order -> order);
        javalin.stop();
    }

    private static void answer(Context context, MeExchange.Response me) throws JsonProcessingException {
        context.contentType(JSON);
        context.result(Json.LENIENT.writeValueAsBytes(me));
    }
}
