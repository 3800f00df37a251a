package org.convoke.media;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.convoke.audio.Codec;
import org.convoke.audio.SoundLibrary;
import org.convoke.clock.Clock;
import org.convoke.config.MediaConfig;
import org.convoke.config.WebrtcConfig;
import org.convoke.id.LegId;
import org.convoke.id.RoomId;

/**
 * The plane alone, without SIP, for a load generator of bare RTP peers: opens legs whose peers are
 * 127.0.0.1 from port 30000 on, two ports each, and writes one line a leg, {@code 127.0.0.1:PORT
 * ROOM TALKER}, into a file.
 *
 * <p>{@code MediaBench LEGS ROOMS TALKERS FILE SECONDS [native|nio] [PCMU|OPUS..]}
 */
final class MediaBench {
  private static final int PEER_PORTS = 30_000;

  private MediaBench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    int legs = Integer.parseInt(args[0]);
    int rooms = Integer.parseInt(args[1]);
    int talkers = Integer.parseInt(args[2]);
    Path file = Path.of(args[3]);
    int seconds = Integer.parseInt(args[4]);
    String sockets = args.length > 5 ? args[5] : "auto";
    Codec codec = args.length > 6 ? Codec.valueOf(args[6]) : Codec.PCMU;
    MediaConfig config =
        new MediaConfig(
            20_000, 29_999, "", 0, sockets, 20, 300, 30, 60, 30, true, "auto", 5, false);
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    MediaPlane plane =
        new MediaPlane(
            config,
            new WebrtcConfig(0, "", "", "", "", 3600, 15, 4, 30, 100, 60),
            loopback,
            Clock.system(),
            new SoundLibrary(),
            event -> {});
    List<RoomId> ids = new ArrayList<>();
    for (int i = 0; i < rooms; i++) {
      ids.add(RoomId.random());
    }
    StringBuilder lines = new StringBuilder();
    List<LegId> opened = new ArrayList<>();
    for (int i = 0; i < legs; i++) {
      LegId leg = LegId.next();
      opened.add(leg);
      LegPorts ports = plane.open(leg).toCompletableFuture().join();
      InetSocketAddress peer = new InetSocketAddress(loopback, PEER_PORTS + 2 * i);
      InetSocketAddress peerRtcp = new InetSocketAddress(loopback, PEER_PORTS + 2 * i + 1);
      int type = codec == Codec.OPUS ? 111 : 0;
      plane.connect(
          leg,
          new LegSettings(
              codec,
              type,
              101,
              codec.clockRate(),
              -1,
              20,
              peer,
              peerRtcp,
              false,
              loopback,
              true,
              true,
              null,
              true,
              false));
      plane.join(leg, ids.get(i % rooms), MixSettings.DEFAULT);
      int talker = i / rooms < talkers ? i / rooms : -1;
      lines.append("127.0.0.1:").append(ports.rtpPort()).append(' ').append(i % rooms);
      lines.append(' ').append(talker).append('\n');
    }
    Files.writeString(file, lines);
    System.out.println("ready, pid " + ProcessHandle.current().pid());
    new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
    System.out.println(plane.report(opened.get(0)).toCompletableFuture().join());
    plane.close();
  }
}
