package dev.gatehouse.server.log;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.route.RouteSpec;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a command asks for. The names on the wire stay for ever: a node reads the log from its beginning. A change that
 * lacks what it needs cannot be made, so that a record without it is passed over by every node alike.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(value = Change.CreateUser.class, name = "user.create"),
        @JsonSubTypes.Type(value = Change.UpdateUser.class, name = "user.update"),
        @JsonSubTypes.Type(value = Change.DeleteUser.class, name = "user.delete"),
        @JsonSubTypes.Type(value = Change.RestoreUser.class, name = "user.restore"),
        @JsonSubTypes.Type(value = Change.BanUser.class, name = "user.ban"),
        @JsonSubTypes.Type(value = Change.UnbanUser.class, name = "user.unban"),
        @JsonSubTypes.Type(value = Change.SetPassword.class, name = "user.password"),
        @JsonSubTypes.Type(value = Change.EndSessions.class, name = "user.logout"),
        @JsonSubTypes.Type(value = Change.CreateRoute.class, name = "route.create"),
        @JsonSubTypes.Type(value = Change.ReplaceRoute.class, name = "route.replace"),
        @JsonSubTypes.Type(value = Change.RollBackRoute.class, name = "route.rollback"),
        @JsonSubTypes.Type(value = Change.DeleteRoute.class, name = "route.delete"),
        @JsonSubTypes.Type(value = Change.PublishKey.class, name = "key.publish"),
        @JsonSubTypes.Type(value = Change.RetireKey.class, name = "key.retire"),
        @JsonSubTypes.Type(value = Change.RegisterMachine.class, name = "machine.register"),
        @JsonSubTypes.Type(value = Change.RotateMachine.class, name = "machine.rotate"),
        @JsonSubTypes.Type(value = Change.RetireMachine.class, name = "machine.retire"),
        @JsonSubTypes.Type(value = Change.ClaimJob.class, name = "job.claim")})
public sealed interface Change {

    /** The id of what is changed; changes of one id stay in order. */
    String id();

    /** @param passwordHash an Argon2id hash in PHC string format; empty for a user without a password */
    record CreateUser(String id, String username, @Nullable String displayName, @Nullable String email,
            Set<Role> roles, String passwordHash) implements Change {

        public CreateUser {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(username, "username");
            Objects.requireNonNull(passwordHash, "passwordHash");
            roles = Set.copyOf(roles);
        }
    }

    /** What is absent stays as it is; an empty text clears. */
    record UpdateUser(String id, @Nullable String displayName, @Nullable String email, @Nullable Set<Role> roles)
            implements
                Change {

        public UpdateUser {
            Objects.requireNonNull(id, "id");
        }
    }

    record DeleteUser(String id) implements Change {

        public DeleteUser {
            Objects.requireNonNull(id, "id");
        }
    }

    /** Brings a deleted user back as it was, within {@link State#RESTORABLE} of its deletion. Its tokens stay over. */
    record RestoreUser(String id) implements Change {

        public RestoreUser {
            Objects.requireNonNull(id, "id");
        }
    }

    /** @param until absent for good */
    record BanUser(String id, String reason, @Nullable Instant until) implements Change {

        public BanUser {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(reason, "reason");
        }
    }

    record UnbanUser(String id) implements Change {

        public UnbanUser {
            Objects.requireNonNull(id, "id");
        }
    }

    /** Every session of the user ends with it. */
    record SetPassword(String id, String passwordHash) implements Change {

        public SetPassword {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(passwordHash, "passwordHash");
        }
    }

    /** Every token of the user that was issued until now is over. */
    record EndSessions(String id) implements Change {

        public EndSessions {
            Objects.requireNonNull(id, "id");
        }
    }

    record CreateRoute(String id, RouteSpec spec) implements Change {

        public CreateRoute {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(spec, "spec");
        }
    }

    record ReplaceRoute(String id, RouteSpec spec) implements Change {

        public ReplaceRoute {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(spec, "spec");
        }
    }

    /**
     * Brings an earlier version back as a new one.
     *
     * @param spec what that version said
     */
    record RollBackRoute(String id, long toVersion, RouteSpec spec) implements Change {

        public RollBackRoute {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(spec, "spec");
        }
    }

    record DeleteRoute(String id) implements Change {

        public DeleteRoute {
            Objects.requireNonNull(id, "id");
        }
    }

    /**
     * Makes a node's signing key known.
     *
     * @param id        the key's id ({@code kid})
     * @param publicKey Ed25519, X.509 SubjectPublicKeyInfo in Base64
     */
    record PublishKey(String id, String publicKey) implements Change {

        public PublishKey {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(publicKey, "publicKey");
        }
    }

    /** Makes a signing key worthless: its last token has expired. */
    record RetireKey(String id) implements Change {

        public RetireKey {
            Objects.requireNonNull(id, "id");
        }
    }

    /** @param publicKey as {@link dev.gatehouse.model.machine.Machine#publicKey} */
    record RegisterMachine(String id, String name, Role role, @Nullable String publicKey) implements Change {

        public RegisterMachine {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(role, "role");
        }
    }

    /** Puts a new key in the place of a machine's old one; every session that the old one opened is over. */
    record RotateMachine(String id, String publicKey) implements Change {

        public RotateMachine {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(publicKey, "publicKey");
        }
    }

    /**
     * A node works on a job from here on: the command's fence shuts out whoever did before. One without a fence tells under
     * what key the job's table is sealed where the nodes share it.
     *
     * @param tableSecret 32 bytes in Base64; absent where it is not told, or was before
     */
    record ClaimJob(String id, @Nullable String tableSecret) implements Change {

        public ClaimJob {
            Objects.requireNonNull(id, "id");
        }
    }

    /** Ends a machine for good, its sessions too. */
    record RetireMachine(String id) implements Change {

        public RetireMachine {
            Objects.requireNonNull(id, "id");
        }
    }
}
