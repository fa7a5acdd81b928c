package dev.gatehouse.server.job.redis;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.job.RowOutcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The outcomes of a batch as one short text: JSON, gzip, Base64. */
final class Packed {

    private static final TypeReference<List<RowOutcome>> ROWS = new TypeReference<>() {};

    private Packed() {}

    static String write(List<RowOutcome> rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(bytes)) {
            packed.write(Json.LENIENT.writeValueAsBytes(rows));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    static List<RowOutcome> read(String text) {
        try (GZIPInputStream packed = new GZIPInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
            return Json.LENIENT.readValue(packed, ROWS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
