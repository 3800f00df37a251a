package org.convoke.ncco;

/** What a text is: a program, or faulty. */
public sealed interface Parsed permits Ncco, NccoFault {}
