package org.convoke.store;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL inside: its programs come with the jar, its files live in {@code data/postgres}. It is
 * durable (fsync and synchronous commit on), listens on a free port of loopback and asks for a
 * password, which is derived from the data folder's key. It is started by pg_ctl in a session of
 * its own, so a Ctrl-C at the terminal reaches us and not it, and it ends after the last event is
 * written. A server that dies while we run is started again. All methods block.
 */
public final class EmbeddedDatabase {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final String USER = "convoke";
  private static final int START_SECONDS = 20;
  private static final int STOP_SECONDS = 2;
  private static final int REVIVE_MAX_SECONDS = 30;
  private static final int TRIM_MINUTES = 1;
  private static final long MAX_LOG_BYTES = 16L << 20;

  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "fsync=on",
          "synchronous_commit=on",
          "max_connections=120",
          "shared_buffers=64MB",
          "max_wal_size=256MB",
          "wal_level=minimal",
          "max_wal_senders=0",
          "jit=off",
          "timezone=UTC",
          "log_timezone=UTC");

  private final Path programs;
  private final Path files;
  private final Path log;
  private final int port;
  private final DatabaseUrl url;
  private boolean stopped;

  private EmbeddedDatabase(Path programs, Path files, Path log, int port, DatabaseUrl url) {
    this.programs = programs;
    this.files = files;
    this.log = log;
    this.port = port;
    this.url = url;
  }

  /** Starts the folder's server. Throws {@link StoreException}. */
  public static EmbeddedDatabase start(DataFolder folder) {
    return start(folder, folder.path().resolve("postgres-programs"));
  }

  /** The same with the programs unpacked elsewhere: tests share them. */
  public static EmbeddedDatabase start(DataFolder folder, Path programsFolder) {
    try {
      Path programs = PostgresPrograms.unpack(programsFolder);
      Path files = folder.path().resolve("postgres");
      Path log = folder.path().resolve("postgres.log");
      String password = folder.secrets().databasePassword();
      Orphans.end(files);
      if (!Files.exists(files.resolve("PG_VERSION"))) {
        initialise(programs, folder.path(), files, password);
      }
      checkVersion(files);
      int port = freePort();
      DatabaseUrl url = DatabaseUrl.local(port, USER, password, "postgres");
      EmbeddedDatabase database = new EmbeddedDatabase(programs, files, log, port, url);
      database.launch();
      database.watch();
      database.trimLater();
      return database;
    } catch (IOException e) {
      throw new StoreException("cannot start the embedded PostgreSQL: " + e, e);
    }
  }

  /** Where it listens, on 127.0.0.1. */
  public int port() {
    return port;
  }

  public DatabaseUrl url() {
    return url;
  }

  /** Ends the server: clients are cut off, what was committed is safe. At most about 3 s. */
  public synchronized void stop() {
    stopped = true;
    if (process().isEmpty()) {
      return;
    }
    if (run("stop", "-m", "fast", "-w", "-t", Integer.toString(STOP_SECONDS)) != 0) {
      LOG.warn("PostgreSQL did not end within {} s; ended at once", STOP_SECONDS);
      run("stop", "-m", "immediate", "-w", "-t", "1");
    }
  }

  /** Leaves the server running and no longer looks after it. */
  public synchronized void abandon() {
    stopped = true;
  }

  /**
   * Asks the server to end when its last client has gone, which it does by itself once this process
   * is gone (SIGTERM, a smart shutdown). Waits for nothing, not even for a stop that is under way.
   */
  public void endWithUs() {
    process().ifPresent(ProcessHandle::destroy);
  }

  /** The server's process; empty when its file names none that lives. */
  public Optional<ProcessHandle> process() {
    try {
      return Orphans.process(files.resolve(Orphans.PID_FILE));
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  /** Whoever ended it (the kernel short of memory, an operator's mistake): calls must go on. */
  private void watch() {
    process().ifPresent(server -> server.onExit().thenRun(() -> reviveAfter(1)));
  }

  /** Its log is for whoever looks for a fault; it must not fill the disk. */
  private void trimLog() {
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      // The server appends, so it goes on at the new end.
      if (channel.size() > MAX_LOG_BYTES) {
        channel.truncate(0);
      }
    } catch (IOException e) {
      LOG.debug("the log of PostgreSQL cannot be cut: {}", e.getMessage());
    }
    synchronized (this) {
      if (!stopped) {
        trimLater();
      }
    }
  }

  private void trimLater() {
    CompletableFuture.delayedExecutor(TRIM_MINUTES, TimeUnit.MINUTES).execute(this::trimLog);
  }

  private void reviveAfter(int seconds) {
    CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS).execute(() -> revive(seconds));
  }

  private synchronized void revive(int waitedSeconds) {
    if (stopped) {
      return;
    }
    try {
      if (process().isEmpty()) {
        LOG.warn("The embedded PostgreSQL has ended by itself: starting it again");
        launch();
      }
      watch();
    } catch (StoreException | IOException e) {
      LOG.error("{}", e.getMessage());
      reviveAfter(Math.min(REVIVE_MAX_SECONDS, waitedSeconds * 2));
    }
  }

  private void launch() throws IOException {
    StringBuilder options = new StringBuilder("-p ").append(port);
    for (String setting : SETTINGS) {
      options.append(" -c ").append(setting);
    }
    int code =
        run(
            "start",
            "-w",
            "-t",
            Integer.toString(START_SECONDS),
            "-l",
            log.toString(),
            "-o",
            options.toString());
    if (code != 0) {
      throw new StoreException(
          "the embedded PostgreSQL did not start (pg_ctl exit code "
              + code
              + "); "
              + log
              + " ends with:\n"
              + tail(log));
    }
  }

  private int run(String action, String... arguments) {
    List<String> command = program(programs, "pg_ctl");
    command.add(action);
    command.add("-D");
    command.add(files.toString());
    command.add("-s");
    command.addAll(List.of(arguments));
    try {
      // The server inherits what pg_ctl has open: no pipe to us, or we would wait for its end.
      Process process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(START_SECONDS + 5L, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return -1;
      }
      return process.exitValue();
    } catch (IOException e) {
      throw new StoreException("cannot run " + command.getFirst() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while PostgreSQL was asked to " + action, e);
    }
  }

  /** Beside its place first, so that a start that was killed half way leaves nothing half made. */
  private static void initialise(Path programs, Path folder, Path files, String password)
      throws IOException {
    LOG.info("Making a new database in {}", files);
    Path fresh = folder.resolve("postgres.new");
    PostgresPrograms.deleteTree(fresh);
    Path passwordFile = folder.resolve("postgres.password");
    PrivateFiles.write(passwordFile, password.getBytes(StandardCharsets.US_ASCII));
    try {
      List<String> command = program(programs, "initdb");
      command.addAll(
          List.of(
              "-D",
              fresh.toString(),
              "-U",
              USER,
              "-E",
              "UTF8",
              "--locale=C",
              "--auth=scram-sha-256",
              // The password is 256 random bits: stretching it would only slow each connection.
              "-c",
              "scram_iterations=1",
              "--pwfile=" + passwordFile));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new StoreException("initdb failed (exit code " + code + "):\n" + output.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while the database was made", e);
    } finally {
      Files.deleteIfExists(passwordFile);
    }
    Files.move(fresh, files);
  }

  private static void checkVersion(Path files) throws IOException {
    String version = Files.readString(files.resolve("PG_VERSION")).strip();
    if (!version.equals(PostgresPrograms.MAJOR)) {
      throw new StoreException(
          files
              + " was written by PostgreSQL "
              + version
              + ", and this Convoke brings PostgreSQL "
              + PostgresPrograms.MAJOR
              + ": move the data by pg_dump, or start the release that wrote it");
    }
  }

  /** PostgreSQL refuses to run as root; within a user namespace of its own it is not root. */
  private static List<String> program(Path programs, String name) {
    List<String> command = new ArrayList<>();
    if (LinuxUtils.isUnshareAvailable()) {
      command.add("unshare");
      command.add("-U");
    }
    command.add(programs.resolve("bin").resolve(name).toString());
    return command;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static String tail(Path log) throws IOException {
    if (!Files.exists(log)) {
      return "(no log)";
    }
    List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
  }
}
