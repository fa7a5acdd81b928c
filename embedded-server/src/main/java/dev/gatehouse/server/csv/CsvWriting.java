package dev.gatehouse.server.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes CSV row by row: RFC 4180, UTF-8, lines that end in CRLF. A cell that a spreadsheet would take for a formula
 * gets an apostrophe before it, and {@link #restored} takes it off again.
 *
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</a>
 */
public final class CsvWriting implements AutoCloseable {

    /** The media type of what is written. */
    public static final String MEDIA_TYPE = "text/csv";

    private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\\t\\r].*", Pattern.DOTALL);
    private static final Pattern DEFUSED = Pattern.compile("'+[=+\\-@\\t\\r].*", Pattern.DOTALL);

    private final CsvWriter writer;

    /** Begins to write; closing it closes {@code out}. */
    public CsvWriting(OutputStream out) {
        this.writer = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out, StandardCharsets.UTF_8);
    }

    /** Writes one row; what is absent becomes an empty cell. */
    public void row(@Nullable String... cells) {
        List<String> safe = new ArrayList<>(cells.length);
        for (String cell : cells) {
            safe.add(cell == null ? "" : defused(cell));
        }
        writer.writeRecord(safe);
    }

    /** A cell that no spreadsheet takes for a formula. */
    static String defused(String cell) {
        return FORMULA.matcher(cell).matches() ? "'" + cell : cell;
    }

    /** What a cell was before it was written here; other cells stay as they are. */
    public static String restored(String cell) {
        return DEFUSED.matcher(cell).matches() ? cell.substring(1) : cell;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
