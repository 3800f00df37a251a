package org.convoke.sip;

import gov.nist.core.StackLogger;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stack's own log lines, over SLF4J. Only its errors and warnings are let through, at debug
 * level and without the messages they carry: those hold numbers, credentials and keys.
 */
public final class StackLog implements StackLogger {
  private static final Logger LOG = LoggerFactory.getLogger(StackLog.class);
  private static final int MAX_LENGTH = 120;

  private static void line(String level, String message) {
    if (LOG.isDebugEnabled() && message != null) {
      String first = message.lines().findFirst().orElse("").replaceAll("(?i)(sips?|tel):.*", "...");
      LOG.debug("{}: {}", level, first.substring(0, Math.min(MAX_LENGTH, first.length())));
    }
  }

  @Override
  public boolean isLoggingEnabled() {
    return LOG.isDebugEnabled();
  }

  @Override
  public boolean isLoggingEnabled(int level) {
    return level <= TRACE_WARN && LOG.isDebugEnabled();
  }

  @Override
  public void logException(Throwable e) {
    LOG.debug("stack exception {}", e.getClass().getName());
  }

  @Override
  public void logFatalError(String message) {
    line("fatal", message);
  }

  @Override
  public void logError(String message) {
    line("error", message);
  }

  @Override
  public void logError(String message, Exception e) {
    line("error", message);
  }

  @Override
  public void logWarning(String message) {
    line("warning", message);
  }

  @Override
  public void logStackTrace() {
    // Never wanted.
  }

  @Override
  public void logStackTrace(int level) {
    // Never wanted.
  }

  @Override
  public int getLineCount() {
    return 0;
  }

  @Override
  public void logDebug(String message) {
    // Holds whole messages.
  }

  @Override
  public void logDebug(String message, Exception e) {
    // Holds whole messages.
  }

  @Override
  public void logTrace(String message) {
    // Holds whole messages.
  }

  @Override
  public void logInfo(String message) {
    // Nothing an operator needs.
  }

  @Override
  public void disableLogging() {
    // SLF4J decides.
  }

  @Override
  public void enableLogging() {
    // SLF4J decides.
  }

  @Override
  public void setBuildTimeStamp(String stamp) {
    // Nothing to do with it.
  }

  @Override
  public void setStackProperties(Properties properties) {
    // Needs none.
  }

  @Override
  public String getLoggerName() {
    return StackLog.class.getName();
  }
}
