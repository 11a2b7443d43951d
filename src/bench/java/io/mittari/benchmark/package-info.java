/**
 * The benchmark: measures the nightly job beside what it can be held against, on the same files and in interleaved runs.
 * Every measured thing is a process of its own. README.md says how to start it.
 */
package io.mittari.benchmark;
