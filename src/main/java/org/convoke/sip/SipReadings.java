package org.convoke.sip;

/**
 * How the SIP plane is now.
 *
 * @param sourcesIgnored sources that are not listened to for a while
 */
public record SipReadings(SipTables tables, int sourcesIgnored) {}
