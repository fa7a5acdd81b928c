package dev.gatehouse.client;

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
 * Which nodes are trusted: those that the platform trusts, and beside them those that show one of some known
 * certificates, whichever host these name. What is refused is told in one sentence.
 */
public final class NodeTrust extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager platform;
    private final Set<X509Certificate> known;

    private NodeTrust(X509ExtendedTrustManager platform, Collection<X509Certificate> known) {
        this.platform = platform;
        this.known = Set.copyOf(known);
    }

    /** A node's certificate is not good; the message is one sentence for people. */
    public static final class Refusal extends CertificateException {

        private static final long serialVersionUID = 1L;

        Refusal(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * For {@link java.net.http.HttpClient.Builder#sslContext}.
     *
     * @param known trusted although the platform does not
     * @param own   what proves the client itself; absent where nothing does
     */
    public static SSLContext context(Collection<X509Certificate> known, KeyManager @Nullable... own) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            X509ExtendedTrustManager platform = (X509ExtendedTrustManager) Arrays.stream(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance).findFirst().orElseThrow();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, new TrustManager[]{new NodeTrust(platform, known)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK cannot do TLS", e);
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
                () -> platform.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        SSLSession session = socket instanceof SSLSocket secure ? secure.getHandshakeSession() : null;
        check(chain, authType, session == null ? null : session.getPeerHost(),
                () -> platform.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, authType, null, () -> platform.checkServerTrusted(chain, authType));
    }

    @FunctionalInterface
    private interface Check {

        void run() throws CertificateException;
    }

    private void check(X509Certificate[] chain, String authType, @Nullable String host, Check usual)
            throws CertificateException {
        X509Certificate shown = chain[0];
        try {
            shown.checkValidity();
        } catch (CertificateException e) {
            throw new Refusal(validity(shown), e);
        }
        if (known.contains(shown)) {
            return;
        }
        try {
            usual.run();
        } catch (CertificateException e) {
            throw new Refusal(isTrusted(chain, authType)
                    ? "The certificate is for host " + String.join(", ", hosts(shown)) + " and not for " + host + "."
                    : "The certificate of " + host + " is issued by \"" + shown.getIssuerX500Principal().getName()
                            + "\", whom this machine does not trust.",
                    e);
        }
    }

    private boolean isTrusted(X509Certificate[] chain, String authType) {
        try {
            platform.checkServerTrusted(chain, authType);
            return true;
        } catch (CertificateException e) {
            return false;
        }
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
        platform.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        platform.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        platform.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return platform.getAcceptedIssuers();
    }
}
