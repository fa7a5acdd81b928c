package dev.gatehouse.server;

import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.health.Diagnosis;
import dev.gatehouse.server.audit.AuditVerifier;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.log.Account;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One node of Gatehouse: serves from {@link #start} to {@link #close}. Whoever embeds a node needs this and
 * {@link ServerConfig} and nothing else.
 */
public final class GatehouseServer implements AutoCloseable {

    /** Whole milliseconds, as the replica keeps them: a time reads the same in an answer, in the log and in a list. */
    private static final Clock CLOCK = Clock.tickMillis(ZoneOffset.UTC);
    private static final Duration INDEXING_PATIENCE = Duration.ofSeconds(10);

    private final Node node;
    private final AtomicBoolean closed = new AtomicBoolean();

    private GatehouseServer(Node node) {
        this.node = node;
    }

    /**
     * Starts a node. It serves when this returns.
     *
     * @throws StartException with one sentence: the folder is in use or cannot be written, the port is taken
     */
    public static GatehouseServer start(ServerConfig config) throws StartException {
        return start(config, CLOCK);
    }

    /** Starts a node that goes by another clock. */
    static GatehouseServer start(ServerConfig config, Clock clock) throws StartException {
        try {
            return new GatehouseServer(Node.start(config, clock));
        } catch (DataFolder.InUseException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The node's name. */
    public String node() {
        return node.id();
    }

    /** Where REST and WebSocket answer, with the port that it really has. */
    public URI uri() {
        return node.uri();
    }

    /** The certificate by which this node proves itself, whoever issued it; absent without TLS. */
    public @Nullable X509Certificate certificate() {
        return node.certificate();
    }

    /** Where managed traffic is taken; absent while the traffic port is off. */
    public @Nullable URI trafficUri() {
        return node.trafficUri();
    }

    /** Whether anybody can administer this fleet yet. */
    public boolean hasAdmin() {
        return node.core().accounts().hasAdmin();
    }

    /**
     * Creates an administrator.
     *
     * @param password is not kept; the caller may overwrite it afterwards
     * @throws StartException with one sentence where the name is taken or the password is too weak
     */
    public void createAdmin(String name, char[] password) throws StartException {
        administer(node.core(), true, name, password);
    }

    /**
     * Gives a user a new password; the user's sessions end.
     *
     * @throws StartException with one sentence where there is no such user or the password is too weak
     */
    public void resetPassword(String name, char[] password) throws StartException {
        administer(node.core(), false, name, password);
    }

    /** What the command line may do to a data folder. */
    public enum Administration {
        CREATE,
        RESET_PASSWORD
    }

    /**
     * Creates an administrator or resets a password, whether a node runs on the data folder or not.
     *
     * @throws StartException with one sentence where that is not possible
     */
    public static void administer(ServerConfig config, Administration what, String name, char[] password)
            throws StartException {
        boolean create = what == Administration.CREATE;
        try (Core core = Core.open(config, CLOCK)) {
            core.start();
            administer(core, create, name, password);
        } catch (DataFolder.InUseException e) {
            LocalControl.ask(config.data(), create, name, new String(password));
        }
    }

    private static void administer(Core core, boolean create, String name, char[] password) throws StartException {
        try {
            administer(core, create, name, new String(password));
        } catch (RequestFailure e) {
            throw new StartException(e.detail(), e);
        }
    }

    /** Does what {@link LocalControl} was asked for. */
    static void administer(Core core, boolean create, String name, String password) {
        if (create) {
            core.users().create(new UsersExchange.CreateRequest(name, password, null, null, Set.of(Role.ADMIN)),
                    Core.localOperator());
            return;
        }
        Account account = core.accounts().byUsername(name);
        if (account == null) {
            throw new RequestFailure(ErrorCode.NOT_FOUND,
                    "There is no user named " + name + ". Create one with: gatehouse admin create " + name);
        }
        core.users().password(account.user().id(), new UsersExchange.PasswordRequest(password), Core.localOperator());
    }

    /** Looks at all that a node with this configuration would need, without starting one. */
    public static List<Diagnosis> diagnose(ServerConfig config) {
        return new Doctor(config).examine();
    }

    /**
     * Checks the hash chains of all audit records that the data folder holds, without a running node.
     *
     * @return one finding per node that wrote records, not ok where its chain is broken
     * @throws StartException with one sentence where the folder cannot be opened
     */
    public static List<Diagnosis> verifyAudit(ServerConfig config) throws StartException {
        try (Core core = Core.open(config, CLOCK)) {
            List<Diagnosis> findings = new ArrayList<>();
            if (!core.audit().reachAfterOpening(INDEXING_PATIENCE)) {
                findings.add(new Diagnosis("audit log", true, false,
                        "The log is away or far ahead: only what this node has indexed is checked."));
            }
            core.audit().verifier().verify().forEach(verdict -> findings.add(finding(verdict)));
            return List.copyOf(findings);
        } catch (DataFolder.InUseException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Diagnosis finding(AuditVerifier.Verdict verdict) {
        return new Diagnosis("audit of " + verdict.node(), verdict.holds(), false, verdict.holds()
                ? "All " + verdict.sound() + " records hold; the last one, " + verdict.last() + ", has the hash "
                        + verdict.head() + "." + (verdict.note() == null ? "" : " " + verdict.note())
                : "The chain breaks after " + verdict.sound() + " sound records: " + verdict.explanation());
    }

    /** The version of this program. */
    public static String version() {
        try (InputStream in = GatehouseServer.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the node: clients are told, presence is taken back, the outbox is relayed. Further calls do nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            node.close();
        }
    }
}
