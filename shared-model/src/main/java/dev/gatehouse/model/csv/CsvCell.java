package dev.gatehouse.model.csv;

import java.util.regex.Pattern;

/**
 * A cell of a CSV file. One that a spreadsheet would take for a formula is written with an apostrophe before it.
 *
 * @param written as it stands in the file, without the quotes of RFC 4180
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</a>
 */
public record CsvCell(String written) {

    private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\\t\\r].*", Pattern.DOTALL);
    private static final Pattern DEFUSED = Pattern.compile("'+[=+\\-@\\t\\r].*", Pattern.DOTALL);

    /** The cell that says {@code text} and is no formula. */
    public static CsvCell of(String text) {
        return new CsvCell(FORMULA.matcher(text).matches() ? "'" + text : text);
    }

    /** What it says: the text that it was made of, and of a cell that was made elsewhere all but such an apostrophe. */
    public String text() {
        return DEFUSED.matcher(written).matches() ? written.substring(1) : written;
    }
}
