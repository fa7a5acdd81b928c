@NullMarked
package dev.gatehouse.example;

import org.jspecify.annotations.NullMarked;
