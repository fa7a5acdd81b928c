package dev.gatehouse.client.fleet;

import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.ServerFrame;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Opens sockets to nodes. */
interface Wire {

    /** Begins to open one; what becomes of it is told to {@code events}, in order. */
    void open(URI node, String token, Events events);

    /** What happens on a socket. After {@link #ended} nothing more does. */
    interface Events {

        /** It is open. */
        void opened(Socket socket);

        /** Frames came in; no more do until {@link Socket#more()}. */
        void received(List<ServerFrame> frames);

        /** It is no more, or never was. */
        void ended(Ending ending);
    }

    /** An open socket. */
    interface Socket {

        /** Sends a frame; the next may be sent when this is done. */
        CompletionStage<?> send(ClientFrame frame);

        /** Asks for what comes next. */
        void more();

        /** Says goodbye. */
        void leave();

        /** Drops it without a word. */
        void drop();
    }
}
