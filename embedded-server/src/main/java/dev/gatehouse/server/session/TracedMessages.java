package dev.gatehouse.server.session;

import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.trace.SpanKind;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.call.Tracer;
import dev.gatehouse.server.call.Work;

/** Measures what clients do to others: each frame that does something is the begin of a trace of its own. */
public final class TracedMessages implements ClientMessages {

    private final ClientMessages messages;
    private final Tracer tracer;

    public TracedMessages(ClientMessages messages, Tracer tracer) {
        this.messages = messages;
        this.tracer = tracer;
    }

    @Override
    public void opened(Client client) {
        messages.opened(client);
    }

    @Override
    public void closed(Client client) {
        messages.closed(client);
    }

    @Override
    public void joined(Client client, String room) {
        traced("ws join", client, () -> {
            Work.note("room", room);
            messages.joined(client, room);
        });
    }

    @Override
    public void left(Client client, String room) {
        traced("ws leave", client, () -> {
            Work.note("room", room);
            messages.left(client, room);
        });
    }

    @Override
    public void publish(Client client, ClientFrame.Publish frame) {
        traced("ws publish", client, () -> {
            Work.note("room", frame.room());
            messages.publish(client, frame);
        });
    }

    @Override
    public void send(Client client, ClientFrame.Send frame) {
        traced("ws send", client, () -> messages.send(client, frame));
    }

    @Override
    public void acknowledged(Client client, ClientFrame.Ack frame) {
        messages.acknowledged(client, frame);
    }

    @Override
    public void resume(Client client, ClientFrame.Resume frame) {
        traced("ws resume", client, () -> messages.resume(client, frame));
    }

    private void traced(String name, Client client, Runnable body) {
        if (tracer.isOn()) {
            tracer.run(Trace.begin(), name, SpanKind.SERVER, () -> {
                Work.note("session", client.session().sid());
                body.run();
            });
        } else {
            body.run();
        }
    }
}
