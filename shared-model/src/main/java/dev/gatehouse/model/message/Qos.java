package dev.gatehouse.model.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What is promised of a message. On the wire {@code at-most-once} or {@code at-least-once}; 0 and 1 are read as well. */
public enum Qos {
    /** Sent to the sockets that are there now, and forgotten. */
    AT_MOST_ONCE("at-most-once"),
    /** Kept until the receiver acknowledges it; may come again, under the same id. */
    AT_LEAST_ONCE("at-least-once");

    private final String word;

    Qos(String word) {
        this.word = word;
    }

    /** How it is written. */
    @JsonValue
    public String word() {
        return word;
    }

    /**
     * Reads a word or MQTT's number, 0 or 1.
     *
     * @throws IllegalArgumentException where there is none of that name
     */
    @JsonCreator
    public static Qos named(String word) {
        return switch (word) {
            case "at-most-once", "0" -> AT_MOST_ONCE;
            case "at-least-once", "1" -> AT_LEAST_ONCE;
            case String other -> throw new IllegalArgumentException(
                    "A quality of service is at-most-once or at-least-once, not \"" + other + "\".");
        };
    }
}
