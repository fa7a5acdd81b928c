package dev.gatehouse.model.route;

/**
 * An answer given without asking anybody.
 *
 * @param status      200 to 599
 * @param contentType the answer's media type
 * @param body        text, at most 64 KiB
 */
public record StaticAnswer(int status, String contentType, String body) {

    /** How large a body may be, in bytes of UTF-8. */
    public static final int LARGEST_BODY = 64 * 1024;
}
