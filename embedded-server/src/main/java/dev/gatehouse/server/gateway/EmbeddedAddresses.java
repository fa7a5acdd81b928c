package dev.gatehouse.server.gateway;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The IPv4 addresses within an IPv6 address, to which translators, tunnels or the system itself lead whoever connects. */
final class EmbeddedAddresses {

    /** Of an address in hex digits; the groups together are those of the embedded one. */
    private static final List<Pattern> FORMS = List.of(
            // Compatible and mapped (RFC 4291 section 2.5.5), translated (RFC 2765 section 2.1).
            Pattern.compile("0{24}(.{8})"), Pattern.compile("0{20}ffff(.{8})"),
            Pattern.compile("0{16}ffff0000(.{8})"),
            // NAT64 (RFC 6052 section 2.2); a local prefix (RFC 8215) may have any of its lengths, so all are looked at.
            Pattern.compile("0064ff9b0{16}(.{8})"), Pattern.compile("0064ff9b0001.{12}(.{8})"),
            Pattern.compile("0064ff9b0001.{4}00(.{8})0{6}"), Pattern.compile("0064ff9b0001..(..)00(.{6})0{8}"),
            Pattern.compile("0064ff9b0001(.{4})00(.{4})0{10}"),
            // 6to4 (RFC 3056 section 2), the server of Teredo (RFC 4380 section 4), ISATAP (RFC 5214 section 6.1).
            Pattern.compile("2002(.{8}).{20}"), Pattern.compile("20010000(.{8}).{16}"),
            Pattern.compile(".{16}0[02]005efe(.{8})"));
    /** The client of Teredo, all bits inverted. */
    private static final Pattern INVERTED = Pattern.compile("20010000.{16}(.{8})");

    private EmbeddedAddresses() {}

    /** Those that the form of an address allows for; none within an IPv4 address. */
    static List<InetAddress> of(InetAddress address) {
        List<InetAddress> found = new ArrayList<>();
        if (address instanceof Inet6Address) {
            String digits = HexFormat.of().formatHex(address.getAddress());
            for (Pattern form : FORMS) {
                find(form, digits, 0, found);
            }
            find(INVERTED, digits, 0xff, found);
        }
        return found;
    }

    private static void find(Pattern form, String digits, int mask, List<InetAddress> found) {
        Matcher matcher = form.matcher(digits);
        if (!matcher.matches()) {
            return;
        }
        StringBuilder inner = new StringBuilder();
        for (int group = 1; group <= matcher.groupCount(); group++) {
            inner.append(matcher.group(group));
        }
        byte[] octets = HexFormat.of().parseHex(inner);
        for (int at = 0; at < octets.length; at++) {
            octets[at] ^= (byte) mask;
        }
        try {
            found.add(InetAddress.getByAddress(octets));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four octets are an address.", e);
        }
    }
}
