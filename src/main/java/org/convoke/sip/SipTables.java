package org.convoke.sip;

/**
 * What the SIP plane keeps at this moment.
 *
 * @param calls that have not been told of as completed
 * @param clientTransactions of the stack, as the next two; they are 0 within 64 s of the last call
 * @param waiting messages that wait for the verticle's thread
 */
public record SipTables(
    int calls, int clientTransactions, int serverTransactions, int dialogs, int waiting) {}
