package io.mittari.lake;

import java.io.Serializable;

/**
 * A data file of a load.
 *
 * @param load the load's name
 * @param name the file's path below its load
 * @param uri where it lies
 * @param length its size in bytes
 * @param modified when it was written, in milliseconds since 1970
 */
record LakeFile(String load, String name, String uri, long length, long modified) implements Serializable {}
