package dev.gatehouse.model.audit;

/** How an action ended. */
public enum Outcome {
    /** It took effect. */
    ACCEPTED,
    /** It was not allowed, or could not apply to the state it met. */
    REFUSED,
    /** It was allowed and something broke. */
    FAILED
}
