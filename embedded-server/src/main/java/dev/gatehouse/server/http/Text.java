package dev.gatehouse.server.http;

/** An answer that is not JSON. */
public record Text(String mediaType, String body) {}
