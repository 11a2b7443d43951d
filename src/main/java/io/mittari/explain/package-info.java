/**
 * Takes a published figure back to the rows that it was made of. The figure comes from the published tables, the rows from
 * the conformed entities, by the same facts and measures by which a run computes; that they add up is checked each time.
 */
package io.mittari.explain;
