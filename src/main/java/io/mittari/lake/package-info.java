/**
 * The way in: extract files become canonical entities, and no row is lost without a trace.
 *
 * <p>A source's loads are found ({@link io.mittari.lake.LoadFinder}), read as they came (an {@code ExtractFormat}),
 * mapped onto canonical columns ({@code Mapping}), judged row by row ({@code Judge}), and reduced to the newest version
 * of each key ({@code Versions}). Each row ends as exactly one of used, superseded, deleted, filtered or rejected.
 *
 * <p>It is the only package that reads source files. Text is parsed in plain Java, not in SQL: Spark's readers and casts
 * pad, cut, round and null silently, and a row must say what is wrong with it.
 */
package io.mittari.lake;
