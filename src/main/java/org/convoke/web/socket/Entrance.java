package org.convoke.web.socket;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery;
import org.convoke.bus.BrowserCommand;
import org.convoke.bus.BrowserReply;
import org.convoke.bus.RoomReply;
import org.convoke.clock.Clock;
import org.convoke.id.CallId;
import org.convoke.id.ParticipantId;
import org.convoke.id.PhoneNumber;
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.store.Rooms.Access;
import org.convoke.store.Rooms.Room;
import org.convoke.token.Grant;
import org.convoke.token.Issued;
import org.convoke.token.Tokens;
import org.convoke.token.Verdict;

/** How a connection shows who it is and takes its seat. Each answer is a message, or a fault. */
final class Entrance {
  private final Talk talk;
  private final RoomFacts facts;
  private final Tokens tokens;
  private final IceServers iceServers;
  private final Duration linkTtl;
  private final Clock clock;

  Entrance(
      Talk talk,
      RoomFacts facts,
      Tokens tokens,
      IceServers iceServers,
      Duration linkTtl,
      Clock clock) {
    this.talk = talk;
    this.facts = facts;
    this.tokens = tokens;
    this.iceServers = iceServers;
    this.linkTtl = linkTtl;
    this.clock = clock;
  }

  Future<JsonObject> authenticate(Seat seat, Request.Authenticate ask) {
    if (ask.token() == null) {
      return facts.byLink(ask.room()).map(found -> admit(seat, found, null, ask.id()));
    }
    Grant grant = valid(tokens.verify(ask.token()));
    return facts.byId(grant.room()).map(found -> admit(seat, found, grant, ask.id()));
  }

  private JsonObject admit(Seat seat, Optional<Room> found, Grant grant, Object id) {
    Room room =
        found.orElseThrow(
            () -> Fault.of(FaultCode.ROOM_NOT_FOUND, "There is no such room.").refused());
    if (facts.closed(room)) {
      throw Fault.of(FaultCode.ROOM_CLOSED, "The room has closed.").refused();
    }
    boolean byLink = grant == null || grant.source() == Grant.Source.LINK;
    if (byLink && room.access() == Access.TOKEN) {
      String message = "This room can be joined by personal invitation only: a token.";
      throw Fault.of(FaultCode.TOKEN_REQUIRED, message).refused();
    }
    seat.room = room;
    seat.grant = grant;
    if (grant != null) {
      seat.expires(grant.expiresAt(), clock);
    }
    seat.stage = Seat.Stage.AUTHENTICATED;
    String who = grant == null ? "visitor" : grant.participant().value();
    JsonObject answer =
        Messages.answer("authenticated", id)
            .put("room", facts.open(room))
            .put("role", (grant == null ? Role.GUEST : grant.role()).wire())
            .put("ice_servers", iceServers.list(who, clock.now()))
            .put("ping_seconds", Messages.PING_SECONDS);
    if (grant != null) {
      answer
          .put("participant_id", grant.participant().value())
          .put("expires_at", Messages.time(grant.expiresAt()));
      if (grant.name() != null) {
        answer.put("name", grant.name());
      }
    }
    return answer;
  }

  private static Grant valid(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Valid(Grant grant) -> grant;
      case Verdict.Expired _ ->
          throw Fault.of(FaultCode.TOKEN_EXPIRED, "The token has expired.").at("token").refused();
      case Verdict.Revoked _ ->
          throw Fault.of(FaultCode.INVALID_TOKEN, "Its holder was removed from this meeting.")
              .at("token")
              .refused();
      case Verdict.OtherRoom _ ->
          throw Fault.of(FaultCode.INVALID_TOKEN, "The token is for another seat.")
              .at("token")
              .refused();
      case Verdict.Forged _ ->
          throw Fault.of(FaultCode.INVALID_TOKEN, "The token is not valid.").at("token").refused();
    };
  }

  /** What a seat was asked for with, and the token that goes with it from now on. */
  record Wish(String name, Role role, ParticipantId participant, boolean invited, Issued issued) {}

  /** Checks the wish; a host PIN takes its time. */
  Future<Wish> wish(Seat seat, Request.Join ask, String address) {
    Grant grant = seat.grant;
    boolean invited = grant != null && grant.source() == Grant.Source.API;
    String name = invited && grant.name() != null ? grant.name() : ask.name();
    if (name == null) {
      throw Fault.field("name", "is required: what others shall see").refused();
    }
    if (grant != null && !clock.now().isBefore(grant.expiresAt())) {
      throw Fault.of(FaultCode.TOKEN_EXPIRED, "The token has expired.").refused();
    }
    Role base = grant == null ? Role.GUEST : grant.role();
    Future<Role> role =
        ask.hostPin() == null || base == Role.HOST
            ? Future.succeededFuture(base)
            : hostByPin(seat, ask.hostPin(), address);
    return role.map(given -> {
      ParticipantId participant = grant == null ? ParticipantId.random() : grant.participant();
      Role wanted = ask.listener() ? Role.LISTENER : given;
      boolean renewed = grant == null || !invited && given != base;
      Issued issued =
          renewed
              ? tokens.issue(
                  seat.room.id(), participant, given, null, Grant.Source.LINK, null, linkTtl)
              : null;
      return new Wish(name, wanted, participant, invited || given == Role.HOST, issued);
    });
  }

  private Future<Role> hostByPin(Seat seat, Pin pin, String address) {
    // The address stands for the caller's number: budgets of wrong PINs are kept by both.
    PhoneNumber from = new PhoneNumber(address.substring(0, Math.min(64, address.length())));
    AdmissionQuery.Caller caller =
        new AdmissionQuery.Caller(CallId.random(), from, "ip:" + address, new PhoneNumber("page"));
    return talk.admission(new AdmissionQuery.CheckHostPin(caller, seat.room.id(), pin))
        .compose(answer ->
            switch (answer) {
              case AdmissionAnswer.Admit admit -> talk.later(admit.delayMs(), Role.HOST);
              case AdmissionAnswer.Reject reject ->
                  talk.later(reject.delayMs(), Role.GUEST)
                      .map(_ -> {
                        throw Fault.of(FaultCode.WRONG_PIN, "That is not the room's host PIN.")
                            .at("host_pin")
                            .refused();
                      });
              default -> Future.failedFuture(Fault.unavailable().refused());
            });
  }

  /** Asks for the seat; on success it is taken. */
  Future<BrowserReply.Answered> take(
      Seat seat, Wish wish, Request.Join ask, String socket, String address) {
    return talk.browser(
            new BrowserCommand.Join(
                socket,
                seat.room.id(),
                seat.room.slug(),
                wish.participant(),
                wish.name(),
                wish.role(),
                wish.invited(),
                ask.muted(),
                address,
                ask.offer()))
        .map(Entrance::answered);
  }

  static BrowserReply.Answered answered(BrowserReply reply) {
    return switch (reply) {
      case BrowserReply.Answered answered -> answered;
      case BrowserReply.Refused(String code, String detail, String field) ->
          throw Fault.of(FaultCode.of(code), detail).at(field).refused();
      case BrowserReply.Done _, BrowserReply.Unknown _ -> throw Fault.unavailable().refused();
    };
  }

  /** The room and its people as somebody may see them who has this seat. */
  Future<JsonObject> view(Seat seat, RoomReply.Roster roster) {
    JsonObject room =
        facts.open(seat.room).put("locked", roster.locked()).put("muted_all", roster.allMuted());
    JsonObject view = new JsonObject().put("room", room);
    if (seat.stage != Seat.Stage.JOINED) {
      JsonObject nobody =
          Messages.roster(
              new RoomReply.Roster(false, false, false, java.util.List.of(), roster.seq()), false);
      return Future.succeededFuture(view.put("roster", nobody));
    }
    view.put("roster", Messages.roster(roster, seat.role == Role.HOST));
    if (seat.role == Role.LISTENER || seat.room.pin() == null) {
      return Future.succeededFuture(view);
    }
    room.put("pin", seat.room.pin().digits());
    if (seat.role == Role.HOST && seat.room.hostPin() != null) {
      room.put("host_pin", seat.room.hostPin().digits());
    }
    return facts
        .dialIn(seat.room)
        .map(dialIn -> {
          room.mergeIn(dialIn);
          return view;
        });
  }

  /** A new token for the seat: the one that is given, or one of ours for who came by link. */
  Issued renew(Seat seat, String token) {
    if (token != null) {
      Verdict verdict = tokens.verify(token, seat.room.id(), seat.participant);
      return new Issued(token, valid(verdict));
    }
    if (seat.grant.source() != Grant.Source.LINK) {
      throw Fault.field("token", "is required: whoever gave the first one gives a new one")
          .refused();
    }
    return tokens.issue(
        seat.room.id(),
        seat.participant,
        seat.grant.role(),
        null,
        Grant.Source.LINK,
        null,
        linkTtl);
  }

  /** Whether the token still counts; asked before a fresh offer is taken. */
  void recheck(Seat seat) {
    if (!seat.lasts(clock.nowNs()).isPositive()) {
      throw Fault.of(FaultCode.TOKEN_EXPIRED, "The token has expired.").refused();
    }
  }
}
