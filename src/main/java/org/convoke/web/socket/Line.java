package org.convoke.web.socket;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * The TCP connection under a request, for what Vert.x 5.0 does not do once a request has become a
 * WebSocket: its {@code closeHandler} is never called again.
 */
public final class Line {
  private final Channel channel;

  private Line(Channel channel) {
    this.channel = channel;
  }

  /** Of a connection of a server. */
  public static Line of(HttpConnection connection) {
    return new Line(((HttpServerConnection) connection).channelHandlerContext().channel());
  }

  /** Calls {@code then} when the connection is gone, whatever it had become. */
  public void whenGone(Runnable then) {
    channel.closeFuture().addListener(_ -> then.run());
  }
}
