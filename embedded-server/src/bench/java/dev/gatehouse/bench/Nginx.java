package dev.gatehouse.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real nginx of the system: one process on a port that was free, without a log, whose connections stay. */
final class Nginx implements AutoCloseable {

    private final Child process;
    private final int port;

    private Nginx(Child process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Gives {@code body} to every request. */
    static Nginx answering(String cores, Path folder, String body) throws IOException, InterruptedException {
        return start(cores, folder, "", "default_type text/plain; return 200 \"" + body + "\";");
    }

    /** Passes every request on, over connections that stay. */
    static Nginx proxy(String cores, Path folder, URI upstream) throws IOException, InterruptedException {
        return start(cores, folder,
                "upstream behind { server " + upstream.getAuthority()
                        + "; keepalive 64; keepalive_requests 1000000000; }",
                "proxy_pass http://behind; proxy_http_version 1.1; proxy_set_header Connection \"\";"
                        + " proxy_set_header X-Forwarded-For $remote_addr;");
    }

    private static Nginx start(String cores, Path folder, String upstreams, String location)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        int port = Ports.free();
        Path file = Files.writeString(folder.resolve("nginx.conf"),
                """
                daemon off;
                master_process off;
                worker_processes 1;
                pid %1$s/nginx.pid;
                error_log stderr error;
                events { worker_connections 4096; }
                http {
                  access_log off;
                  client_body_temp_path %1$s;
                  proxy_temp_path %1$s;
                  fastcgi_temp_path %1$s;
                  uwsgi_temp_path %1$s;
                  scgi_temp_path %1$s;
                  keepalive_requests 1000000000;
                  server_tokens off;
                  %3$s
                  server {
                    listen 127.0.0.1:%2$d;
                    location / { %4$s }
                  }
                }
                """.formatted(folder, port, upstreams, location));
        Child process = Child.start(cores, List.of("nginx", "-p", folder.toString(), "-c", file.toString()));
        Ports.awaitOpen(port, "nginx");
        return new Nginx(process, port);
    }

    Child process() {
        return process;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        process.close();
    }
}
