package dev.gatehouse.model.user;

/** Whether a user may enter. A ban that has run out reads as {@link #ACTIVE}. */
public enum UserState {
    ACTIVE,
    BANNED
}
