package dev.gatehouse.bench;

import java.io.IOException;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** What the traffic port is built upon, with nothing of it: Jetty's reverse proxy to one upstream. */
public final class ProxyMain {

    private ProxyMain() {}

    /** Takes the upstream's address; says {@code ready <uri>}. */
    public static void main(String[] arguments) throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new ProxyHandler.Reverse(
                request -> HttpURI.build(arguments[0] + request.getHttpURI().getPathQuery())));
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException("Jetty does not start", e);
        }
        Parent.say("ready http://127.0.0.1:" + connector.getLocalPort());
        Parent.serve(order -> order);
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("Jetty does not stop", e);
        }
    }
}
