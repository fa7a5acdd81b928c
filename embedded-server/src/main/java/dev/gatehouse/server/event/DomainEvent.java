package dev.gatehouse.server.event;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.machine.Machine;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.user.User;
import dev.gatehouse.server.log.Applied;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that has happened. Events of one key are heard in the order in which they happened. */
public sealed interface DomainEvent {

    /** What it is about, such as a user's id. */
    String key();

    /** Where it stands in the log; absent where it did not come from there. */
    default @Nullable Origin origin() {
        return null;
    }

    /**
     * The change that an event comes from.
     *
     * @param by the name of who asked for it
     */
    record Origin(Receipt position, String by, Instant at, @Nullable String traceparent) {}

    /** A command has come round and was decided, one way or the other; for caches that forget whatever may have changed. */
    record ChangeDecided(Applied applied, Origin origin) implements DomainEvent {

        @Override
        public String key() {
            return applied.command().change().id();
        }
    }

    record UserCreated(User user, Origin origin) implements DomainEvent {

        @Override
        public String key() {
            return user.id();
        }
    }

    /** A user's names or roles are others. */
    record UserUpdated(User user, Origin origin) implements DomainEvent {

        @Override
        public String key() {
            return user.id();
        }
    }

    /** @param until absent for good */
    record UserBanned(String id, String reason, @Nullable Instant until, Origin origin) implements DomainEvent {

        @Override
        public String key() {
            return id;
        }
    }

    record UserUnbanned(String id, Origin origin) implements DomainEvent {

        @Override
        public String key() {
            return id;
        }
    }

    record UserDeleted(String id, Origin origin) implements DomainEvent {

        @Override
        public String key() {
            return id;
        }
    }

    record UserRestored(String id, Origin origin) implements DomainEvent {

        @Override
        public String key() {
            return id;
        }
    }

    record PasswordChanged(String id, Origin origin) implements DomainEvent {

        @Override
        public String key() {
            return id;
        }
    }

    /** Every token that a user had is over. */
    record SessionsRevoked(String id, Origin origin) implements DomainEvent {

        @Override
        public String key() {
            return id;
        }
    }

    /** @param how {@code created}, {@code replaced} or {@code rolled-back} */
    record RouteChanged(Route route, String how, Origin origin) implements DomainEvent {

        @Override
        public String key() {
            return route.id();
        }
    }

    record RouteDeleted(String id, Origin origin) implements DomainEvent {

        @Override
        public String key() {
            return id;
        }
    }

    /** @param node whose key it is */
    record KeyPublished(String id, String node, Origin origin) implements DomainEvent {

        @Override
        public String key() {
            return id;
        }
    }

    record KeyRetired(String id, Origin origin) implements DomainEvent {

        @Override
        public String key() {
            return id;
        }
    }

    /** A machine is new, has another key, or is retired. */
    record MachineChanged(Machine machine, Origin origin) implements DomainEvent {

        @Override
        public String key() {
            return machine.id();
        }
    }

    /** A socket of a client has ended on this node. */
    record SessionEnded(EndedSession ended) implements DomainEvent {

        @Override
        public String key() {
            return ended.session().sid();
        }
    }
}
