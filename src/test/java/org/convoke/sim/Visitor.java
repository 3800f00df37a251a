package org.convoke.sim;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.convoke.bus.Addresses;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery;
import org.convoke.bus.BrowserCommand;
import org.convoke.bus.BrowserReply;
import org.convoke.id.CallId;
import org.convoke.id.ParticipantId;
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.id.RoomId;

/** Somebody at a room's page: comes, loses his line, comes back, takes a phone for his sound. */
final class Visitor {
  private final World world;
  private final Supplier<Node> node;
  private final RoomId room;
  private final ParticipantId participant = ParticipantId.random();
  private final Role role;
  private final Consumer<Pin> phone;
  private CallId call;
  private Node joined;
  private int sockets;
  private boolean gone;

  /** {@code phone} is who dials in with a code. */
  Visitor(World world, Supplier<Node> node, RoomId room, Consumer<Pin> phone) {
    this.world = world;
    this.node = node;
    this.room = room;
    this.phone = phone;
    this.role = world.chance(0.3) ? Role.HOST : Role.GUEST;
  }

  void come() {
    Node here = node.get();
    if (gone || here == null || !here.isReady()) {
      return;
    }
    here.<BrowserReply>ask(Addresses.BROWSER, join())
        .onSuccess(reply -> {
          if (reply instanceof BrowserReply.Answered answered) {
            boolean first = call == null;
            call = answered.call();
            joined = here;
            if (first) {
              plan();
            }
          }
        });
  }

  private BrowserCommand.Join join() {
    String socket = participant + "-" + ++sockets;
    return new BrowserCommand.Join(
        socket,
        room,
        room.value(),
        participant,
        "Visitor",
        role,
        true,
        world.chance(0.2),
        "203.0.113.7",
        "offer");
  }

  private void plan() {
    double stayMs = world.between(2_000, 200_000);
    if (world.chance(0.5)) {
      world.afterMs(world.between(500, stayMs), this::takePhone);
    }
    for (double ms = world.between(3_000, 90_000);
        ms < stayMs;
        ms += world.between(3_000, 90_000)) {
      world.afterMs(ms, this::blink);
    }
    world.afterMs(stayMs, this::leave);
  }

  /** On a bridge that was started since he must come again first: its page has no code for him. */
  private void takePhone() {
    if (node.get() != joined) {
      return;
    }
    ask(
        Addresses.ADMISSION,
        new AdmissionQuery.MakeMergeCode(room, participant),
        reply -> {
          if (reply instanceof AdmissionAnswer.MergeCode made) {
            phone.accept(made.code());
          }
        });
  }

  /** His connection is gone for some seconds, or he only asks for another line. */
  private void blink() {
    if (gone) {
      return;
    }
    if (world.chance(0.4)) {
      ask(Addresses.BROWSER, new BrowserCommand.Renew(call, "offer"), _ -> {});
      return;
    }
    Node here = node.get();
    if (here != null && here.isReady()) {
      here.send(Addresses.BROWSER, new BrowserCommand.Detach(call, participant + "-" + sockets));
    }
    world.afterMs(world.between(100, 45_000), this::come);
  }

  private void ask(String address, org.convoke.bus.BusMessage message, Consumer<Object> answer) {
    Node here = node.get();
    if (!gone && here != null && here.isReady()) {
      here.<Object>ask(address, message).onSuccess(answer::accept);
    }
  }

  /** By the page, or by closing it. */
  void leave() {
    if (!gone && call != null) {
      BrowserCommand last =
          world.chance(0.7)
              ? new BrowserCommand.Leave(call, "left")
              : new BrowserCommand.Detach(call, participant + "-" + sockets);
      Node here = node.get();
      if (here != null && here.isReady()) {
        here.ask(Addresses.BROWSER, last);
      }
    }
    gone = true;
  }
}
