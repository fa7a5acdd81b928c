@NullMarked
package dev.gatehouse.model.outage;

import org.jspecify.annotations.NullMarked;
