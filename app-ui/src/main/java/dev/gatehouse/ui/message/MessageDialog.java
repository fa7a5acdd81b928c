package dev.gatehouse.ui.message;

import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Kit;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Writes to receivers that were chosen elsewhere, then shows how far it has come. */
public final class MessageDialog {

    private final Kit kit;
    private final Dialogs dialogs;

    public MessageDialog(Kit kit, Dialogs dialogs) {
        this.kit = kit;
        this.dialogs = dialogs;
    }

    /**
     * Opens it.
     *
     * @param receivers whom it is for, in words
     */
    public void open(ComposeFormModel model, ObservableValue<String> receivers) {
        Label whom = kit.value(receivers);
        whom.setWrapText(true);
        whom.setMinHeight(Region.USE_PREF_SIZE);
        VBox content = new VBox(16, whom, new PreviewCard(model, kit), new ComposeForm(model, kit));
        content.setId("message-dialog");
        Button send = ComposeForm.sendButton(model, kit);
        model.deliveryProperty().addListener((observed, before, now) -> {
            if (now != null) {
                content.getChildren().setAll(whom, new DeliveryCard(now, kit));
                send.setVisible(false);
                send.setManaged(false);
            }
        });
        dialogs.wideDialog("message.writeTitle", content, send);
        model.look();
    }
}
