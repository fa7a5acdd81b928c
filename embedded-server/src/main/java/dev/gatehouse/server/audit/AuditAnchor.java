package dev.gatehouse.server.audit;

import java.time.Instant;

/**
 * How far a node's chain had come when somebody looked. A chain that ends before that, or has another record there, was
 * tampered with.
 *
 * @param node   whose chain it is
 * @param toldBy the node that looked
 * @param seq    the last record it saw
 * @param hash   that record's hash, by which it vouches for all before it
 */
public record AuditAnchor(String node, String toldBy, long seq, String hash, Instant at) {}
