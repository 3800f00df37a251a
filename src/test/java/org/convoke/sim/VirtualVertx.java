package org.convoke.sim;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.util.concurrent.Ticker;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.transport.Transport;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * A real Vert.x whose one event loop is turned by whoever made it, in virtual time: timers, the bus
 * and worker threads are all the caller's one thread. It does no I/O.
 */
public final class VirtualVertx {
  private final World world;
  private final Loop loop;
  private final VertxInternal vertx;
  private boolean dead;

  /** An event loop that tells when its next timer is due. */
  private static final class Loop extends ManualIoEventLoop {
    Loop(Ticker ticker) {
      super(null, Thread.currentThread(), executor -> new NoIo(), ticker);
    }

    long nextNs() {
      long delay = nextScheduledTaskNano();
      return delay < 0 ? Long.MAX_VALUE : ticker().nanoTime() + delay;
    }
  }

  private static final class NoIo implements IoHandler {
    @Override
    public int run(IoHandlerContext context) {
      return 0;
    }

    @Override
    public IoRegistration register(IoHandle handle) {
      throw new UnsupportedOperationException("there is no I/O here");
    }

    @Override
    public void wakeup() {}

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
      return false;
    }
  }

  private final class OneLoop implements Transport {
    @Override
    public IoHandlerFactory ioHandlerFactory() {
      return executor -> new NoIo();
    }

    @Override
    public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory made, int ratio) {
      return loop;
    }

    @Override
    public DatagramChannel datagramChannel() {
      throw new UnsupportedOperationException("there is no I/O here");
    }

    @Override
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
      return datagramChannel();
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domain) {
      throw new UnsupportedOperationException("there is no I/O here");
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domain) {
      throw new UnsupportedOperationException("there is no I/O here");
    }
  }

  /** Worker threads: one task after the other, each some time after it was given. */
  private final class Workers extends AbstractExecutorService {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final boolean disk;
    private boolean busy;

    Workers(boolean disk) {
      this.disk = disk;
    }

    @Override
    public void execute(Runnable task) {
      waiting.add(task);
      next();
    }

    private void next() {
      if (busy || waiting.isEmpty()) {
        return;
      }
      busy = true;
      world.afterMs(
          takesMs(),
          () -> {
            if (!dead) {
              busy = false;
              waiting.poll().run();
              // A context that closes interrupts who works for it, which is us.
              Thread.interrupted();
              next();
            }
          });
    }

    private double takesMs() {
      if (!disk) {
        return world.between(0.01, 0.4);
      }
      return world.chance(0.01) ? world.between(100, 1500) : world.between(0.2, 15);
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return dead;
    }

    @Override
    public boolean isTerminated() {
      return dead;
    }

    @Override
    public boolean awaitTermination(long time, TimeUnit unit) {
      return true;
    }
  }

  public VirtualVertx(World world) {
    this.world = world;
    this.loop = new Loop(world);
    VertxOptions options =
        new VertxOptions()
            .setEventLoopPoolSize(1)
            .setBlockedThreadCheckInterval(Long.MAX_VALUE / 2_000_000)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setClassPathResolvingEnabled(false)
                    .setFileCachingEnabled(false));
    VertxBootstrap bootstrap = VertxBootstrap.create().options(options);
    bootstrap.transport(new OneLoop());
    bootstrap.executorServiceFactory(this::workers);
    vertx = (VertxInternal) bootstrap.init().vertx();
  }

  private ExecutorService workers(ThreadFactory threads, Integer least, Integer most) {
    return new Workers(threads.newThread(() -> {}).getName().startsWith("journal-spool"));
  }

  public Vertx vertx() {
    return vertx;
  }

  /** Runs what is due; whether anything was. */
  boolean turn() {
    boolean any = !dead && loop.runNow() > 0;
    Thread.interrupted();
    return any;
  }

  /** When its next timer is due, or Long.MAX_VALUE. */
  long nextNs() {
    return dead ? Long.MAX_VALUE : loop.nextNs();
  }

  public boolean isDead() {
    return dead;
  }

  /** As by kill -9: nothing of it runs any more. */
  void kill() {
    dead = true;
    vertx.blockedThreadChecker().close();
  }
}
