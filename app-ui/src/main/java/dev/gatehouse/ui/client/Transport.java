package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.model.json.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Sends one request and reads its answer; knows no tokens. */
final class Transport {

    /** Longer than any deadline of the server (3 s by default), so that the server's own answer is seen. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** A file takes longer on its way, and is read by the server before it answers. */
    private static final Duration FILE_TIMEOUT = Duration.ofMinutes(10);

    /** What an empty answer reads as. */
    private static final byte[] NOTHING = "null".getBytes(StandardCharsets.UTF_8);

    private final URI base;
    private final HttpClient http;

    Transport(URI base, HttpClient http) {
        this.base = base;
        this.http = http;
    }

    /**
     * What is asked.
     *
     * @param path  with its query, already encoded
     * @param body  sent as JSON; absent for none
     * @param version sent as {@code If-Match}; absent for none
     */
    record Call(String method, String path, @Nullable Object body, @Nullable Long version) {

        static Call get(String path) {
            return new Call("GET", path, null, null);
        }

        static Call post(String path, @Nullable Object body) {
            return new Call("POST", path, body, null);
        }
    }

    /**
     * Sends {@code call}; an empty answer gives {@code null} for {@link Void}.
     *
     * @throws ServerProblem in the future, for every status of 400 or above
     * @throws Unreachable in the future, where no answer came
     */
    <T> CompletableFuture<T> send(Call call, @Nullable String token, TypeReference<T> type) {
        return fetch(call, token).thenApply(body -> read(body, type));
    }

    /** As {@link #send}, for what takes the server minutes. */
    <T> CompletableFuture<T> sendPatiently(Call call, @Nullable String token, TypeReference<T> type) {
        return fetch(request(call, token, FILE_TIMEOUT, "application/json")).thenApply(body -> read(body, type));
    }

    /**
     * Sends {@code call}; gives the answer's body as it came.
     *
     * @throws ServerProblem in the future, for every status of 400 or above
     * @throws Unreachable in the future, where no answer came
     */
    CompletableFuture<byte[]> fetch(Call call, @Nullable String token) {
        return fetch(request(call, token));
    }

    private CompletableFuture<byte[]> fetch(HttpRequest request) {
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).handle((response, failure) -> {
            if (failure != null) {
                throw new Unreachable(base, unwrap(failure));
            }
            if (response.statusCode() >= 400) {
                throw new ServerProblem(problem(response));
            }
            return response.body();
        });
    }

    /**
     * Sends {@code file} as the body of a POST, as a stream.
     *
     * @throws ServerProblem in the future, for every status of 400 or above
     * @throws Unreachable in the future, where no answer came or the file went away
     */
    <T> CompletableFuture<T> upload(String path, Path file, String mediaType, String token, TypeReference<T> type) {
        HttpRequest.BodyPublisher body;
        try {
            body = HttpRequest.BodyPublishers.ofFile(file);
        } catch (FileNotFoundException gone) {
            return CompletableFuture.failedFuture(new FileTrouble(file, gone));
        }
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(FILE_TIMEOUT)
                .header("Accept", "application/json")
                .header("Content-Type", mediaType)
                .header("Authorization", "Bearer " + token)
                .POST(body)
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).handle((response, failure) -> {
            if (failure != null) {
                throw new Unreachable(base, unwrap(failure));
            }
            return read(response, type);
        });
    }

    /**
     * Writes the answer to {@code call} into {@code target}, as a stream; a transfer that does not reach its end leaves
     * {@code target} as it was.
     *
     * @throws ServerProblem in the future, for every status of 400 or above
     * @throws Unreachable in the future, where no answer came or it broke off
     * @throws FileTrouble in the future, where the file cannot be written
     */
    CompletableFuture<Path> download(Call call, Path target, String token, Transfer transfer) {
        HttpRequest request = request(call, token, FILE_TIMEOUT, "*/*");
        Path part = target.resolveSibling(target.getFileName() + ".part");
        CompletableFuture<HttpResponse<byte[]>> sent = http.sendAsync(request, FileBody.handler(part, transfer));
        transfer.onStop(() -> sent.cancel(true));
        return sent.handle((response, failure) -> {
            if (failure != null) {
                FileBody.drop(part);
                throw transfer.failure(base, unwrap(failure));
            }
            if (response.statusCode() >= 400) {
                throw new ServerProblem(problem(response));
            }
            return FileBody.keep(part, target);
        });
    }

    private HttpRequest request(Call call, @Nullable String token) {
        return request(call, token, TIMEOUT, "application/json");
    }

    private HttpRequest request(Call call, @Nullable String token, Duration timeout, String accepted) {
        HttpRequest.BodyPublisher publisher = call.body() == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(write(call.body()));
        HttpRequest.Builder builder = HttpRequest.newBuilder(base.resolve(call.path()))
                .timeout(timeout)
                .header("Accept", accepted)
                .method(call.method(), publisher);
        if (call.body() != null) {
            builder.header("Content-Type", "application/json");
        }
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        if (call.version() != null) {
            builder.header("If-Match", Long.toString(call.version()));
        }
        return builder.build();
    }

    private <T> T read(HttpResponse<byte[]> response, TypeReference<T> type) {
        if (response.statusCode() >= 400) {
            throw new ServerProblem(problem(response));
        }
        return read(response.body(), type);
    }

    /** Reads a body, of an answer that came now or was kept. */
    static <T> T read(byte[] body, TypeReference<T> type) {
        try {
            return Json.LENIENT.readValue(body.length == 0 ? NOTHING : body, type);
        } catch (IOException broken) {
            throw new UncheckedIOException("The server's answer cannot be read: " + broken.getMessage(), broken);
        }
    }

    private Problem problem(HttpResponse<byte[]> response) {
        try {
            Problem problem = Json.LENIENT.readValue(response.body(), Problem.class);
            if (problem != null && problem.detail() != null && problem.code() != null) {
                return problem;
            }
            return foreign(response);
        } catch (IOException notAProblem) {
            return foreign(response);
        }
    }

    /** An error that was not written by Gatehouse: a proxy's page, or another program on that port. */
    private Problem foreign(HttpResponse<byte[]> response) {
        String detail = base + " answered with status " + response.statusCode()
                + " and not in Gatehouse's form. Is it a Gatehouse server?";
        return new Problem("about:blank", ErrorCode.INTERNAL.title(), response.statusCode(), detail,
                ServerProblem.FOREIGN, "",
                List.of(), null, null, null);
    }

    private static byte[] write(Object body) {
        try {
            return Json.LENIENT.writeValueAsBytes(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("a request record that cannot be written", impossible);
        }
    }

    /** What lies within the wrapping that futures add. */
    static Throwable unwrap(Throwable failure) {
        Throwable inner = failure;
        while (inner instanceof CompletionException && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }
}
