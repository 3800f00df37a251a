package org.convoke.web;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.convoke.provider.Inquiry;
import org.convoke.provider.Provider;
import org.convoke.provider.Reply;

/**
 * The callers at providers with whom a dialogue goes on: one each, by the provider's own name of
 * the call. A request that is sent again gets the answer that it got, so that no try is lost by it.
 * Bounded: what is too much, or older than ten minutes, is forgotten and begins anew. Of one event
 * loop.
 */
final class ProviderCalls {
  static final int MAX = 10_000;
  static final long KEPT_NS = 600_000_000_000L;

  private record Key(Provider provider, String call) {}

  /** A call and where its dialogue stands. */
  static final class Entry {
    final Inquiry inquiry;
    private final long sinceNs;
    private int step;
    private Future<Reply> reply;

    Entry(Inquiry inquiry, long sinceNs) {
      this.inquiry = inquiry;
      this.sinceNs = sinceNs;
    }

    /** Which of its replies comes next, from 1; a later request names the one it answers to. */
    int nextStep() {
      return step + 1;
    }
  }

  /** The oldest first: all are kept for the same time. */
  private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>();

  /** The call's entry, or null. */
  Entry find(Provider provider, String call, long nowNs) {
    forget(nowNs);
    return entries.get(new Key(provider, call));
  }

  Entry open(Provider provider, String call, Inquiry inquiry, long nowNs) {
    forget(nowNs);
    if (entries.size() == MAX) {
      entries.pollFirstEntry();
    }
    Entry entry = new Entry(inquiry, nowNs);
    entries.put(new Key(provider, call), entry);
    return entry;
  }

  /** Answers the request that follows reply {@code step}; an older one as it was answered. */
  static Future<Reply> once(Entry entry, int step, Supplier<Future<Reply>> answer) {
    if (step == entry.step || entry.reply == null) {
      // Before the answer is asked for: the same request may come while it is under way.
      Future<Reply> reply = Future.succeededFuture().compose(now -> answer.get());
      entry.step++;
      entry.reply = reply;
    }
    return entry.reply;
  }

  private void forget(long nowNs) {
    Map.Entry<Key, Entry> oldest = entries.firstEntry();
    while (oldest != null && nowNs - oldest.getValue().sinceNs >= KEPT_NS) {
      entries.pollFirstEntry();
      oldest = entries.firstEntry();
    }
  }
}
