/**
 * The command line: a class a command, what its options are and what it prints. Results go to standard output,
 * progress and errors to standard error, everything else to the log. The only package that makes a Spark session, reads
 * the wall clock, and knows about terminals; what it finds around it is in {@code Surroundings}, so that tests run
 * commands in process.
 */
package io.mittari.cli;
