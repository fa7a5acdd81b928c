package dev.gatehouse.server.http;

/**
 * An answer with another status than its endpoint's own.
 *
 * @param status such as 200
 * @param body   what is answered
 */
public record WithStatus(int status, Object body) {}
