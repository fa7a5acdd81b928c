package dev.gatehouse.ui.widget;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.feather.Feather;

/** Where one file is dropped or chosen. */
public final class FileZone extends VBox {

    private final Kit kit;
    private final Consumer<Path> chosen;

    /** What is said in it, and what the button and the window that it opens are called. */
    public record Words(String drop, String buttonId, String title) {}

    /** @param kinds of files that are offered, beside all */
    public FileZone(Kit kit, Words words, FileChooser.ExtensionFilter kinds, Consumer<Path> chosen) {
        super(12);
        this.kit = kit;
        this.chosen = chosen;
        Label drop = kit.styled("muted", words.drop());
        drop.setWrapText(true);
        drop.setTextAlignment(TextAlignment.CENTER);
        Button choose = kit.button("import.choose", Feather.FOLDER);
        choose.setId(words.buttonId());
        choose.getStyleClass().add("first-focus");
        choose.setOnAction(event -> choose(words.title(), kinds));
        getChildren().addAll(kit.icon(Feather.FILE_TEXT), drop, choose);
        getStyleClass().addAll("drop-zone", "placeholder");
        setAlignment(Pos.CENTER);
        accept(this, () -> true, chosen);
    }

    /** Has one file dropped on {@code target} told to {@code dropped}, as long as it is {@code wanted}. */
    public static void accept(Node target, BooleanSupplier wanted, Consumer<Path> dropped) {
        target.setOnDragOver(event -> {
            if (wanted.getAsBoolean() && event.getDragboard().getFiles().size() == 1) {
                event.acceptTransferModes(TransferMode.COPY);
            }
            event.consume();
        });
        target.setOnDragDropped(event -> {
            List<File> files = event.getDragboard().getFiles();
            event.setDropCompleted(files.size() == 1);
            event.consume();
            if (files.size() == 1) {
                dropped.accept(files.getFirst().toPath());
            }
        });
    }

    private void choose(String title, FileChooser.ExtensionFilter kinds) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(kit.messages().get(title));
        chooser.getExtensionFilters().addAll(kinds, new FileChooser.ExtensionFilter("*", "*.*"));
        File file = chooser.showOpenDialog(getScene().getWindow());
        if (file != null) {
            chosen.accept(file.toPath());
        }
    }

    /** The name of a file that was chosen. */
    public static Label name(Kit kit, Path file) {
        Label name = new Label(String.valueOf(file.getFileName()), kit.icon(Feather.FILE_TEXT));
        name.setGraphicTextGap(8);
        name.getStyleClass().add("card-title");
        name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        return name;
    }
}
