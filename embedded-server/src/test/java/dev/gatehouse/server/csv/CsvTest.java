package dev.gatehouse.server.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.model.csv.CsvCell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    @TempDir
    private Path folder;

    private List<CsvReading.Row> read(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("table.csv"), bytes);
        List<CsvReading.Row> rows = new ArrayList<>();
        try (CsvReading csv = CsvReading.open(file)) {
            for (CsvReading.Row row = csv.next(); row != null; row = csv.next()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private List<CsvReading.Row> read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void quotesLineEndsAndTheByteOrderMarkAreUnderstood() throws IOException {
        assertThat(read("\uFEFF\"a\",b\r\n\"x \"\"y\"\",\nz\",ö\n\n1,2,3\r4\r\n")).containsExactly(
                new CsvReading.Row(1, List.of("a", "b")), new CsvReading.Row(2, List.of("x \"y\",\nz", "ö")),
                new CsvReading.Row(5, List.of("1", "2", "3")), new CsvReading.Row(6, List.of("4")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b\n\"open,1\n", "a,b\n\"shut\"tight,1\n"})
    void aQuoteInTheWrongPlaceIsToldWithItsLine(String text) {
        assertThatExceptionOfType(CsvException.class).isThrownBy(() -> read(text)).withMessageContaining("line 1");
    }

    @Test
    void aTextThatIsNotInUtf8IsToldSo() {
        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> read("name\nMüller\n".getBytes(StandardCharsets.ISO_8859_1)))
                .withMessageContaining("UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+49 30", "-1", "@SUM(A1)", "\tx", "'=1", "''@x", "'", "plain", "a=b", ""})
    void aFormulaIsDefusedAndComesBackAsItWas(String cell) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CsvWriting csv = new CsvWriting(out)) {
            csv.row("head", cell);
        }
        String written = read(out.toByteArray()).getFirst().cells().get(1);

        assertThat(written).doesNotMatch("(?s)[=+\\-@\\t].*");
        assertThat(new CsvCell(written).text()).isEqualTo(cell);
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("\r\n");
    }
}
