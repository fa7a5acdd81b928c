package dev.gatehouse.server.http;

/** In the place of a type of bodies or answers: a table as {@code text/csv}, in UTF-8 with a header row. */
public final class CsvText {

    private CsvText() {}
}
