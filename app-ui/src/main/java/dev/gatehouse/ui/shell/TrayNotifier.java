package dev.gatehouse.ui.shell;

import dev.gatehouse.ui.task.SystemNotifier;
import dev.gatehouse.ui.text.Messages;
import dev.gatehouse.ui.text.Sentence;
import java.awt.AWTException;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.SystemTray;
import java.awt.TrayIcon;
import java.awt.image.BufferedImage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifications by the desktop's tray, where it has one. The tray belongs to AWT, which has a thread of its own here:
 * JavaFX's never waits for it. The icon appears with the first notification and stays until the console ends.
 */
public final class TrayNotifier implements SystemNotifier, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TrayNotifier.class);
    private static final String TITLE = "Gatehouse";

    private final Messages messages;
    private final ExecutorService awt = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("console-tray").factory());
    private @Nullable TrayIcon icon;
    private boolean unusable;

    /** @param messages the language to speak */
    public TrayNotifier(Messages messages) {
        this.messages = messages;
    }

    @Override
    public void tell(Sentence sentence) {
        String words = messages.get(sentence);
        awt.execute(() -> show(words));
    }

    private void show(String words) {
        if (icon == null && !unusable) {
            icon = install();
            unusable = icon == null;
        }
        if (icon != null) {
            icon.displayMessage(TITLE, words, TrayIcon.MessageType.INFO);
        }
    }

    private static @Nullable TrayIcon install() {
        if (GraphicsEnvironment.isHeadless() || !SystemTray.isSupported()) {
            LOG.info("this desktop has no tray: watch rules tell in the window only");
            return null;
        }
        SystemTray tray = SystemTray.getSystemTray();
        TrayIcon made = new TrayIcon(picture(tray.getTrayIconSize()), TITLE);
        made.setImageAutoSize(true);
        try {
            tray.add(made);
            return made;
        } catch (AWTException refused) {
            LOG.warn("the tray of this desktop refuses an icon: watch rules tell in the window only", refused);
            return null;
        }
    }

    /** A gate: two posts and a beam. */
    private static Image picture(Dimension size) {
        int edge = Math.max(16, Math.min(size.width, size.height));
        BufferedImage image = new BufferedImage(edge, edge, BufferedImage.TYPE_INT_ARGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(new Color(0x46, 0x56, 0xd0));
        pen.fillRoundRect(0, 0, edge, edge, edge / 3, edge / 3);
        pen.setColor(Color.WHITE);
        int bar = Math.max(2, edge / 8);
        pen.fillRect(edge / 4, edge / 4, edge / 2, bar);
        pen.fillRect(edge / 4, edge / 4, bar, edge / 2);
        pen.fillRect(edge * 3 / 4 - bar, edge / 4, bar, edge / 2);
        pen.dispose();
        return image;
    }

    @Override
    public void close() {
        awt.execute(() -> {
            if (icon != null) {
                SystemTray.getSystemTray().remove(icon);
                icon = null;
            }
        });
        awt.shutdown();
    }
}
