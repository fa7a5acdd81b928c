package dev.gatehouse.ui.user;

import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Kit;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Asks why and until when somebody is to be kept out. */
public final class BanDialog {

    private final Kit kit;
    private final Dialogs dialogs;

    public BanDialog(Kit kit, Dialogs dialogs) {
        this.kit = kit;
        this.dialogs = dialogs;
    }

    /**
     * Opens it.
     *
     * @param confirmed called once it is complete and the operator has said yes
     */
    public void open(BanFormModel form, String username, Runnable confirmed) {
        Label body = kit.label("ban.body", username);
        body.setWrapText(true);
        body.setMinHeight(Region.USE_PREF_SIZE);
        Button ban = kit.button("user.ban", Feather.SLASH, "danger");
        ban.setId("ban-now");
        ban.disableProperty().bind(form.sendable(kit.now()).not());
        ban.setOnAction(event -> {
            kit.overlay().hide();
            confirmed.run();
        });
        dialogs.wideDialog("ban.title", new VBox(16, body, new BanFields(form, kit)), ban);
    }
}
