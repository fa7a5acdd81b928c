package dev.gatehouse.server.log;

import java.time.Instant;

/**
 * The public half of a node's signing key.
 *
 * @param publicKey Ed25519, X.509 SubjectPublicKeyInfo in Base64
 */
public record SigningKey(String id, String node, String publicKey, Instant publishedAt) {}
