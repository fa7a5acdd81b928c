package dev.gatehouse.server.http;

/** In the place of a type of answers: a whole SQLite database, as {@code application/vnd.sqlite3}. */
public final class SqliteBytes {

    /** The media type. */
    public static final String MEDIA_TYPE = "application/vnd.sqlite3";

    private SqliteBytes() {}
}
