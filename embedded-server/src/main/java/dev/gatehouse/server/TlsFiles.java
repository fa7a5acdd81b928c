package dev.gatehouse.server;

import dev.gatehouse.client.NodeTrust;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files by which a node proves itself, looked at before it listens; each fault is one sentence. */
record TlsFiles(X509Certificate certificate) {

    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);

    /**
     * Opens what a node that starts now needs, and warns in the log of what its clients will not like.
     *
     * @return absent without TLS
     * @throws StartException with one sentence where no client could be served
     */
    static @Nullable TlsFiles forNode(ServerConfig config, Instant now) throws StartException {
        String host = config.http().host();
        ServerConfig.Tls tls = config.tls();
        TlsFiles files = tls == null ? null : open(tls, now);
        String warning = files == null ? plainWarning(host) : files.hostWarning(host);
        if (warning != null) {
            LOG.warn("{}", warning);
        }
        return files;
    }

    /**
     * Opens keystore and truststore.
     *
     * @throws StartException with one sentence: wrong password, no keystore, no key, not good now
     */
    static TlsFiles open(ServerConfig.Tls tls, Instant now) throws StartException {
        X509Certificate certificate = certificate(tls.keystore(), store(tls.keystore(), tls.password(),
                "tls.password"));
        String hosts = String.join(", ", NodeTrust.hosts(certificate));
        if (!now.isBefore(certificate.getNotAfter().toInstant())) {
            throw new StartException("The certificate in " + tls.keystore() + ", for " + hosts + ", has expired on "
                    + certificate.getNotAfter().toInstant() + ". Put a new one there.");
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            throw new StartException("The certificate in " + tls.keystore() + ", for " + hosts + ", is good only from "
                    + certificate.getNotBefore().toInstant() + " on. Is the clock right?");
        }
        Path truststore = tls.truststore();
        if (truststore != null) {
            requireCertificates(truststore, store(truststore, tls.truststorePassword(), "tls.truststore-password"));
        }
        return new TlsFiles(certificate);
    }

    private static KeyStore store(Path file, String password, String key) throws StartException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            return store;
        } catch (IOException e) {
            throw new StartException(e.getCause() instanceof UnrecoverableKeyException
                    ? "The keystore " + file + " does not open with this " + key + "; the password is wrong."
                    : Files.isReadable(file)
                            ? "The file " + file + " is no PKCS#12 keystore."
                            : "The keystore " + file + " cannot be read.",
                    e);
        } catch (GeneralSecurityException e) {
            throw new StartException("The file " + file + " is no PKCS#12 keystore.", e);
        }
    }

    private static X509Certificate certificate(Path file, KeyStore store) throws StartException {
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate certificate) {
                    return certificate;
                }
            }
        } catch (GeneralSecurityException e) {
            throw new StartException("The keystore " + file + " cannot be read.", e);
        }
        throw new StartException("The keystore " + file + " holds no private key with its certificate.");
    }

    private static void requireCertificates(Path file, KeyStore store) throws StartException {
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isCertificateEntry(alias)) {
                    return;
                }
            }
        } catch (GeneralSecurityException e) {
            throw new StartException("The truststore " + file + " cannot be read.", e);
        }
        throw new StartException("The truststore " + file + " holds no trusted certificate, so no client could prove"
                + " itself. Import one with: keytool -importcert -storetype PKCS12.");
    }

    /** The hosts that the certificate is for. */
    List<String> hosts() {
        return NodeTrust.hosts(certificate);
    }

    /** What clients who call {@code host} will say against the certificate; absent where it is for that host, or any. */
    @Nullable
    String hostWarning(String host) {
        List<String> hosts = hosts();
        boolean fits = isAny(host) || hosts.stream().anyMatch(host::equalsIgnoreCase)
                || (isLoopback(host) && hosts.contains("localhost"))
                || hosts.stream().anyMatch(name -> name.startsWith("*.") && host.indexOf('.') > 0
                        && host.substring(host.indexOf('.')).equalsIgnoreCase(name.substring(1)));
        return fits
                ? null
                : "The certificate is for host " + String.join(", ", hosts) + ", and the node listens on " + host
                        + ": clients that call it by that address refuse it.";
    }

    /** What is wrong with serving {@code host} without TLS; absent where only this machine can call. */
    static @Nullable String plainWarning(String host) {
        return isLoopback(host)
                ? null
                : "The node listens on " + host + " without TLS: passwords, tokens and machines' secrets cross the"
                        + " network in clear text. Set tls.keystore, or http.host to 127.0.0.1.";
    }

    private static boolean isAny(String host) {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
