package dev.gatehouse.server.event;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.user.User;
import dev.gatehouse.server.event.DomainEvent.Origin;
import dev.gatehouse.server.log.Applied;
import dev.gatehouse.server.log.Change;
import dev.gatehouse.server.log.ChangeListener;
import dev.gatehouse.server.log.Decision;
import dev.gatehouse.server.log.Effect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in events what the log has changed. */
public final class ChangeEvents implements ChangeListener {

    private final DomainEvents events;

    public ChangeEvents(DomainEvents events) {
        this.events = events;
    }

    @Override
    public void applied(Applied applied) {
        Origin origin = new Origin(applied.position(), applied.command().actor().name(), applied.command().at(),
                applied.command().traceparent());
        events.publish(new DomainEvent.ChangeDecided(applied, origin));
        if (applied.repeat()) {
            return;
        }
        switch (applied.decision()) {
            case Decision.Accepted accepted -> {
                DomainEvent event = event(applied.command().change(), accepted.effects(), origin);
                if (event != null) {
                    events.publish(event);
                }
            }
            case Decision.Refused refused -> {
                if (refused.code() == ErrorCode.INTERNAL) {
                    events.unfollowed(applied.position(), applied.command().change().id(),
                            applied.command().change().getClass().getSimpleName(), refused.detail());
                }
            }
        }
    }

    /** A record of the log that this version does not understand; the log goes on without it. */
    public void unreadable(Receipt position, String key, String error) {
        events.unfollowed(position, key, "unreadable", error);
    }

    private static @Nullable DomainEvent event(Change change, List<Effect> effects, Origin origin) {
        return switch (change) {
            case Change.CreateUser _ -> {
                User user = user(effects);
                yield user == null ? null : new DomainEvent.UserCreated(user, origin);
            }
            case Change.UpdateUser _ -> {
                User user = user(effects);
                yield user == null ? null : new DomainEvent.UserUpdated(user, origin);
            }
            case Change.BanUser ban -> new DomainEvent.UserBanned(ban.id(), ban.reason(), ban.until(), origin);
            case Change.UnbanUser unban -> new DomainEvent.UserUnbanned(unban.id(), origin);
            case Change.DeleteUser delete -> new DomainEvent.UserDeleted(delete.id(), origin);
            case Change.RestoreUser restore -> new DomainEvent.UserRestored(restore.id(), origin);
            case Change.SetPassword password -> new DomainEvent.PasswordChanged(password.id(), origin);
            case Change.EndSessions end -> new DomainEvent.SessionsRevoked(end.id(), origin);
            case Change.CreateRoute _,Change.ReplaceRoute _,Change.RollBackRoute _ -> effects.stream()
                    .filter(Effect.PutRoute.class::isInstance).map(Effect.PutRoute.class::cast).findFirst()
                    .map(put -> new DomainEvent.RouteChanged(put.route(), put.change(), origin)).orElse(null);
            case Change.DeleteRoute delete -> new DomainEvent.RouteDeleted(delete.id(), origin);
            case Change.PublishKey key -> effects.stream().filter(Effect.PutKey.class::isInstance)
                    .map(Effect.PutKey.class::cast).findFirst()
                    .map(put -> new DomainEvent.KeyPublished(key.id(), put.key().node(), origin)).orElse(null);
            case Change.RetireKey key -> new DomainEvent.KeyRetired(key.id(), origin);
            case Change.RegisterMachine _,Change.RotateMachine _,Change.RetireMachine _ -> effects.stream()
                    .filter(Effect.PutMachine.class::isInstance).map(Effect.PutMachine.class::cast).findFirst()
                    .map(put -> new DomainEvent.MachineChanged(put.machine(), origin)).orElse(null);
            case Change.ClaimJob _ -> null;
        };
    }

    private static @Nullable User user(List<Effect> effects) {
        return effects.stream().filter(Effect.PutAccount.class::isInstance).map(Effect.PutAccount.class::cast)
                .map(put -> put.account().user()).findFirst().orElse(null);
    }
}
