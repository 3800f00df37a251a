package org.convoke.sim;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.convoke.audio.Clip;
import org.convoke.audio.Sound;
import org.convoke.bus.Addresses;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery;
import org.convoke.bus.BusCodec;
import org.convoke.bus.CallCommand;
import org.convoke.bus.Fact;
import org.convoke.bus.IvrCommand;
import org.convoke.bus.LegEvent;
import org.convoke.bus.RoomChange;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.config.ConfigLoader;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.id.PhoneNumber;
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.ivr.IvrVerticle;
import org.convoke.media.Playback;
import org.convoke.room.RoomVerticle;

/** The verticles that talk and seat people, with everything around them played by the test. */
public final class TalkingBridge {
  public final Vertx vertx;
  public final RecordingMedia media;
  public final MemoryRooms rooms = new MemoryRooms();
  public final Story<Fact> facts = new Story<>();
  public final Story<CallCommand.HangUp> hangUps = new Story<>();
  public final Story<RoomChange> changes = new Story<>();

  /** How far the verticles' monotonic clock runs before the machine's. */
  public volatile long aheadNs;

  public volatile Function<AdmissionQuery.Check, AdmissionAnswer> admission =
      _ -> new AdmissionAnswer.Unavailable();

  public volatile Function<Pin, AdmissionAnswer> codes = _ -> new AdmissionAnswer.Reject(0, false);

  private final String roomDeployment;

  /** The latest playback that was asked for by REST. */
  private long announced = Playback.OF_VOICE;

  public TalkingBridge(Vertx vertx) {
    this.vertx = vertx;
    this.media = new RecordingMedia(vertx);
    BusCodec.register(vertx);
    vertx.eventBus().<Fact>consumer(Addresses.FACTS, fact -> facts.add(fact.body()));
    vertx
        .eventBus()
        .<CallCommand>consumer(
            Addresses.CALL,
            command -> {
              if (command.body() instanceof CallCommand.HangUp end) {
                hangUps.add(end);
              }
            });
    vertx
        .eventBus()
        .<AdmissionQuery>consumer(
            Addresses.ADMISSION,
            query -> {
              if (query.body() instanceof AdmissionQuery.Check check) {
                query.reply(admission.apply(check));
              } else if (query.body() instanceof AdmissionQuery.CheckMergeCode check) {
                query.reply(codes.apply(check.code()));
              }
            });
    Config config = ConfigLoader.defaults();
    vertx.eventBus().<RoomChange>consumer(Addresses.ROOM_CHANGES, it -> changes.add(it.body()));
    Clock clock = ahead(Clock.system());
    roomDeployment =
        await(vertx.deployVerticle(new RoomVerticle(config.rooms(), clock, media, rooms)));
    await(vertx.deployVerticle(new IvrVerticle(config, clock, media)));
  }

  private Clock ahead(Clock system) {
    return new Clock() {
      @Override
      public long nowNs() {
        return system.nowNs() + aheadNs;
      }

      @Override
      public Instant now() {
        return system.now();
      }
    };
  }

  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** An answered call. */
  public record Phone(CallId call, LegId leg) {}

  public Phone call(AdmissionAnswer entry) {
    Phone phone = new Phone(CallId.random(), LegId.next());
    AdmissionQuery.Caller caller =
        new AdmissionQuery.Caller(
            phone.call(), new PhoneNumber("4930123456"), "t1", new PhoneNumber("1000"));
    vertx
        .eventBus()
        .send(
            Addresses.IVR,
            new IvrCommand.Begin(phone.call(), phone.leg(), caller, "*******456", "en", entry));
    return phone;
  }

  /** A call that leads straight into the room and is mixed when this returns. */
  public Phone joined(RoomId room, Role role) {
    Phone phone = call(new AdmissionAnswer.Admit(room, role, false, 0));
    media(phone, "join");
    media(phone, "play en/welcome");
    return phone;
  }

  /** A browser that sits in the room when this returns. */
  public Phone browser(RoomId room, ParticipantId participant) {
    Phone browser = new Phone(CallId.random(), LegId.next());
    room(
        new RoomCommand.Claim(
            room,
            browser.call(),
            browser.leg(),
            Role.GUEST,
            "Ada",
            "192.0.2.7",
            false,
            participant,
            "browser",
            false,
            false));
    return browser;
  }

  public void keys(Phone phone, String keys) {
    for (char key : keys.toCharArray()) {
      publish(new LegEvent.DigitPressed(phone.leg(), key, 80, LegEvent.DigitSource.RFC4733));
    }
  }

  /** Lets the phone alone hear something by REST, until it is stopped. */
  public void announce(Phone phone) {
    List<Sound> sounds = List.of(new Sound.Recording(Clip.of(new short[0], Clip.RATE)));
    media.play(phone.leg(), Playback.endless(++announced, sounds));
  }

  public void announceNoMore(Phone phone) {
    media.stop(phone.leg(), announced);
  }

  public void publish(LegEvent event) {
    vertx.eventBus().publish(Addresses.LEG_EVENTS, event);
  }

  /** Waits for a command to the phone's leg that begins so. */
  public String media(Phone phone, String what) {
    String begin = phone.leg() + " " + what;
    return media.story.next(begin, it -> it.startsWith(begin));
  }

  public Fact fact(String type) {
    return facts.next(type, it -> it.type().equals(type));
  }

  public void hangUp(Phone phone, String reason) {
    await(
        vertx
            .eventBus()
            .request(Addresses.IVR, new IvrCommand.End(phone.call(), phone.leg(), reason)));
  }

  public RoomReply room(RoomCommand command) {
    return await(vertx.eventBus().<RoomReply>request(Addresses.ROOM, command)).body();
  }

  public RoomReply.Roster roster(RoomId room) {
    return (RoomReply.Roster) room(new RoomCommand.Snapshot(room));
  }

  public void stopRooms() {
    await(vertx.undeploy(roomDeployment));
  }
}
