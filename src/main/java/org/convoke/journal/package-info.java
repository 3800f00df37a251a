/**
 * The journal: every fact becomes an event, once, in order, whatever PostgreSQL does meanwhile.
 *
 * <p><b>Owner.</b> {@link org.convoke.journal.JournalVerticle} on its event loop; the spool's files
 * belong to one worker thread.
 *
 * <p><b>In:</b> {@link org.convoke.bus.Fact} at {@code facts}. <b>Out:</b> {@link
 * org.convoke.bus.Committed} at {@code committed} after each transaction.
 *
 * <p><b>How it goes.</b> <i>Live</i>: facts are stored as soon as the transaction before is done;
 * what came meanwhile is the next batch. A batch that fails, or takes longer than half a second,
 * turns the journal to <i>spooling</i>: that batch and all that follow are appended to files under
 * {@code data/journal} and synced; a second loop stores them from there in order, waiting 0.2 to 2
 * s after each failure. When the files are empty, it is live again. An event's id makes repeating
 * harmless, so a batch may safely be stored both ways.
 *
 * <p><b>Assumptions.</b> One journal a database. What is in memory when the process is killed is
 * lost: at most the half second above. Facts reach the journal in the order of the story.
 *
 * <p><b>Old events</b>, calls and participants are deleted after {@code journal.keep_days}.
 *
 * <p><b>At start</b> the spool is emptied first. Then everything that a crash left open is closed
 * by facts of our own: participants left, meetings ended, calls completed with cause {@code
 * bridge_restarted}, at the time until which the last run lived, by a file that it wrote each
 * second. Only then does the journal take new facts, so deploy it before those who send them, and
 * undeploy it after them.
 */
package org.convoke.journal;
