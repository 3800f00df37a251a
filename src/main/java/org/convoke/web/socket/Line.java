package org.convoke.web.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * The TCP connection under a request, for what Vert.x 5.0 does not do once a request has become a
 * WebSocket: its {@code closeHandler} is never called again, {@code close} waits for ever behind
 * what a peer does not read, pings are answered however many answers wait, and text need not be
 * UTF-8. Of the connection's event loop.
 */
public final class Line {
  private final Channel channel;
  private int turns;

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

  /** Ends the connection at once; what waits to be sent is lost. */
  public void cut() {
    // From the innermost handler: those further out would wait until all is sent.
    channel.pipeline().firstContext().close();
  }

  /** From now on nothing is read of a peer that does not read: its questions wait with it. */
  void readNoMoreThanIsRead() {
    channel
        .pipeline()
        .addFirst(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelWritabilityChanged(ChannelHandlerContext context) {
                turns++;
                channel.config().setAutoRead(channel.isWritable());
                context.fireChannelWritabilityChanged();
              }
            });
  }

  /** Whether the peer has taken enough of what was sent. */
  boolean isWritable() {
    return channel.isWritable();
  }

  /** Grows each time that it has got behind or caught up. */
  int turns() {
    return turns;
  }

  /** From now on text that is no UTF-8 closes the socket by 1007 (RFC 6455 §8.1). */
  void refuseBadText() {
    // Behind both coders: what it writes has to pass the encoder.
    ChannelHandlerContext encoder = channel.pipeline().context(WebSocketFrameEncoder.class);
    if (encoder != null) {
      channel.pipeline().addAfter(encoder.name(), null, new Utf8FrameValidator(true));
    }
  }
}
