package org.convoke.web.socket;

import io.vertx.core.json.JsonObject;
import org.convoke.bus.RoomChange;
import org.convoke.bus.RoomNotice;
import org.convoke.bus.RoomReply;
import org.convoke.id.Role;
import org.convoke.store.Rooms.Room;

/** What one client is told of its room, in the order in which it happens. */
final class Telling {
  private final Connection connection;
  private final Gateway gateway;
  private final Seat seat;
  private final Outlet out;
  private final Follower follower = new Follower();

  Telling(Connection connection, Gateway gateway, Outlet out) {
    this.connection = connection;
    this.gateway = gateway;
    this.seat = connection.seat;
    this.out = out;
  }

  /** What the room does is kept from now on, until {@link #follow}. */
  void await() {
    follower.await();
    gateway.watch(connection);
  }

  /** All up to the roster is told; now what came after it, and then what comes. */
  void follow(RoomReply.Roster roster) {
    for (RoomChange later : follower.snapshot(roster.seq())) {
      JsonObject message = Messages.change(later);
      tell(later, message == null ? null : message.encode());
    }
  }

  /** A change of its room; {@code message} is what everybody is told, encoded, or null. */
  void changed(RoomChange change, String message) {
    if (seat.stage != Seat.Stage.ENDED && follower.isNews(change)) {
      tell(change, message);
    }
  }

  private void tell(RoomChange change, String message) {
    if (seat.stage != Seat.Stage.JOINED) {
      return;
    }
    switch (change) {
      case RoomChange.Member(var _, var _, RoomReply.Member member) -> {
        boolean mine = member.id().equals(seat.participant);
        if (member.state().equals("waiting") && !seat.host() && !mine) {
          return;
        }
        push(message, Outbox.Weight.LASTING);
        if (mine) {
          mine(member);
        }
      }
      case RoomChange.Quality quality -> {
        var report = quality.reports().get(seat.participant);
        if (report != null) {
          push(Messages.quality(seat.participant, report, seat.line), Outbox.Weight.FLEETING);
        }
      }
      case RoomChange.Left left -> {
        // Who waited was shown to hosts alone, and so is that he has gone.
        if (!left.waiting() || seat.host()) {
          push(message, Outbox.Weight.LASTING);
        }
      }
      case RoomChange.Levels _ -> push(message, Outbox.Weight.FLEETING);
      case RoomChange.Speaking _ -> push(message, Outbox.Weight.STATE);
      case RoomChange.Flags _, RoomChange.Text _ -> push(message, Outbox.Weight.LASTING);
      // Each is told of the end by the end of his own session, of PINs by what he may see of them.
      case RoomChange.Ended _, RoomChange.Pins _ -> {}
    }
  }

  private void mine(RoomReply.Member member) {
    Role before = seat.role;
    seat.role = member.role();
    seat.line = member.line();
    if (member.role() == Role.HOST && before != Role.HOST) {
      // Hosts see who waits, and the host PIN.
      present("roster");
    }
  }

  void noticed(RoomNotice notice) {
    switch (notice) {
      case RoomNotice.Admitted _ -> {
        if (seat.stage == Seat.Stage.WAITING) {
          seat.stage = Seat.Stage.JOINED;
          present("admitted");
        }
      }
      case RoomNotice.MutedByHost(var _, var _, var _, boolean muted) ->
          push(Messages.push("muted").put("by", "host").put("muted", muted));
      case RoomNotice.Merged(var _, var _, var _, boolean merged) ->
          push(Messages.push("merged").put("merged", merged));
      case RoomNotice.SomeoneWaits _ -> push(Messages.push("someone_waits"));
      case RoomNotice.Alone _, RoomNotice.Held _, RoomNotice.Dismissed _ -> {}
    }
  }

  /** The room as it is stored was changed: its PINs are others now. */
  void renewed(Room room) {
    seat.room = room;
    if (seat.stage == Seat.Stage.JOINED && seat.role != Role.LISTENER && room.pin() != null) {
      push(Messages.pins(Messages.push("pin"), room, seat.host()));
    }
  }

  /** The whole room anew, under a type of its own. */
  void present(String type) {
    follower.await();
    gateway
        .talk()
        .roster(seat.room.id())
        .compose(roster ->
            connection
                .joining()
                .view(roster)
                .onSuccess(view -> {
                  push(Messages.view(type, view));
                  follow(roster);
                }))
        .onFailure(failure -> out.close(CloseCode.TRY_AGAIN, "the room does not answer"));
  }

  /** Sound flows, or does no more. */
  void media(String state) {
    push(Messages.push("media").put("state", state));
  }

  /** It reads again: the whole roster stands for what it missed. */
  void caughtUp() {
    if (seat.stage == Seat.Stage.JOINED) {
      present("roster");
    }
  }

  void push(JsonObject message) {
    push(message, Outbox.Weight.LASTING);
  }

  private void push(JsonObject message, Outbox.Weight weight) {
    push(message.encode(), weight);
  }

  private void push(String message, Outbox.Weight weight) {
    if (message != null && seat.stage != Seat.Stage.ENDED) {
      out.push(message, weight);
    }
  }
}
