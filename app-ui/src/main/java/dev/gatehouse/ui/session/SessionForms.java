package dev.gatehouse.ui.session;

import dev.gatehouse.model.session.Session;
import dev.gatehouse.ui.message.MessageDialog;
import dev.gatehouse.ui.text.Sentence;
import dev.gatehouse.ui.user.BanDialog;
import dev.gatehouse.ui.user.BanFormModel;
import dev.gatehouse.ui.user.BulkDialog;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Question;
import java.util.List;
import javafx.beans.value.ObservableValue;

/** What is asked before something is done to sessions. */
final class SessionForms {

    private final SessionActions actions;
    private final Kit kit;
    private final Dialogs dialogs;

    SessionForms(SessionActions actions, Kit kit) {
        this.actions = actions;
        this.kit = kit;
        this.dialogs = new Dialogs(kit);
    }

    void kick(List<Session> sessions) {
        Sentence body = sessions.size() == 1
                ? Sentence.of("session.kickOne", sessions.getFirst().username(), sessions.getFirst().node())
                : Sentence.of("session.kickMany", sessions.size());
        dialogs.ask(new Question("session.kickTitle", body, "session.kick", true),
                reason -> actions.kick(sessions, reason));
    }

    /** One user with reason and end; several with a preview of what will happen to whom. */
    void ban(List<Session> sessions) {
        if (sessions.stream().map(Session::user).distinct().count() > 1) {
            new BulkDialog(kit, dialogs).open(actions.banAll(sessions));
            return;
        }
        Session session = sessions.getFirst();
        BanFormModel form = actions.banForm();
        new BanDialog(kit, dialogs).open(form, session.username(), () -> actions.ban(session,
                form.reasonProperty().get().strip(), form.until(kit.now().getValue())));
    }

    void message(List<Session> sessions) {
        ObservableValue<String> receivers = sessions.size() == 1
                ? kit.messages().text("message.toOne", sessions.getFirst().username(), sessions.getFirst().node())
                : kit.messages().text("message.toMany", sessions.size());
        new MessageDialog(kit, dialogs).open(actions.message(sessions), receivers);
    }
}
