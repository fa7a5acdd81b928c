/**
 * The Kafka broker of the demo, in a JVM of its own.
 * The only room of the console that knows Kafka's classes; they are on the class path of that JVM only.
 */
@NullMarked
package dev.gatehouse.ui.demo.kafka;

import org.jspecify.annotations.NullMarked;
