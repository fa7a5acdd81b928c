package dev.gatehouse.client;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes are trusted: those that the platform trusts, those whose certificate goes back to an authority of one's own,
 * and those that show one of some pinned certificates, whichever host these name. What is refused is told in one sentence.
 */
public final class NodeTrust extends X509ExtendedTrustManager {

    private final List<X509ExtendedTrustManager> roots;
    private final Set<X509Certificate> pinned;

    private NodeTrust(List<X509ExtendedTrustManager> roots, Collection<X509Certificate> pinned) {
        this.roots = List.copyOf(roots);
        this.pinned = Set.copyOf(pinned);
    }

    /**
     * Trust beyond that of the platform.
     *
     * @param pinned      good for any host
     * @param authorities good for the hosts that the certificates issued by them name
     */
    public static NodeTrust of(Collection<X509Certificate> pinned, Collection<X509Certificate> authorities) {
        try {
            List<X509ExtendedTrustManager> roots = new ArrayList<>(List.of(manager(null)));
            if (!authorities.isEmpty()) {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                for (X509Certificate authority : authorities) {
                    store.setCertificateEntry("authority-" + store.size(), authority);
                }
                roots.add(manager(store));
            }
            return new NodeTrust(roots, pinned);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("This JDK cannot do TLS", e);
        }
    }

    private static X509ExtendedTrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return (X509ExtendedTrustManager) Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance).findFirst().orElseThrow();
    }

    /**
     * For {@link java.net.http.HttpClient.Builder#sslContext}.
     *
     * @param own what proves the client itself; none where nothing does
     */
    public SSLContext context(KeyManager... own) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, new TrustManager[]{this}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK cannot do TLS", e);
        }
    }

    /** A node's certificate is not good; the message is one sentence for people. */
    public static final class Refusal extends CertificateException {

        private static final long serialVersionUID = 1L;

        Refusal(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** What is wrong with the node's certificate, where that is why a call failed: one sentence. */
    public static @Nullable String explanation(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return refusal.getMessage();
            }
        }
        return null;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        SSLSession session = engine.getHandshakeSession();
        check(chain, authType, session == null ? engine.getPeerHost() : session.getPeerHost(),
                root -> root.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        SSLSession session = socket instanceof SSLSocket secure ? secure.getHandshakeSession() : null;
        check(chain, authType, session == null ? null : session.getPeerHost(),
                root -> root.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, authType, null, root -> root.checkServerTrusted(chain, authType));
    }

    @FunctionalInterface
    private interface Check {

        void by(X509ExtendedTrustManager root) throws CertificateException;
    }

    private void check(X509Certificate[] chain, String authType, @Nullable String host, Check usual)
            throws CertificateException {
        X509Certificate shown = chain[0];
        try {
            shown.checkValidity();
        } catch (CertificateException e) {
            throw new Refusal(validity(shown), e);
        }
        if (pinned.contains(shown)) {
            return;
        }
        CertificateException fault = fault(usual);
        if (fault != null) {
            throw new Refusal(fault(root -> root.checkServerTrusted(chain, authType)) == null
                    ? "The certificate is for host " + String.join(", ", hosts(shown)) + " and not for " + host + "."
                    : "The certificate of " + host + " is issued by \"" + shown.getIssuerX500Principal().getName()
                            + "\", whom this machine does not trust.",
                    fault);
        }
    }

    /** Why no root takes it; absent where one does. */
    private @Nullable CertificateException fault(Check check) {
        CertificateException first = null;
        for (X509ExtendedTrustManager root : roots) {
            try {
                check.by(root);
                return null;
            } catch (CertificateException e) {
                first = first == null ? e : first;
            }
        }
        return first;
    }

    /** When a certificate is good, as a sentence. */
    private static String validity(X509Certificate certificate) {
        String name = String.join(", ", hosts(certificate));
        return certificate.getNotAfter().toInstant().isBefore(Instant.now())
                ? "The certificate of " + name + " has expired on " + certificate.getNotAfter().toInstant() + "."
                : "The certificate of " + name + " is good only from " + certificate.getNotBefore().toInstant()
                        + " on; is the clock right?";
    }

    /** The hosts that a certificate is for. */
    public static List<String> hosts(X509Certificate certificate) {
        List<String> hosts = new ArrayList<>();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names != null) {
                for (List<?> name : names) {
                    if (name.get(1) instanceof String text) {
                        hosts.add(text);
                    }
                }
            }
        } catch (CertificateParsingException e) {
            hosts.clear();
        }
        return hosts.isEmpty() ? List.of(certificate.getSubjectX500Principal().getName()) : hosts;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        roots.getFirst().checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        roots.getFirst().checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        roots.getFirst().checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return roots.stream().flatMap(root -> Arrays.stream(root.getAcceptedIssuers()))
                .toArray(X509Certificate[]::new);
    }
}
