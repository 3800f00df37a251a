package org.convoke.bus;

/**
 * Events up to {@code position} (the journal's total order) are in the database. A hint: readers
 * read the table.
 */
public record Committed(long position) implements BusMessage {}
