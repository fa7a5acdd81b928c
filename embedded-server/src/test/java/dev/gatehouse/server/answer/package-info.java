@NullMarked
package dev.gatehouse.server.answer;

import org.jspecify.annotations.NullMarked;
