/**
 * Long work of the node: what runs, how fast, and what came of it.
 * What a job does to users or routes may not be known here.
 */
@NullMarked
package dev.gatehouse.ui.job;

import org.jspecify.annotations.NullMarked;
