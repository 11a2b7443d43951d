/** Work side by side, where each part alone would leave a machine idle. */
package io.mittari.concurrent;
