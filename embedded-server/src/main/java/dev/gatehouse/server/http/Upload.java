package dev.gatehouse.server.http;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.StorageException;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Takes bodies that are too large for memory. */
final class Upload {

    private static final int BUFFER_BYTES = 64 * 1024;

    private Upload() {}

    /** See {@link Exchange#bodyTo}. */
    static void write(Context context, InputStream body, Path file, String mediaType, long mostBytes) {
        checkType(context.header("Content-Type"), mediaType);
        if (context.req().getContentLengthLong() > mostBytes) {
            throw tooLarge(mostBytes);
        }
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            long bytes = copy(body, out, mostBytes);
            if (bytes == 0) {
                throw new RequestFailure(ErrorCode.BAD_REQUEST, "The request needs a body of " + mediaType + ".");
            }
            out.force(true);
        } catch (IOException e) {
            throw new StorageException("The body could not be written to " + file + ": " + e.getMessage(), e);
        }
    }

    private static void checkType(@Nullable String given, String wanted) {
        String type = given == null ? "" : given.toLowerCase(Locale.ROOT).replace(" ", "").replace("\"", "");
        int parameters = type.indexOf(';');
        boolean right = (parameters < 0 ? type : type.substring(0, parameters)).equals(wanted);
        int charset = type.indexOf(";charset=");
        boolean utf8 = charset < 0 || type.startsWith("utf-8", charset + ";charset=".length());
        if (!right || !utf8) {
            throw new RequestFailure(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as " + wanted + " in UTF-8"
                    + (given == null ? "." : ", not as " + given + "."));
        }
    }

    private static long copy(InputStream in, FileChannel out, long mostBytes) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long bytes = 0;
        for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
            bytes += read;
            if (bytes > mostBytes) {
                throw tooLarge(mostBytes);
            }
            ByteBuffer chunk = ByteBuffer.wrap(buffer, 0, read);
            while (chunk.hasRemaining()) {
                out.write(chunk);
            }
        }
        return bytes;
    }

    private static int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new RequestFailure(ErrorCode.BAD_REQUEST, "The body ended before it was whole; send it again.", e);
        }
    }

    private static RequestFailure tooLarge(long mostBytes) {
        return new RequestFailure(ErrorCode.BODY_TOO_LARGE, "The body is larger than " + mostBytes / (1 << 20)
                + " MiB; split it.");
    }
}
