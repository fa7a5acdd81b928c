package dev.gatehouse.ui.offline;

import dev.gatehouse.ui.client.CapsuleInfo;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;

/** Says that an incident capsule is looked at, and whether it is as it was made. */
public final class CapsuleBanner extends HBox {

    public CapsuleBanner(OfflineViewModel model, Kit kit) {
        super(12);
        setId("capsule-banner");
        setAlignment(Pos.CENTER_LEFT);
        CapsuleInfo capsule = model.capsule();
        setVisible(capsule != null);
        setManaged(capsule != null);
        if (capsule == null) {
            return;
        }
        boolean whole = capsule.broken().isEmpty();
        getStyleClass().addAll("message-box", (whole ? Tone.ACCENT : Tone.BAD).styleClass());
        Label words = kit.label(whole ? "capsule.banner" : "capsule.broken", capsule.node(),
                Ages.exact(capsule.from()), Ages.exact(capsule.to()), capsule.madeBy(),
                String.join(", ", capsule.broken()));
        words.setWrapText(true);
        getChildren().addAll(kit.icon(Feather.ARCHIVE), words);
    }
}
