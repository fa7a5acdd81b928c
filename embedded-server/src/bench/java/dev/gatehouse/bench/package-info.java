/**
 * Measures the server beside what it is built upon, in processes of their own.
 * Compiled by the Maven profile {@code bench} alone; nothing here may be needed by the program or by a test.
 */
@NullMarked
package dev.gatehouse.bench;

import org.jspecify.annotations.NullMarked;
