package dev.gatehouse.ui.demo.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a child notices that its parent is gone: the parent holds the other end of the child's standard input and never
 * writes to it, so the operating system ends the stream when the parent ends, however it ends.
 */
public final class Lifeline {

    private static final Logger LOG = LoggerFactory.getLogger(Lifeline.class);

    private Lifeline() {}

    /** Runs {@code end} on a thread of its own as soon as {@code input} is over. */
    public static void watch(InputStream input, Runnable end) {
        Thread.ofPlatform().daemon().name("lifeline").start(() -> {
            untilOver(input);
            end.run();
        });
    }

    private static void untilOver(InputStream input) {
        try {
            input.transferTo(OutputStream.nullOutputStream());
        } catch (IOException broken) {
            LOG.debug("The parent's stream broke, which is as good as its end", broken);
        }
    }
}
