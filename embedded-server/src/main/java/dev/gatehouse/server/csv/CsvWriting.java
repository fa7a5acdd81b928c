package dev.gatehouse.server.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.gatehouse.model.csv.CsvCell;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes CSV row by row: RFC 4180, UTF-8, lines that end in CRLF. No cell is one that a spreadsheet would take for a
 * formula, see {@link CsvCell}.
 */
public final class CsvWriting implements AutoCloseable {

    /** The media type of what is written. */
    public static final String MEDIA_TYPE = "text/csv";

    private final CsvWriter writer;

    /** Begins to write; closing it closes {@code out}. */
    public CsvWriting(OutputStream out) {
        this.writer = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out, StandardCharsets.UTF_8);
    }

    /** Writes one row; what is absent becomes an empty cell. */
    public void row(@Nullable String... cells) {
        List<String> safe = new ArrayList<>(cells.length);
        for (String cell : cells) {
            safe.add(cell == null ? "" : CsvCell.of(cell).written());
        }
        writer.writeRecord(safe);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
