package org.convoke.sim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Whatever the bridge logs as an error is one: nothing that is simulated is its operator's fault.
 */
final class Alarms extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("org.convoke");
  private final Level before = logger.getLevel();
  private final boolean additive = logger.isAdditive();
  private Watch watch;

  Alarms() {
    logger.setLevel(Level.ERROR);
    logger.setAdditive(false);
    logger.addAppender(this);
    start();
  }

  void to(Watch watch) {
    this.watch = watch;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (watch != null && event.getLevel().isGreaterOrEqual(Level.ERROR)) {
      String cause =
          event.getThrowableProxy() == null ? "" : ": " + event.getThrowableProxy().getMessage();
      watch.violated("error", event.getFormattedMessage() + cause);
    }
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setLevel(before);
    logger.setAdditive(additive);
    stop();
  }
}
