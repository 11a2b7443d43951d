/**
 * A period's figures for people: a page that opens from disk without a network, and a workbook. Values are those of the
 * published tables, digit by digit; what is rounded is only how they are shown. The page is one file of template, style,
 * script, chart library and data; its script chooses and formats, and computes no figure.
 */
package io.mittari.report;
