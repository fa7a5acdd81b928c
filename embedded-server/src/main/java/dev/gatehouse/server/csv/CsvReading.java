package dev.gatehouse.server.csv;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CSV file row by row: quotes as in RFC 4180, lines that end in LF, CR or CRLF, with or without a byte order
 * mark, in UTF-8. Lines without anything in them are passed over. Not safe for use by several threads.
 */
public final class CsvReading implements AutoCloseable {

    private static final int MOST_CHARACTERS_OF_A_ROW = 1 << 20;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final CsvReader<CsvRecord> reader;
    private final CloseableIterator<CsvRecord> records;
    private long line;

    /**
     * A row.
     *
     * @param line  the line it begins in, counted from 1
     * @param cells as many as the row has
     */
    public record Row(long line, List<String> cells) {}

    private CsvReading(Reader text) {
        this.reader = CsvReader.builder().extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE).allowUnclosedQuote(false)
                .maxBufferSize(MOST_CHARACTERS_OF_A_ROW).ofCsvRecord(text);
        this.records = reader.iterator();
    }

    /**
     * Begins to read a file.
     *
     * @throws CsvException where it does not begin as a text in UTF-8
     * @throws IOException where it cannot be read
     */
    public static CsvReading open(Path file) throws IOException {
        BufferedReader text = new BufferedReader(new InputStreamReader(Files.newInputStream(file),
                StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        try {
            text.mark(1);
            if (text.read() != BYTE_ORDER_MARK) {
                text.reset();
            }
            return new CsvReading(text);
        } catch (CharacterCodingException e) {
            text.close();
            throw notUtf8(0, e);
        } catch (IOException | RuntimeException e) {
            text.close();
            throw e;
        }
    }

    /**
     * The next row; absent after the last.
     *
     * @throws CsvException where the text is no CSV from here on, or not in UTF-8
     * @throws UncheckedIOException where the file cannot be read
     */
    public @Nullable Row next() {
        try {
            if (!records.hasNext()) {
                return null;
            }
            CsvRecord found = records.next();
            line = found.getStartingLineNumber();
            return new Row(line, found.getFields());
        } catch (CsvParseException e) {
            throw new CsvException("The row after line " + line + " is no CSV: a quote is not closed, or stands where"
                    + " none may, or the row is longer than " + MOST_CHARACTERS_OF_A_ROW + " characters.", e);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw notUtf8(line, e);
            }
            throw e;
        }
    }

    private static CsvException notUtf8(long line, Throwable cause) {
        return new CsvException("The text is not in UTF-8 somewhere after line " + line
                + ". Save the file as CSV in UTF-8.", cause);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
