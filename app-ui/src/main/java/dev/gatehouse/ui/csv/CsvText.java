package dev.gatehouse.ui.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.gatehouse.model.csv.CsvCell;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** A table as text: RFC 4180, lines that end in CRLF, no cell that a spreadsheet would take for a formula. */
public final class CsvText {

    private CsvText() {}

    /** @param rows the head first */
    public static String of(List<List<String>> rows) {
        StringWriter text = new StringWriter();
        try (CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
            rows.forEach(row -> writer.writeRecord(row.stream().map(cell -> CsvCell.of(cell).written()).toList()));
        } catch (IOException e) {
            throw new UncheckedIOException("A text cannot be written into memory", e);
        }
        return text.toString();
    }
}
