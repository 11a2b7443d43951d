/**
 * A synthetic lake: five years of a company that sells subscriptions, at any size, for the demo, tests and benchmarks.
 *
 * <p>Every figure of a plan is drawn from (seed, topic, index): opportunity 17 is the same whoever asks for it, and in
 * whatever order. So nothing is remembered between rows, an account's customer history is derived again where an
 * opportunity needs it, and a lake of any size needs the same memory.
 *
 * <p>{@code DemoLake} is the front door. An {@code Extract} says what a file's columns are and which dirt they carry;
 * {@code ExtractWriter} spreads rows over loads and parts; {@code CsvPart} and {@code ParquetPart} know the formats.
 */
package io.mittari.demo;
