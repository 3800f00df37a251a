package org.convoke.bench;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.convoke.clock.Clock;
import org.convoke.phone.UserAgentClient;

/** The thread that signals for {@link TrialCalls}, and how others ask it and the load's. */
final class TrialPhones {
  private static final long STEP_NS = 5_000_000L;
  private static final int ANSWER_SECONDS = 30;

  /** Something that the phones do. */
  interface Work {
    void run() throws IOException;
  }

  private final Clock clock;
  private final Dialer dialer;
  private final LoadThread load;
  private final LoadCall[] calls;
  private final boolean[] over;
  private final Queue<Work> works = new ConcurrentLinkedQueue<>();
  private final Thread thread = Thread.ofPlatform().name("phones").unstarted(this::run);
  private volatile boolean stopping;
  private volatile IOException failure;

  TrialPhones(Clock clock, Dialer dialer, LoadThread load, LoadCall[] calls) {
    this.clock = clock;
    this.dialer = dialer;
    this.load = load;
    this.calls = calls;
    over = new boolean[calls.length];
  }

  void start() {
    thread.start();
  }

  /** Without a word to the bridge. */
  void close() throws InterruptedException {
    stopping = true;
    thread.join();
  }

  /** Lets the phones do something. */
  void tell(Work work) {
    works.add(work);
  }

  /** What the phones' thread answers. */
  <T> T ask(Callable<T> question) throws IOException, InterruptedException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    works.add(() -> complete(answer, question));
    return await(answer);
  }

  /** What the load's thread answers, which sends and hears the sound. */
  <T> T askLoad(Callable<T> question) throws IOException, InterruptedException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    load.ask(() -> complete(answer, question));
    return await(answer);
  }

  private static <T> void complete(CompletableFuture<T> answer, Callable<T> question) {
    try {
      answer.complete(question.call());
    } catch (Exception e) {
      answer.completeExceptionally(e);
    }
  }

  private <T> T await(CompletableFuture<T> answer) throws IOException, InterruptedException {
    if (failure != null) {
      throw new IOException("the phones have failed", failure);
    }
    try {
      return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the load does not answer", failure == null ? e : failure);
    }
  }

  private void run() {
    try {
      while (!stopping) {
        for (Work work = works.poll(); work != null; work = works.poll()) {
          work.run();
        }
        dialer.serve(clock.nowNs() + STEP_NS);
        endThoseThatAreOver();
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  private void endThoseThatAreOver() {
    for (int i = 0; i < calls.length && dialer.agent(i) != null; i++) {
      UserAgentClient.State state = dialer.agent(i).state();
      if (!over[i]
          && (state == UserAgentClient.State.ENDED || state == UserAgentClient.State.LEAVING)) {
        over[i] = true;
        LoadCall call = calls[i];
        load.ask(() -> load.end(call));
      }
    }
  }
}
