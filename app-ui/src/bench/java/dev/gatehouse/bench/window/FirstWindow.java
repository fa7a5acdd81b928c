package dev.gatehouse.bench.window;

import java.io.IOException;
import java.io.UncheckedIOException;
import javafx.animation.AnimationTimer;
import javafx.collections.ListChangeListener;
import javafx.stage.Window;

/** Says {@code drawn} once the first window of this process has been on the screen for a frame. */
final class FirstWindow implements ListChangeListener<Window> {

    private boolean seen;

    private FirstWindow() {}

    /** Watches for the window, and ends the process when its standard input is over. */
    static void watch() {
        Window.getWindows().addListener(new FirstWindow());
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
            new SecondFrame().start();
        }
    }

    /** When a second frame begins, the first was drawn. */
    private static final class SecondFrame extends AnimationTimer {

        private int frames;

        @Override
        public void handle(long nanos) {
            frames++;
            if (frames == 2) {
                stop();
                System.out.println("drawn");
                System.out.flush();
            }
        }
    }
}
