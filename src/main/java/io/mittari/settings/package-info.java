/**
 * The settings of a deployment: read once from the defaults in the jar ({@code reference.conf}, {@code kpis.conf}), the
 * deployment's file, the environment and the command line, checked, and handed out as records. All faults are reported
 * together, each with its file and line. The only package that sees HOCON.
 */
package io.mittari.settings;
