@org.jspecify.annotations.NullMarked
package dev.gatehouse.client.fleet;
