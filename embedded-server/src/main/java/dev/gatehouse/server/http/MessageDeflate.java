package dev.gatehouse.server.http;

import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.eclipse.jetty.websocket.core.internal.PerMessageDeflateExtension;

/**
 * permessage-deflate (RFC 7692) as Jetty has it, except that a control frame within a fragmented message does not end the
 * message's window where no context is kept. Public because Jetty makes it by reflection.
 */
public final class MessageDeflate extends PerMessageDeflateExtension {

    static final String NAME = "permessage-deflate";

    @Override
    protected void nextIncomingFrame(Frame frame, Callback callback) {
        if (frame.isControlFrame()) {
            getNextIncoming().onFrame(frame, callback);
        } else {
            super.nextIncomingFrame(frame, callback);
        }
    }

    @Override
    protected void nextOutgoingFrame(OutgoingEntry entry) {
        if (entry.getFrame().isControlFrame()) {
            getNextOutgoing().sendFrame(entry);
        } else {
            super.nextOutgoingFrame(entry);
        }
    }
}
