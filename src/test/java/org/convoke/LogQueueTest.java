package org.convoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LogQueueTest {
  private static final int SIZE = 16;

  private final LoggerContext context = new LoggerContext();
  private final CountDownLatch reader = new CountDownLatch(1);
  private final CountDownLatch stuck = new CountDownLatch(1);
  private final Queue<String> written = new ConcurrentLinkedQueue<>();

  @Test
  @Timeout(60)
  void aLogThatNobodyTakesHoldsNobodyUpAndLosesNothingButWhatDoesNotFit() throws Exception {
    LogQueue queue = queue();
    long droppedBefore = LogQueue.dropped();
    queue.doAppend(line("first"));
    stuck.await();
    assertThatCode(
            () -> {
              for (int i = 0; i < 100; i++) {
                queue.doAppend(line("line " + i));
              }
            })
        .doesNotThrowAnyException();
    assertThat(LogQueue.dropped() - droppedBefore).isEqualTo(100 - SIZE);
    reader.countDown();
    queue.stop();
    assertThat(written).hasSize(1 + SIZE).startsWith("first", "line 0", "line 1");
  }

  /** Before one that waits for {@link #reader} at each line. */
  private LogQueue queue() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    AppenderBase<ILoggingEvent> slow =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            stuck.countDown();
            try {
              reader.await();
            } catch (InterruptedException e) {
              // The queue's end wakes its thread; the line is written all the same.
            }
            written.add(event.getFormattedMessage());
          }
        };
    slow.setContext(context);
    slow.start();
    LogQueue queue = new LogQueue();
    queue.setContext(context);
    queue.setQueueSize(SIZE);
    queue.addAppender(slow);
    queue.start();
    return queue;
  }

  private LoggingEvent line(String message) {
    LoggingEvent event = new LoggingEvent();
    event.setLoggerContext(context);
    event.setLevel(Level.INFO);
    event.setMessage(message);
    return event;
  }
}
