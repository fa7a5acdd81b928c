package dev.gatehouse.ui.client;

/** The call needs an operator and nobody is signed in, or the session is over. */
public final class SignedOut extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SignedOut(String sentence) {
        super(sentence);
    }
}
