package org.convoke.speech;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.convoke.audio.Clip;
import org.convoke.clock.Clock;
import org.convoke.config.SpeechConfig;
import org.convoke.fetch.FetchRequest;
import org.convoke.fetch.Fetched;
import org.convoke.fetch.Fetcher;
import org.convoke.store.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks and fetches on threads of its own: two that speak, one that decodes. What is asked for
 * twice at a time is made once; what was made is kept in memory, and texts on disk.
 */
public final class SpeechGateway implements Voice, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpeechGateway.class);
  private static final int SPEAKERS = 2;
  private static final int WAITING = 64;
  private static final int MAX_SPOKEN_SECONDS = 600;
  private static final int CONNECT_MS = 3_000;
  private static final int FETCH_MS = 15_000;
  private static final Map<String, String> HEADERS =
      Map.of("Accept", "audio/wav, audio/x-wav, audio/mpeg, */*;q=0.1");

  private record Text(String text, String language, int style) {}

  private final Vertx vertx;
  private final Fetcher fetcher;
  private final SpeechConfig config;
  private final Engines engines;
  private final Speaker speaker;
  private final SoundFiles soundFiles;
  private final ClipFiles kept;
  private final ThreadPoolExecutor speakers = threads("speech", SPEAKERS);
  private final ThreadPoolExecutor decoders = threads("sound-files", 1);
  private final ClipMemory memory;
  private final Map<Object, CompletableFuture<Clip>> underWay = new ConcurrentHashMap<>();

  private SpeechGateway(
      Vertx vertx,
      Clock clock,
      Fetcher fetcher,
      SpeechConfig config,
      Engines engines,
      ClipFiles kept) {
    this.vertx = vertx;
    this.fetcher = fetcher;
    this.config = config;
    this.engines = engines;
    this.kept = kept;
    speaker = new Speaker(engines, MAX_SPOKEN_SECONDS, clock::nowNs);
    soundFiles = new SoundFiles(config.streamMaxSeconds());
    memory = new ClipMemory((long) config.memoryMib() << 20, clock);
  }

  /**
   * Looks for engines and begins; takes some tenths of a second and blocks.
   *
   * @param data the data folder
   */
  public static SpeechGateway open(
      Vertx vertx, Clock clock, Fetcher fetcher, SpeechConfig config, Path data) {
    Path folder = data.resolve("speech");
    Path work = folder.resolve("work");
    try {
      PrivateFiles.createFolder(folder);
      empty(PrivateFiles.createFolder(work));
      ClipFiles kept =
          ClipFiles.open(
              PrivateFiles.createFolder(folder.resolve("texts")),
              (long) config.cacheMib() << 20,
              clock);
      SpeechGateway gateway =
          new SpeechGateway(vertx, clock, fetcher, config, Engines.find(config, work), kept);
      LOG.info("texts are spoken by {}", gateway.description());
      return gateway;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the folder " + folder, e);
    }
  }

  /** Of what a process that was killed left there. */
  private static void empty(Path work) throws IOException {
    try (Stream<Path> files = Files.list(work)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static ThreadPoolExecutor threads(String name, int count) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            count,
            count,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name(name + "-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** Who speaks what, for people. */
  public String description() {
    return engines.description();
  }

  @Override
  public Future<Clip> speak(String text, String language, int style) {
    if (text == null) {
      return Future.failedFuture(new SpeechException("text", "There is no text."));
    }
    Text wanted = new Text(text, language == null ? "" : language, style);
    Clip known = memory.get(wanted);
    if (known != null) {
      return Future.succeededFuture(known);
    }
    return once(
        wanted, () -> on(speakers, () -> memory.put(wanted, spoken(wanted), Long.MAX_VALUE)));
  }

  private Clip spoken(Text wanted) throws SpeechException {
    List<Part> parts = Ssml.parse(wanted.text, wanted.language);
    String name =
        kept.name(wanted.text, wanted.language, "" + wanted.style, engines.version(), "1");
    Clip known = kept.get(name);
    if (known != null) {
      return known;
    }
    Clip made = speaker.speak(parts, wanted.style);
    kept.put(name, made);
    return made;
  }

  @Override
  public Future<Clip> stream(String url) {
    if (url == null) {
      return Future.failedFuture(new SpeechException("url", "There is no URL."));
    }
    Clip known = memory.get(url);
    if (known != null) {
      return Future.succeededFuture(known);
    }
    return once(url, () -> fetched(url).thenCompose(file -> decoded(url, file)));
  }

  /** The file takes its room from when it is there until it has become a sound. */
  private CompletableFuture<Clip> decoded(String url, Buffer file) {
    int size = file.length();
    try {
      memory.reserve(size);
    } catch (SpeechException full) {
      return CompletableFuture.failedFuture(full);
    }
    long keptNs = TimeUnit.SECONDS.toNanos(config.streamCacheSeconds());
    return on(decoders, () -> soundFiles.decode(file.getBytes()))
        .whenComplete((_, _) -> memory.release(size))
        .thenCompose(clip -> kept(url, clip, keptNs));
  }

  private CompletableFuture<Clip> kept(String url, Clip clip, long forNs) {
    try {
      return CompletableFuture.completedFuture(memory.put(url, clip, forNs));
    } catch (SpeechException full) {
      return CompletableFuture.failedFuture(full);
    }
  }

  private CompletableFuture<Buffer> fetched(String url) {
    FetchRequest request =
        new FetchRequest(
            "GET", url, HEADERS, null, CONNECT_MS, FETCH_MS, config.streamMaxMib() << 20);
    return fetcher.send(request).compose(this::body).toCompletionStage().toCompletableFuture();
  }

  private Future<Buffer> body(Fetched answer) {
    return answer.ok()
        ? Future.succeededFuture(answer.body())
        : Future.failedFuture(
            new SpeechException(
                "url", "The server answered " + answer.status() + " and no sound."));
  }

  /** Makes what is not being made already; whoever asks is answered on its own context. */
  private Future<Clip> once(Object key, Supplier<CompletableFuture<Clip>> work) {
    CompletableFuture<Clip> mine = new CompletableFuture<>();
    CompletableFuture<Clip> first = underWay.putIfAbsent(key, mine);
    if (first == null) {
      work.get()
          .whenComplete((clip, failure) -> {
            underWay.remove(key, mine);
            if (failure == null) {
              mine.complete(clip);
            } else {
              mine.completeExceptionally(cause(failure));
            }
          });
    }
    return Future.fromCompletionStage(first == null ? mine : first, vertx.getOrCreateContext());
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof java.util.concurrent.CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static CompletableFuture<Clip> on(ThreadPoolExecutor threads, Callable<Clip> work) {
    CompletableFuture<Clip> made = new CompletableFuture<>();
    try {
      threads.execute(() -> {
        try {
          made.complete(work.call());
        } catch (Exception | Error e) {
          made.completeExceptionally(e);
        }
      });
    } catch (RejectedExecutionException e) {
      made.completeExceptionally(
          new SpeechException(null, "Too many sounds are being made; try again in a moment."));
    }
    return made;
  }

  @Override
  public void close() {
    speakers.shutdownNow();
    decoders.shutdownNow();
  }
}
