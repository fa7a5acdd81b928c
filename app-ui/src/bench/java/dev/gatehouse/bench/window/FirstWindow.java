package dev.gatehouse.bench.window;

import java.io.IOException;
import java.io.UncheckedIOException;
import javafx.animation.AnimationTimer;
import javafx.collections.ListChangeListener;
import javafx.stage.Window;

/**
 * Says {@code drawn} once the first window of this process has been on the screen for a frame, and {@code ready} once
 * it shows what the user waits for.
 */
final class FirstWindow implements ListChangeListener<Window> {

    private final String awaited;
    private boolean seen;

    private FirstWindow(String awaited) {
        this.awaited = awaited;
    }

    /**
     * Watches for the window, and ends the process when its standard input is over.
     *
     * @param awaited a selector of what the user waits for
     */
    static void watch(String awaited) {
        Window.getWindows().addListener(new FirstWindow(awaited));
        Thread.ofPlatform().daemon().name("parent").start(() -> {
            try {
                System.in.transferTo(System.out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            System.exit(0);
        });
    }

    @Override
    public void onChanged(Change<? extends Window> change) {
        if (!seen && change.next() && change.wasAdded()) {
            seen = true;
            new Frames(change.getAddedSubList().getFirst(), awaited).start();
        }
    }

    /** When a frame begins, the one before was drawn. */
    private static final class Frames extends AnimationTimer {

        private final Window window;
        private final String awaited;
        private int frames;
        private boolean there;

        private Frames(Window window, String awaited) {
            this.window = window;
            this.awaited = awaited;
        }

        @Override
        public void handle(long nanos) {
            frames++;
            if (frames == 2) {
                say("drawn");
            }
            if (frames >= 2 && there) {
                stop();
                say("ready");
            }
            there = window.getScene().getRoot().lookup(awaited) != null;
        }

        private static void say(String word) {
            System.out.println(word);
            System.out.flush();
        }
    }
}
