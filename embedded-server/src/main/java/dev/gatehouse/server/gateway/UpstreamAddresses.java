package dev.gatehouse.server.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/**
 * Resolves upstreams, each time a connection is made, and leaves out the addresses that nothing is passed to unless the
 * configuration allows it: link-local ones, among them those where clouds keep their secrets, and this node's own ports.
 * An IPv6 address that leads to an IPv4 address is judged by that one as well ({@link EmbeddedAddresses}).
 */
final class UpstreamAddresses implements SocketAddressResolver {

    /** Where clouds tell a machine its secrets, beside the link-local 169.254.169.254. */
    private static final Set<InetAddress> METADATA = Set.of(InetAddress.ofLiteral("fd00:ec2::254"),
            InetAddress.ofLiteral("fd00:ec2::23"), InetAddress.ofLiteral("fd20:ce::254"),
            InetAddress.ofLiteral("168.63.129.16"), InetAddress.ofLiteral("100.100.100.200"));

    private final Supplier<Set<Integer>> ownPorts;
    private final Set<String> allowed;
    private final Names names;

    /** Finds the addresses of a name. */
    @FunctionalInterface
    interface Names {

        /** @throws UnknownHostException where there are none */
        InetAddress[] of(String host) throws UnknownHostException;
    }

    /** The address is none that anything is passed to. */
    static final class Forbidden extends IOException {

        private static final long serialVersionUID = 1L;

        Forbidden(String message) {
            super(message);
        }
    }

    /**
     * @param ownPorts those on which this node listens
     * @param allowed  addresses, with a port or without, that are passed to all the same
     */
    UpstreamAddresses(Supplier<Set<Integer>> ownPorts, Set<String> allowed) {
        this(ownPorts, allowed, InetAddress::getAllByName);
    }

    UpstreamAddresses(Supplier<Set<Integer>> ownPorts, Set<String> allowed, Names names) {
        this.ownPorts = ownPorts;
        this.allowed = Set.copyOf(allowed);
        this.names = names;
    }

    @Override
    public void resolve(String host, int port, Map<String, Object> context,
            Promise<List<InetSocketAddress>> promise) {
        Thread.ofVirtual().name("upstream-address").start(() -> {
            try {
                promise.succeeded(addresses(host, port));
            } catch (IOException | RuntimeException e) {
                promise.failed(e);
            }
        });
    }

    /**
     * The addresses of an upstream that may be connected to, at least one.
     *
     * @throws Forbidden where there are none but others
     * @throws UnknownHostException where there are none at all
     */
    List<InetSocketAddress> addresses(String host, int port) throws IOException {
        List<InetSocketAddress> found = new ArrayList<>();
        for (InetAddress address : names.of(host)) {
            if (permits(address, port)) {
                found.add(new InetSocketAddress(address, port));
            }
        }
        if (found.isEmpty()) {
            throw new Forbidden("Nothing is passed on to " + host + ":" + port
                    + ": it is link-local, or a port of this node. traffic.allow can permit it.");
        }
        return found;
    }

    private boolean permits(InetAddress address, int port) throws SocketException {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String bare = zone < 0 ? text : text.substring(0, zone);
        if (allowed.contains(bare) || allowed.contains((bare.contains(":") ? "[" + bare + "]" : bare) + ":" + port)) {
            return true;
        }
        if (isForbidden(address, port)) {
            return false;
        }
        for (InetAddress inner : EmbeddedAddresses.of(address)) {
            if (!permits(inner, port)) {
                return false;
            }
        }
        return true;
    }

    private boolean isForbidden(InetAddress address, int port) throws SocketException {
        return address.isLinkLocalAddress() || address.isAnyLocalAddress() || address.isMulticastAddress()
                || METADATA.contains(address) || (ownPorts.get().contains(port) && isHere(address));
    }

    private static boolean isHere(InetAddress address) throws SocketException {
        return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    }
}
