package dev.gatehouse.model.message;

/** How far a message has come on its way to one receiver. */
public enum DeliveryState {
    /** The fleet has it; at-least-once messages are kept from here on. */
    SENT,
    /** The receiver's program has it. */
    DELIVERED,
    /** A person has seen it. */
    READ
}
