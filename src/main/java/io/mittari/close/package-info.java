/**
 * The quarter close: freezes the published figures of a period once everything speaks for it, and keeps book of who closed,
 * approved and reopened what. What is frozen lies in the warehouse, beside {@code closes}, which alone says what counts.
 */
package io.mittari.close;
