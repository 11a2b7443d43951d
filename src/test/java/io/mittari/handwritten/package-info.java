/**
 * Every figure of the nightly job against an independent SQL query. The queries stand in {@code src/test/resources/sql},
 * written by hand from {@code kpis.md} without a look at the job, and run on DuckDB over the conformed entities that the
 * job published.
 */
package io.mittari.handwritten;
