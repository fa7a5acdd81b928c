package dev.gatehouse.ui.demo.process;

/** The demo cannot go on, in one sentence for the one who started it. */
public final class DemoFailure extends Exception {

    private static final long serialVersionUID = 1L;

    public DemoFailure(String sentence) {
        super(sentence);
    }

    public DemoFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
